import Foundation
import JSON
import Records
import TestSupport
import Testing

/// nst/JSONTestSuite: what every reader of JSON must take, must refuse, or may choose.
@Suite(.conformance("conformance/json/nst_parsing.jsonl")) struct JSONConformanceTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let id: String
    let expect: String
    let bytes: [UInt8]

    var testDescription: String { id }

    init(_ row: JSON) throws {
      id = try #require(row["id"]?.string)
      expect = try #require(row["expect"]?.string)
      if let big = row["big"], let length = big["length"]?.int, let unit = big["repeat"]?.string {
        bytes = Array(repeatElement(unit.utf8, count: length / unit.utf8.count + 1).joined().prefix(length))
      } else {
        let encoded = try #require(row["bytes_b64"]?.string)
        bytes = Array(try #require(Data(base64Encoded: encoded)))
      }
    }
  }

  /// One way of reading a text: as a document, by simdjson, or by the strict scanner.
  enum Reader: CaseIterable { case tree, parser, scanner }

  private static func rows(_ file: String, _ expect: String? = nil) throws -> [Row] {
    try Conformance.rows("conformance/json/\(file)").map(Row.init).filter { expect == nil || $0.expect == expect }
  }

  /// The text's bytes as they come back when it is taken, nil when it is refused.
  ///
  /// A text that is no object is read as a member's value, for a record must be an object.
  private static func roundTrip(_ text: [UInt8], _ reader: Reader) -> [UInt8]? {
    if reader == .tree {
      return (try? JSON(parsing: text)) == nil ? nil : text
    }
    let trimmed = text.drop { $0.isSpace }
    guard trimmed.first != UInt8(ascii: "{") else { return read(text, reader).map { Array($0.bytes) } }
    let line = Array(#"{"before":1,"value":"#.utf8) + text + Array(#","after":2}"#.utf8)
    guard let record = read(line, reader), record.names == ["before", "value", "after"] else { return nil }
    return record.raw("value").map(Array.init)
  }

  private static func read(_ line: [UInt8], _ reader: Reader) -> Record? {
    if reader == .scanner { return try? Record.scanned(line, in: line.indices) }
    return try? RecordParser().parse(line, in: line.indices)
  }

  @Test(arguments: Reader.allCases)
  func `every text that is no JSON is refused`(reader: Reader) throws {
    let rows = try Self.rows("nst_parsing.jsonl", "reject")
    let taken = rows.filter { Self.roundTrip($0.bytes, reader) != nil }
    #expect(taken.map(\.id) == [])
    print("nst/JSONTestSuite by \(reader): \(rows.count - taken.count) of \(rows.count) refused")
  }

  @Test(arguments: Reader.allCases)
  func `every JSON text is taken and comes back byte for byte`(reader: Reader) throws {
    let rows = try Self.rows("nst_parsing.jsonl", "accept")
    let lost = rows.filter { row in Self.roundTrip(row.bytes, reader) != row.bytes.trimmed(unless: reader == .tree) }
    #expect(lost.map(\.id) == [])
    print("nst/JSONTestSuite by \(reader): \(rows.count - lost.count) of \(rows.count) taken and kept")
  }

  @Test(arguments: Reader.allCases)
  func `where readers may choose, numbers are taken whatever their size and broken texts are refused`(reader: Reader)
    throws
  {
    let rows = try Self.rows("nst_parsing.jsonl", "either")
    for row in rows {
      let isTaken = row.id.contains("i_number_") || row.id.contains("500_nested_arrays")
      let expected = isTaken ? row.bytes.trimmed(unless: reader == .tree) : nil
      #expect(Self.roundTrip(row.bytes, reader) == expected, "\(row.id)")
    }
    #expect(rows.count == 24)
  }

  @Test(arguments: Reader.allCases)
  func `texts that readers transform keep number, name and order, and half surrogates are refused`(reader: Reader)
    throws
  {
    let rows = try Self.rows("nst_transform.jsonl")
    for row in rows {
      let isRefused = row.id.contains("invalid_codepoint")
      let expected = isRefused ? nil : row.bytes.trimmed(unless: reader == .tree)
      #expect(Self.roundTrip(row.bytes, reader) == expected, "\(row.id)")
    }
    #expect(rows.count == 14)
  }

  @Test func `a duplicated name reads as its last value, and normal forms are different names`() throws {
    for row in try Self.rows("nst_transform.jsonl") where row.id.contains("object_") {
      let record = try RecordParser().parse(row.bytes, in: row.bytes.indices)
      let tree = try JSON(parsing: row.bytes)
      #expect(record.names.count == 2)
      if row.id.contains("same_key") {
        #expect(record.spelling("a") == tree["a"].map(\.text), "\(row.id)")
        #expect(["2", "1", "-0"].contains(record.spelling("a")), "\(row.id)")
      } else {
        #expect(record.string("\u{E9}") == "NFC")
        #expect(record.string("e\u{301}") == "NFD")
        #expect(tree["\u{E9}"] == "NFC")
        #expect(tree["e\u{301}"] == "NFD")
      }
    }
  }
}

extension [UInt8] {
  /// The bytes without JSON's white space around them, which is no part of a record or a member's value.
  fileprivate func trimmed(unless keepsAll: Bool) -> [UInt8] {
    if keepsAll { return self }
    return Array(Array(drop { $0.isSpace }.reversed()).drop { $0.isSpace }.reversed())
  }
}

extension UInt8 {
  fileprivate var isSpace: Bool { [0x20, 0x09, 0x0A, 0x0D].contains(self) }
}
