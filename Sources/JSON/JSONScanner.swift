/// A strict RFC 8259 scanner over bytes: the reference for simdjson, and the reader of small documents.
///
/// It accepts numbers of any size, refuses invalid UTF-8, lone surrogates and nesting beyond 1,024 levels.
package struct JSONScanner: ~Copyable {
  package static let maximumDepth = 1024

  let bytes: [UInt8]
  let end: Int
  package internal(set) var position: Int
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

extension JSON {
  /// Parses one JSON text and nothing after it. O(length).
  package init(parsing bytes: [UInt8]) throws(JSONError) {
    var scanner = JSONScanner(bytes)
    self = try scanner.readValue()
    try scanner.expectEnd()
  }

  package init(parsing text: String) throws(JSONError) { try self.init(parsing: Array(text.utf8)) }
}
