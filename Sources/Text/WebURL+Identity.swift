extension WebURL {
  /// The address without what does not change the page: its fragment and the parameters that advertising adds.
  package var identity: WebURL {
    var result = self
    result.fragment = nil
    guard let query else { return result }
    let kept = query.split(separator: "&", omittingEmptySubsequences: false).filter { !Self.isTracking($0) }
    result.query = kept.allSatisfy(\.isEmpty) ? nil : kept.joined(separator: "&")
    return result
  }

  /// Whether `utf8` is plainly the text of an identity, so that reading it can be spared.
  ///
  /// True only if `WebURL(text).identity.href` is `text`; false for some unusual identities too. O(length), no
  /// allocation.
  package static func isPlainIdentity(_ utf8: borrowing Span<UInt8>) -> Bool {
    var index = 0
    for byte in "https://".utf8 {
      if byte == UInt8(ascii: "s"), index < utf8.count, utf8[index] == UInt8(ascii: ":") { continue }
      guard index < utf8.count, utf8[index] == byte else { return false }
      index += 1
    }
    guard let path = endOfPlainHost(utf8, from: index) else { return false }
    return isPlainPath(utf8, from: path)
  }

  /// The index of the slash behind a host of lower-case labels, the last of which begins with a letter.
  private static func endOfPlainHost(_ utf8: borrowing Span<UInt8>, from start: Int) -> Int? {
    var labelStart = start
    for index in start..<utf8.count {
      switch utf8[index] {
      case UInt8(ascii: "/"):
        return index > labelStart && (0x61...0x7A).contains(utf8[labelStart]) ? index : nil
      case UInt8(ascii: "."):
        if index == labelStart { return nil }
        labelStart = index + 1
      case UInt8(ascii: "-"):
        // Two hyphens may begin an encoded label.
        if utf8[index - 1] == UInt8(ascii: "-") { return nil }
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): break
      default: return nil
      }
    }
    return nil
  }

  /// Whether a path needs no escape and has no segment that begins with a dot, nor a query or fragment behind it.
  private static func isPlainPath(_ utf8: borrowing Span<UInt8>, from start: Int) -> Bool {
    for index in start..<utf8.count {
      switch utf8[index] {
      case UInt8(ascii: "."):
        if utf8[index - 1] == UInt8(ascii: "/") { return false }
      case UInt8(ascii: "%"):
        // `%2e` is a dot.
        if index + 1 < utf8.count, utf8[index + 1] == UInt8(ascii: "2") { return false }
      case UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "~"),
        UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
        break
      default: return false
      }
    }
    return start < utf8.count
  }

  private static func isTracking(_ parameter: Substring) -> Bool {
    let name = parameter.prefix { $0 != "=" }.lowercased()
    return name.hasPrefix("utm_") || trackingParameters.contains(name)
  }

  /// Click and campaign identifiers of Google, Meta, Microsoft, Yandex, Mailchimp, HubSpot, TikTok, X and Klaviyo.
  private static let trackingParameters: Set<String> = [
    "gclid", "gclsrc", "gad_source", "gad_campaignid", "gbraid", "wbraid", "dclid", "srsltid", "_ga", "_gl",
    "fbclid", "igshid", "msclkid", "yclid", "ysclid", "mc_cid", "mc_eid", "_hsenc", "_hsmi", "ttclid", "twclid", "_kx",
  ]
}
