import JSON
import TestSupport
import Testing

@Suite struct JSONScannerTests {
  @Test(
    arguments: [
      ("", .unexpectedEnd, 0), ("  ", .unexpectedEnd, 2), ("{", .unexpectedEnd, 1), (#"{"a""#, .unexpectedEnd, 4),
      (#"{"a":"#, .unexpectedEnd, 5), ("[1", .unexpectedEnd, 2), (#""abc"#, .unexpectedEnd, 4),
      (#""\"#, .unexpectedEnd, 2),
      ("-", .unexpectedEnd, 1), ("[1,]", .unexpectedByte, 3), ("[,1]", .unexpectedByte, 1), ("{,}", .unexpectedByte, 1),
      (#"{"a":1,}"#, .unexpectedByte, 7), ("{a:1}", .unexpectedByte, 1), ("+1", .unexpectedByte, 0),
      ("1 2", .trailingBytes, 2), ("{}{}", .trailingBytes, 2), ("01", .trailingBytes, 1), ("1.", .badNumber, 0),
      ("[1.e1]", .badNumber, 1), ("1e+", .badNumber, 0), ("-a", .badNumber, 0), (".5", .unexpectedByte, 0),
      ("[nul]", .badLiteral, 1), ("tru", .badLiteral, 0), ("True", .unexpectedByte, 0), (#""\x""#, .badEscape, 1),
      (#""\u12g4""#, .badEscape, 1), (#""\u12"#, .badEscape, 1), (#""\ud800""#, .loneSurrogate, 1),
      (#""\udc00""#, .loneSurrogate, 1), (#""\ud800\ud800""#, .loneSurrogate, 1), ("\"\t\"", .controlCharacter, 1),
      ("\"\u{0}\"", .controlCharacter, 1), ("\u{FEFF}1", .unexpectedByte, 0), ("\u{A0}1", .unexpectedByte, 0),
    ] as [(String, JSONError.Reason, Int)])
  func `a text that is not JSON is refused with the reason and the byte`(
    text: String, reason: JSONError.Reason, at: Int
  ) {
    #expect(throws: JSONError(reason, at: at)) { try JSON(parsing: text) }
    #expect(throws: JSONError(reason, at: at)) { try skip(Array(text.utf8)) }
  }

  @Test(
    arguments: [
      [0x80], [0xC0, 0xAF], [0xC1, 0x81], [0xC3], [0xE0, 0x9F, 0xBF], [0xED, 0xA0, 0x80], [0xEF, 0xBF],
      [0xF0, 0x8F, 0xBF, 0xBF],
      [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xE2, 0x28, 0xA1], [0xF0, 0x9F, 0x8E, 0x28],
    ] as [[UInt8]])
  func `bytes that are not UTF-8 are refused`(bytes: [UInt8]) {
    #expect(throws: JSONError(.badUTF8, at: 1)) {
      try JSON(parsing: [UInt8(ascii: "\"")] + bytes + [UInt8(ascii: "\"")])
    }
  }

  @Test(arguments: [
    (#""\u05e4\u05e1""#, "פס"), (#""\ud83c\udfb9""#, "🎹"), (#""\uD83C\uDFB9\/\\\"""#, #"🎹/\""#),
    (#""\b\f\n\r\t""#, "\u{8}\u{C}\n\r\t"), (#""\u0000""#, "\u{0}"), (#""a\u0301""#, "a\u{301}"),
    ("\"\u{10FFFF}\"", "\u{10FFFF}"),
  ])
  func `escapes stand for their characters`(text: String, value: String) throws {
    let read = try #require(try JSON(parsing: text).string)
    #expect(Array(read.utf8) == Array(value.utf8))
  }

  @Test(arguments: [
    "0", "-0", "-0.0e-0", "1E400", "123456789012345678901234567890.123456789012345678901234567890", "1e-400",
  ])
  func `a number keeps its spelling whatever its size`(spelling: String) throws {
    #expect(try JSON(parsing: spelling) == .number(spelling))
  }

  @Test func `1,024 levels of nesting are read and one more is refused`() throws {
    func nested(_ depth: Int) -> [UInt8] {
      Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
    }
    _ = try JSON(parsing: nested(1024))
    #expect(throws: JSONError(.tooDeep, at: 1024)) { try JSON(parsing: nested(1025)) }
    #expect(throws: JSONError(.tooDeep, at: 1024)) { try skip(nested(100_000)) }
  }

  @Test(arguments: seeds(500))
  func `checking and reading agree on every text`(seed: UInt64) {
    var random = RandomJSON(seed: seed)
    let text = random.mutated(random.spelling(random.tree()))
    let read = Result { () throws(JSONError) in try JSON(parsing: text) }.map { _ in }
    let checked = Result { () throws(JSONError) in try skip(text) }
    #expect("\(read)" == "\(checked)", "\(String(decoding: text, as: UTF8.self))")
  }

  private func skip(_ bytes: [UInt8]) throws(JSONError) {
    var scanner = JSONScanner(bytes)
    try scanner.skipValue()
    try scanner.expectEnd()
  }
}
