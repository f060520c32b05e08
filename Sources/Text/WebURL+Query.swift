extension WebURL {
  /// The decoded value of the first query parameter of that name (WHATWG `application/x-www-form-urlencoded`); nil without.
  package func parameter(_ name: String) -> String? {
    for part in query?.utf8.split(separator: UInt8(ascii: "&")) ?? [] {
      let pair = part.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      guard Self.formDecoded(pair[0]) == name else { continue }
      return pair.count == 2 ? Self.formDecoded(pair[1]) : ""
    }
    return nil
  }

  private static func formDecoded(_ text: Substring.UTF8View) -> String {
    let spaced = text.map { $0 == UInt8(ascii: "+") ? 0x20 : $0 }
    return String(decoding: PercentEncoding.decoded(spaced), as: UTF8.self)
  }
}
