extension WebURL {
  private typealias Bytes = ArraySlice<UInt8>

  /// Reads `text` as a browser does; a relative reference is resolved against `base`.
  ///
  /// Outer white space and inner line breaks are dropped, so an attribute's raw value may be passed as it stands.
  /// Source: WHATWG URL Standard §4.4, by component instead of by state, for http and https only.
  package init(_ text: String, relativeTo base: WebURL? = nil) throws(Failure) {
    let input = Self.trimmed(text)
    if let (name, rest) = Self.splitScheme(input) {
      guard let scheme = Scheme(rawValue: name) else { throw .scheme(name) }
      if let base, base.scheme == scheme, rest.prefix(2).count(where: Self.isSlash) < 2 {
        try self.init(reference: rest, base: base)
      } else {
        try self.init(scheme: scheme, afterColon: rest)
      }
    } else if let base {
      try self.init(reference: input, base: base)
    } else {
      throw .relativeWithoutBase
    }
  }

  /// The address that `reference` means on the page at this address.
  package func resolving(_ reference: String) throws(Failure) -> WebURL {
    try WebURL(reference, relativeTo: self)
  }

  private init(scheme: Scheme, afterColon: Bytes) throws(Failure) {
    let rest = afterColon.drop(while: Self.isSlash)
    let end =
      rest.firstIndex { Self.isSlash($0) || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") } ?? rest.endIndex
    self.init(scheme: scheme, host: "", path: "/")
    try readAuthority(rest[..<end])
    readTarget(rest[end...], onto: [])
  }

  private init(reference: Bytes, base: WebURL) throws(Failure) {
    switch reference.prefix(2).prefix(while: Self.isSlash).count {
    case 2:
      try self.init(scheme: base.scheme, afterColon: reference)
    case 1:
      self = base
      readTarget(reference, onto: [])
    default:
      self = base
      fragment = nil
      switch reference.first {
      case nil: break
      case UInt8(ascii: "#"): fragment = Self.fragment(of: reference)
      case UInt8(ascii: "?"): (query, fragment) = (Self.query(of: reference), Self.fragment(of: reference))
      default: readTarget(reference, onto: base.segments.dropLast())
      }
    }
  }

  // MARK: Components

  private mutating func readAuthority(_ authority: Bytes) throws(Failure) {
    var hostAndPort = authority
    if let at = authority.lastIndex(of: UInt8(ascii: "@")) {
      hostAndPort = authority[(at + 1)...]
      let userinfo = authority[..<at]
      let colon = userinfo.firstIndex(of: UInt8(ascii: ":")) ?? userinfo.endIndex
      username = PercentEncoding.encoded(userinfo[..<colon], .userinfo)
      password = PercentEncoding.encoded(userinfo[colon...].dropFirst(), .userinfo)
    }
    var isBracketed = false
    let colon = hostAndPort.firstIndex { byte in
      if byte == UInt8(ascii: "[") { isBracketed = true }
      if byte == UInt8(ascii: "]") { isBracketed = false }
      return byte == UInt8(ascii: ":") && !isBracketed
    }
    let name = hostAndPort[..<(colon ?? hostAndPort.endIndex)]
    guard !name.isEmpty else { throw .emptyHost }
    port = try port(hostAndPort[(colon ?? hostAndPort.endIndex)...].dropFirst())
    host = try Host.canonical(name)
  }

  private func port(_ digits: Bytes) throws(Failure) -> UInt16? {
    var value = 0
    for digit in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { throw .port(Self.text(digits)) }
      value = value * 10 + Int(digit - UInt8(ascii: "0"))
      guard value <= UInt16.max else { throw .port(Self.text(digits)) }
    }
    return digits.isEmpty || value == scheme.defaultPort ? nil : UInt16(value)
  }

  /// Path, query and fragment; the path's segments follow those of `parents`.
  private mutating func readTarget(_ target: Bytes, onto parents: [String]) {
    let end = target.firstIndex { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") } ?? target.endIndex
    query = Self.query(of: target[end...])
    fragment = Self.fragment(of: target[end...])
    var written = target[..<end]
    if let first = written.first, Self.isSlash(first) { written = written.dropFirst() }

    var segments = parents
    let parts = written.split(omittingEmptySubsequences: false, whereSeparator: Self.isSlash)
    for (index, part) in parts.enumerated() {
      let isLast = index == parts.count - 1
      switch Self.dots(part) {
      case 1: if isLast { segments.append("") }
      case 2:
        _ = segments.popLast()
        if isLast { segments.append("") }
      default: segments.append(PercentEncoding.encoded(part, .path))
      }
    }
    path = "/" + segments.joined(separator: "/")
  }

  private var segments: [String] {
    path.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map { String($0) ?? "" }
  }

  /// How many dots a dot segment has, `%2e` counting as one; 0 for every other segment.
  private static func dots(_ segment: Bytes) -> Int {
    var rest = segment
    var count = 0
    while let first = rest.popFirst() {
      if first == UInt8(ascii: "%"), rest.starts(with: [0x32, 0x65]) || rest.starts(with: [0x32, 0x45]) {
        rest = rest.dropFirst(2)
      } else if first != UInt8(ascii: ".") {
        return 0
      }
      count += 1
      if count > 2 { return 0 }
    }
    return count
  }

  private static func query(of tail: Bytes) -> String? {
    guard tail.first == UInt8(ascii: "?") else { return nil }
    return PercentEncoding.encoded(tail.dropFirst().prefix { $0 != UInt8(ascii: "#") }, .query)
  }

  private static func fragment(of tail: Bytes) -> String? {
    guard let mark = tail.firstIndex(of: UInt8(ascii: "#")) else { return nil }
    return PercentEncoding.encoded(tail[(mark + 1)...], .fragment)
  }

  // MARK: Input

  /// `text` without C0 controls and spaces at its ends and without tabs and line breaks anywhere.
  private static func trimmed(_ text: String) -> Bytes {
    let bytes = Array(text.utf8).drop { $0 <= 0x20 }
    guard let last = bytes.lastIndex(where: { $0 > 0x20 }) else { return [] }
    let inner = bytes[...last]
    return inner.contains { (9...13).contains($0) } ? inner.filter { $0 != 9 && $0 != 10 && $0 != 13 }[...] : inner
  }

  /// The lower-case scheme and what follows its colon; nil when there is none.
  private static func splitScheme(_ input: Bytes) -> (String, Bytes)? {
    guard let first = input.first, isLetter(first), let colon = input.firstIndex(of: UInt8(ascii: ":")) else {
      return nil
    }
    let name = input[..<colon]
    guard name.allSatisfy({ isLetter($0) || ASCII.isDigit($0) || [0x2B, 0x2D, 0x2E].contains($0) }) else {
      return nil
    }
    return (text(name[...]).lowercased(), input[(colon + 1)...])
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

  private static func isSlash(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\\") }

  private static func text(_ bytes: Bytes) -> String { String(decoding: bytes, as: UTF8.self) }
}
