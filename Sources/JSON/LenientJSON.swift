/// A reader of what pages offer as JSON: with comments, trailing commas, control characters in strings, and of the
/// JavaScript literals that scripts assign.
///
/// Beyond RFC 8259 it takes `//`, `/* */` and `<!-- -->` comments, single-quoted strings and templates without
/// substitutions, unquoted names, superfluous commas and missing ones between members, `undefined`, `NaN`, `void 0`
/// (as null), `!0`, hexadecimal numbers, `new Date(x)` (as x), and immediately called functions that return a
/// literal. Lone surrogates become U+FFFD. Nesting beyond 1,024 levels and what must be computed are errors.
package struct LenientJSON: ~Copyable {
  let bytes: [UInt8]
  package internal(set) var position: Int
  var depth = 0
  /// Whether a quote inside a string that nobody escaped (`"a 12" cymbal"`) stands for itself.
  let repairsQuotes: Bool
  /// What the parameters of immediately called functions stand for.
  var bindings: [String: Bound] = [:]
  var calls = 0
  /// Values still allowed: a bound value may be used again and again.
  var budget = 4_000_000

  struct Bound {
    var value: JSON
    var size: Int
  }

  package init(_ bytes: [UInt8], at position: Int = 0, repairsQuotes: Bool = false) {
    self.bytes = bytes
    self.position = position
    self.repairsQuotes = repairsQuotes
  }

  /// Parses one value; only comments and `;` may follow it. O(length).
  package static func parse(_ bytes: [UInt8]) throws(JSONError) -> JSON {
    let values = try parseAll(bytes)
    guard let value = values.first else { throw JSONError(.unexpectedEnd, at: bytes.count) }
    guard values.count == 1 else { throw JSONError(.trailingBytes, at: bytes.count) }
    return value
  }

  package static func parse(_ text: String) throws(JSONError) -> JSON { try parse(Array(text.utf8)) }

  /// Every value of a text that strings several together, with or without commas between; none of a blank one.
  /// O(length).
  package static func parseAll(_ bytes: [UInt8]) throws(JSONError) -> [JSON] {
    if let strict = try? JSON(parsing: bytes) { return [strict] }
    do {
      return try readAll(bytes, repairsQuotes: false)
    } catch {
      if let repaired = try? readAll(bytes, repairsQuotes: true) { return repaired }
      throw error
    }
  }

  private static func readAll(_ bytes: [UInt8], repairsQuotes: Bool) throws(JSONError) -> [JSON] {
    var reader = LenientJSON(bytes, repairsQuotes: repairsQuotes)
    var values: [JSON] = []
    try reader.skipSpace()
    while reader.next != nil {
      values.append(try reader.readValue())
      try reader.skipSpace()
      while reader.take(UInt8(ascii: ";")) || reader.take(UInt8(ascii: ",")) { try reader.skipSpace() }
    }
    return values
  }

  var next: UInt8? { peek(0) }

  func peek(_ ahead: Int) -> UInt8? {
    let at = position + ahead
    return at < bytes.count ? bytes[at] : nil
  }

  func error(_ reason: JSONError.Reason) -> JSONError { JSONError(reason, at: position) }

  var unexpected: JSONError { error(next == nil ? .unexpectedEnd : .unexpectedByte) }

  mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    position += 1
    return true
  }

  mutating func take(_ word: StaticString) -> Bool {
    let word = word.description.utf8
    guard position + word.count <= bytes.count, bytes[position..<position + word.count].elementsEqual(word) else {
      return false
    }
    position += word.count
    return true
  }

  mutating func expect(_ byte: UInt8) throws(JSONError) {
    try skipSpace()
    guard take(byte) else { throw unexpected }
  }

  /// Steps over white space of any script, byte order marks and comments.
  mutating func skipSpace() throws(JSONError) {
    while let byte = next {
      switch byte {
      case 0...0x20: position += 1
      case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "/"): skipLine()
      case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "*"): try skip(past: "*/")
      case UInt8(ascii: "<"):
        if take("<![CDATA[") { break }
        guard take("<!--") else { return }
        try skip(past: "-->")
      case UInt8(ascii: "-") where peek(1) == UInt8(ascii: "-") && peek(2) == UInt8(ascii: ">"): position += 3
      case UInt8(ascii: "]") where peek(1) == UInt8(ascii: "]") && peek(2) == UInt8(ascii: ">"): position += 3
      case 0xC2 where peek(1) == 0xA0: position += 2
      case 0xEF where peek(1) == 0xBB && peek(2) == 0xBF: position += 3
      case 0xE2 where peek(1) == 0x80 && (peek(2) == 0xA8 || peek(2) == 0xA9): position += 3
      default: return
      }
    }
  }

  private mutating func skipLine() {
    while let byte = next, byte != 0x0A, byte != 0x0D { position += 1 }
  }

  private mutating func skip(past end: StaticString) throws(JSONError) {
    let start = position
    while next != nil {
      if take(end) { return }
      position += 1
    }
    throw JSONError(.unexpectedEnd, at: start)
  }

  /// Reads one value where the position stands and leaves the position behind it.
  package mutating func readValue() throws(JSONError) -> JSON {
    try skipSpace()
    budget -= 1
    guard budget > 0 else { throw error(.tooLarge) }
    guard let byte = next else { throw unexpected }
    guard depth < JSONScanner.maximumDepth else { throw error(.tooDeep) }
    depth += 1
    defer { depth -= 1 }
    switch byte {
    case UInt8(ascii: "{"): return .object(try readObject())
    case UInt8(ascii: "["): return .array(try readArray())
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"): return .string(try readString())
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."):
      return try readNumber()
    case UInt8(ascii: "!"): return try readNegation()
    case UInt8(ascii: "("): return try readParenthesis()
    default: return try readWord()
    }
  }

  private mutating func readArray() throws(JSONError) -> [JSON] {
    position += 1
    var values: [JSON] = []
    while true {
      try skipSpace()
      if take(UInt8(ascii: "]")) { break }
      if take(UInt8(ascii: ",")) { continue }
      values.append(try readValue())
      try skipSpace()
      guard take(UInt8(ascii: ",")) || next == UInt8(ascii: "]") else { throw unexpected }
    }
    return values
  }

  private mutating func readObject() throws(JSONError) -> JSONObject {
    position += 1
    var members: [JSONObject.Member] = []
    while true {
      try skipSpace()
      if take(UInt8(ascii: "}")) { break }
      if take(UInt8(ascii: ",")) { continue }
      let name = try readName()
      try skipSpace()
      if take(UInt8(ascii: ":")) {
        members.append(.init(name, try readValue()))
      } else if let bound = bound(name) {
        members.append(.init(name, bound))
      } else {
        throw unexpected
      }
      try skipSpace()
      let isFollowed = next == UInt8(ascii: "}") || next == UInt8(ascii: "\"")
      guard take(UInt8(ascii: ",")) || isFollowed else { throw unexpected }
    }
    return JSONObject(members)
  }

  private mutating func readName() throws(JSONError) -> String {
    switch next {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return try readString()
    default:
      let word = readIdentifier()
      guard !word.isEmpty else { throw unexpected }
      return word
    }
  }

  /// A JavaScript name or the digits of a numeric one; empty where neither stands.
  mutating func readIdentifier() -> String {
    let start = position
    while let byte = next, byte.isIdentifierByte { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }
}

extension UInt8 {
  /// Letters, digits, `$`, `_` and every byte of a character beyond ASCII.
  var isIdentifierByte: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "$"), UInt8(ascii: "_"), 0x80...:
      true
    default: false
    }
  }
}
