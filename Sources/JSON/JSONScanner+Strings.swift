extension JSONScanner {
  /// Reads a string and decodes its escapes.
  package mutating func readString() throws(JSONError) -> String {
    let range = try skipString()
    return Self.decode(bytes[range])
  }

  /// Checks a string and gives the range between its quotes.
  @discardableResult
  package mutating func skipString() throws(JSONError) -> Range<Int> {
    try expect(UInt8(ascii: "\""))
    let start = position
    while position < end {
      let byte = bytes[position]
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        return start..<position - 1
      case UInt8(ascii: "\\"): try skipEscape()
      case 0..<0x20: throw JSONError(.controlCharacter, at: position)
      case 0x80...: try skipMultibyte(byte)
      default: position += 1
      }
    }
    throw JSONError(.unexpectedEnd, at: position)
  }

  private mutating func skipEscape() throws(JSONError) {
    let start = position
    position += 1
    guard let kind = next else { throw JSONError(.unexpectedEnd, at: position) }
    position += 1
    guard kind == UInt8(ascii: "u") else {
      if Self.simpleEscape(kind) == nil { throw JSONError(.badEscape, at: start) }
      return
    }
    let unit = try readHex(from: start)
    switch unit {
    case 0xD800..<0xDC00:
      guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else { throw JSONError(.loneSurrogate, at: start) }
      guard case 0xDC00..<0xE000 = try readHex(from: start) else { throw JSONError(.loneSurrogate, at: start) }
    case 0xDC00..<0xE000: throw JSONError(.loneSurrogate, at: start)
    default: break
    }
  }

  private mutating func readHex(from start: Int) throws(JSONError) -> UInt32 {
    guard end - position >= 4 else { throw JSONError(.badEscape, at: start) }
    guard let unit = Self.hex(bytes[position..<position + 4]) else { throw JSONError(.badEscape, at: start) }
    position += 4
    return unit
  }

  /// Steps over one multibyte UTF-8 sequence, by the table of Unicode 15 §3.9 (D92).
  private mutating func skipMultibyte(_ lead: UInt8) throws(JSONError) {
    let (count, first): (Int, ClosedRange<UInt8>)
    switch lead {
    case 0xC2...0xDF: (count, first) = (2, 0x80...0xBF)
    case 0xE0: (count, first) = (3, 0xA0...0xBF)
    case 0xED: (count, first) = (3, 0x80...0x9F)
    case 0xE1...0xEF: (count, first) = (3, 0x80...0xBF)
    case 0xF0: (count, first) = (4, 0x90...0xBF)
    case 0xF1...0xF3: (count, first) = (4, 0x80...0xBF)
    case 0xF4: (count, first) = (4, 0x80...0x8F)
    default: throw JSONError(.badUTF8, at: position)
    }
    guard end - position >= count, first.contains(bytes[position + 1]) else { throw JSONError(.badUTF8, at: position) }
    for at in position + 2..<position + count where bytes[at] & 0xC0 != 0x80 {
      throw JSONError(.badUTF8, at: position)
    }
    position += count
  }

  private static func hex(_ digits: ArraySlice<UInt8>) -> UInt32? {
    var unit: UInt32 = 0
    for digit in digits {
      switch digit {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): unit = unit << 4 | UInt32(digit - UInt8(ascii: "0"))
      case UInt8(ascii: "a")...UInt8(ascii: "f"): unit = unit << 4 | UInt32(digit - UInt8(ascii: "a") + 10)
      case UInt8(ascii: "A")...UInt8(ascii: "F"): unit = unit << 4 | UInt32(digit - UInt8(ascii: "A") + 10)
      default: return nil
      }
    }
    return unit
  }

  private static func simpleEscape(_ kind: UInt8) -> UInt8? {
    switch kind {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): kind
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "t"): 0x09
    default: nil
    }
  }

  /// The text that the checked inside of a JSON string stands for. O(length).
  package static func decode(_ raw: ArraySlice<UInt8>) -> String {
    guard raw.contains(UInt8(ascii: "\\")) else { return String(decoding: raw, as: UTF8.self) }
    return String(decoding: decodedBytes(raw), as: UTF8.self)
  }

  /// The UTF-8 that the checked inside of a JSON string stands for. O(length).
  ///
  /// Runs between escapes are copied whole: page bodies have an escape in every few dozen bytes.
  package static func decodedBytes(_ raw: ArraySlice<UInt8>) -> [UInt8] {
    // No escape stands for more bytes than it is written with; only one that is cut off at the end becomes longer.
    unsafe Array(unsafeUninitializedCapacity: raw.count + 4) { decoded, count in
      var at = raw.startIndex
      while at < raw.endIndex {
        let run = raw[at..<(raw.firstBackslash(from: at) ?? raw.endIndex)]
        count += unsafe run.copy(to: decoded, at: count)
        at = run.endIndex
        guard at < raw.endIndex else { break }
        for byte in UTF8.encode(escaped(raw, &at)) ?? UTF8.encodedReplacementCharacter {
          unsafe decoded[count] = byte
          count += 1
        }
      }
    }
  }

  /// What the escape at a backslash stands for; moves behind it.
  private static func escaped(_ raw: ArraySlice<UInt8>, _ at: inout Int) -> Unicode.Scalar {
    guard at + 1 < raw.endIndex else {
      at = raw.endIndex
      return "\\"
    }
    let kind = raw[at + 1]
    at += 2
    if let simple = simpleEscape(kind) { return Unicode.Scalar(simple) }
    let rest = raw[min(at, raw.endIndex)...]
    var scalar = hex(rest.prefix(4)) ?? 0xFFFD
    at = min(at + 4, raw.endIndex)
    if 0xD800..<0xDC00 ~= scalar, let low = hex(rest.dropFirst(6).prefix(4)) {
      scalar = 0x10000 + (scalar - 0xD800) << 10 + (low &- 0xDC00)
      at = min(at + 6, raw.endIndex)
    }
    return Unicode.Scalar(scalar) ?? "\u{FFFD}"
  }
}
