import JSON
import Records
import TestSupport
import Testing

@Suite struct RecordParserTests {
  private let parser = RecordParser()

  @Test(
    arguments: [
      ("", .unexpectedEnd, 0), ("{", .unexpectedEnd, 1), (#"{"a":1"#, .unexpectedEnd, 6),
      (#"{"a":01}"#, .unexpectedByte, 6),
      ("[1]", .notAnObject, 0), ("7", .notAnObject, 0), (#""a""#, .notAnObject, 0), ("null", .notAnObject, 0),
      ("[1e999]", .notAnObject, 0), (#"{"a":"\ud800"}"#, .loneSurrogate, 6), (#"{"a":1}{"a":1}"#, .trailingBytes, 7),
      ("{\"a\":\"\u{0}\"}", .controlCharacter, 6), ("\u{FEFF}{}", .unexpectedByte, 0), ("{}\u{0}", .trailingBytes, 2),
    ] as [(String, JSONError.Reason, Int)])
  func `a line that is no record is refused with the reason and its byte`(
    line: String, reason: JSONError.Reason, at: Int
  ) {
    #expect(throws: JSONError(reason, at: at)) { try parser.parse(line) }
    let among = Array(("before\n" + line + "\nafter").utf8)
    #expect(throws: JSONError(reason, at: at)) { try parser.parse(among, in: 7..<7 + line.utf8.count) }
  }

  @Test(arguments: [
    "1e999", "-1e999", "123456789012345678901234567890", "-9223372036854775809", "18446744073709551616", "1e-999",
    "0.1e-400",
    "-0", "-0.0", "0e99999999999",
  ])
  func `a number that no double or 64-bit integer holds survives with its spelling`(spelling: String) throws {
    let record = try parser.parse(#"{"a":\#(spelling),"b":"c"}"#)
    #expect(record.spelling("a") == spelling)
    #expect(record.string("b") == "c")
  }

  @Test func `a line is read where it stands, with or without bytes after it`() throws {
    let text = Array("xx\n {\"a\":[ ],\"b\" : 2 }\r\nyy".utf8)
    for padding in [0, 64] {
      let record = try parser.parse(text + [UInt8](repeating: 0, count: padding), in: 3..<text.count - 3)
      #expect(String(decoding: record.bytes, as: UTF8.self) == #"{"a":[ ],"b" : 2 }"#)
      #expect(record.raw("a").map(Array.init) == Array("[ ]".utf8))
      #expect(record.int("b") == 2)
    }
  }

  @Test func `1,024 levels of nesting are read and one more is refused`() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: #"{"a":"#, count: depth) + "1" + String(repeating: "}", count: depth)
    }
    #expect(try parser.parse(nested(1024)).has("a"))
    #expect(throws: JSONError(.tooDeep, at: 5 * 1024)) { try parser.parse(nested(1025)) }
    #expect(throws: JSONError(.tooDeep, at: 5 * 1024)) { try parser.parse(nested(50_000)) }
  }

  @Test(arguments: seeds(60))
  func `simdjson and the strict scanner take the same lines and see the same members`(seed: UInt64) {
    var random = RandomJSON(seed: seed)
    for _ in 0..<50 {
      let whole = random.spelling(.object(random.object()))
      let line = Bool.random(using: &random.random) ? whole : random.mutated(whole)
      let parsed = Self.members { () throws(JSONError) in try parser.parse(line + Self.padding, in: line.indices) }
      let scanned = Self.members { () throws(JSONError) in try Record.scanned(line, in: line.indices) }
      #expect(parsed == scanned, "\(String(decoding: line, as: UTF8.self))")
    }
  }

  private static let padding = [UInt8](repeating: 0x20, count: 64)

  /// The members as they were indexed, one a line, or nil for a line that was refused.
  private static func members(_ read: () throws(JSONError) -> Record) -> String? {
    guard let record = try? read() else { return nil }
    var bytes = Array(record.bytes) + [UInt8(ascii: "\n")]
    record.append(to: &bytes, applying: Record.Changes())
    return String(decoding: bytes, as: UTF8.self) + record.names.joined(separator: "\n")
  }
}
