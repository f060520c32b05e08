/// A strict RFC 8259 scanner over bytes: the reference for simdjson, and the reader of small documents.
///
/// It accepts numbers of any size, refuses invalid UTF-8, lone surrogates and nesting beyond 1,024 levels.
package struct JSONScanner: ~Copyable {
  package static let maximumDepth = 1024

  private let bytes: [UInt8]
  private let end: Int
  package private(set) var position: Int
  private var depth = 0

  package init(_ bytes: [UInt8]) { self.init(bytes, in: bytes.indices) }

  /// Scans `range` of `bytes`; offsets in errors count from the start of `bytes`.
  package init(_ bytes: [UInt8], in range: Range<Int>) {
    self.bytes = bytes
    position = range.lowerBound
    end = range.upperBound
  }

  /// The byte at the position, or nil at the end.
  package var next: UInt8? { position < end ? bytes[position] : nil }

  package mutating func skipWhitespace() {
    while position < end {
      switch bytes[position] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): position += 1
      default: return
      }
    }
  }

  /// Takes `byte` if it is next.
  package mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    position += 1
    return true
  }

  package mutating func expect(_ byte: UInt8) throws(JSONError) {
    guard take(byte) else { throw unexpected }
  }

  package mutating func expectEnd() throws(JSONError) {
    skipWhitespace()
    if position < end { throw JSONError(.trailingBytes, at: position) }
  }

  private var unexpected: JSONError {
    JSONError(position < end ? .unexpectedByte : .unexpectedEnd, at: position)
  }

  /// Reads one value into a tree.
  package mutating func readValue() throws(JSONError) -> JSON {
    skipWhitespace()
    switch next {
    case UInt8(ascii: "{"): return .object(try readObject())
    case UInt8(ascii: "["): return .array(try readArray())
    case UInt8(ascii: "\""): return .string(try readString())
    case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"):
      switch try skipLiteral() {
      case UInt8(ascii: "t"): return .bool(true)
      case UInt8(ascii: "f"): return .bool(false)
      default: return .null
      }
    default:
      let range = try skipNumber()
      return .number(String(decoding: bytes[range], as: UTF8.self))
    }
  }

  /// Checks one value without building it and gives its byte range. O(length).
  @discardableResult
  package mutating func skipValue() throws(JSONError) -> Range<Int> {
    skipWhitespace()
    let start = position
    switch next {
    case UInt8(ascii: "{"):
      try enter()
      if try !closes(UInt8(ascii: "}")) {
        repeat {
          skipWhitespace()
          try skipString()
          skipWhitespace()
          try expect(UInt8(ascii: ":"))
          try skipValue()
        } while try continues(before: UInt8(ascii: "}"))
      }
      depth -= 1
    case UInt8(ascii: "["):
      try enter()
      if try !closes(UInt8(ascii: "]")) {
        repeat { try skipValue() } while try continues(before: UInt8(ascii: "]"))
      }
      depth -= 1
    case UInt8(ascii: "\""): try skipString()
    case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"): _ = try skipLiteral()
    default: _ = try skipNumber()
    }
    return start..<position
  }

  private mutating func readObject() throws(JSONError) -> JSONObject {
    var members: [JSONObject.Member] = []
    try enter()
    if try !closes(UInt8(ascii: "}")) {
      repeat {
        skipWhitespace()
        let name = try readString()
        skipWhitespace()
        try expect(UInt8(ascii: ":"))
        members.append(.init(name, try readValue()))
      } while try continues(before: UInt8(ascii: "}"))
    }
    depth -= 1
    return JSONObject(members)
  }

  private mutating func readArray() throws(JSONError) -> [JSON] {
    var values: [JSON] = []
    try enter()
    if try !closes(UInt8(ascii: "]")) {
      repeat { values.append(try readValue()) } while try continues(before: UInt8(ascii: "]"))
    }
    depth -= 1
    return values
  }

  package mutating func enter() throws(JSONError) {
    guard depth < Self.maximumDepth else { throw JSONError(.tooDeep, at: position) }
    depth += 1
    position += 1
  }

  /// Whether the container just entered is empty.
  package mutating func closes(_ bracket: UInt8) throws(JSONError) -> Bool {
    skipWhitespace()
    return take(bracket)
  }

  /// After a member: true past a comma, false past the closing bracket.
  package mutating func continues(before bracket: UInt8) throws(JSONError) -> Bool {
    skipWhitespace()
    if take(UInt8(ascii: ",")) { return true }
    try expect(bracket)
    return false
  }

  private mutating func skipLiteral() throws(JSONError) -> UInt8 {
    let first = bytes[position]
    let word: StaticString = first == UInt8(ascii: "t") ? "true" : first == UInt8(ascii: "f") ? "false" : "null"
    let start = position
    for expected in word.description.utf8 {
      guard next == expected else { throw JSONError(.badLiteral, at: start) }
      position += 1
    }
    return first
  }

  private mutating func skipNumber() throws(JSONError) -> Range<Int> {
    let start = position
    _ = take(UInt8(ascii: "-"))
    guard let first = next else { throw JSONError(.unexpectedEnd, at: position) }
    guard first >= UInt8(ascii: "0"), first <= UInt8(ascii: "9") else {
      throw JSONError(position == start ? .unexpectedByte : .badNumber, at: start)
    }
    if !take(UInt8(ascii: "0")) { try skipDigits(from: start) }
    if take(UInt8(ascii: ".")) { try skipDigits(from: start) }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      try skipDigits(from: start)
    }
    return start..<position
  }

  private mutating func skipDigits(from start: Int) throws(JSONError) {
    let first = position
    while let digit = next, digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") { position += 1 }
    if position == first { throw JSONError(.badNumber, at: start) }
  }
}

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

  /// The UTF-8 that the checked inside of a JSON string stands for.
  package static func decodedBytes(_ raw: ArraySlice<UInt8>) -> [UInt8] {
    var decoded: [UInt8] = []
    decoded.reserveCapacity(raw.count)
    var rest = raw
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\"), let kind = rest.popFirst() else {
        decoded.append(byte)
        continue
      }
      if let simple = simpleEscape(kind) {
        decoded.append(simple)
      } else {
        var scalar = hex(rest.prefix(4)) ?? 0xFFFD
        rest = rest.dropFirst(4)
        if 0xD800..<0xDC00 ~= scalar, let low = hex(rest.dropFirst(2).prefix(4)) {
          scalar = 0x10000 + (scalar - 0xD800) << 10 + (low &- 0xDC00)
          rest = rest.dropFirst(6)
        }
        decoded.append(contentsOf: String(Unicode.Scalar(scalar) ?? "\u{FFFD}").utf8)
      }
    }
    return decoded
  }
}

extension JSON {
  /// Parses one JSON text and nothing after it. O(length).
  package init(parsing bytes: [UInt8]) throws(JSONError) {
    var scanner = JSONScanner(bytes)
    self = try scanner.readValue()
    try scanner.expectEnd()
  }

  package init(parsing text: String) throws(JSONError) { try self.init(parsing: Array(text.utf8)) }
}
