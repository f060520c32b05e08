import TestSupport
import Testing

@testable import Tree

@Suite struct CSVTests {
  private func text(_ fields: [CSV.Field]) -> String { String(decoding: CSV.row(fields), as: UTF8.self) }

  @Test(arguments: [
    ("plain", "plain"), ("פסנתר FP-30X", "פסנתר FP-30X"), ("a,b", "\"a,b\""), ("12\" cymbal", "\"12\"\" cymbal\""),
    ("two\r\nlines", "\"two\r\nlines\""), (" x ", "\" x \""), ("a;b", "\"a;b\""), ("", ""),
  ])
  func `a field is quoted where it must be`(field: String, written: String) {
    #expect(text([.text(field)]) == written + "\r\n")
  }

  @Test(arguments: [
    "=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "=HYPERLINK(\"https://evil.example\",\"x\")", "＝1", "'=1", "''=1",
  ])
  func `a text that a spreadsheet would run has an apostrophe before it, and comes back as it was`(field: String) {
    #expect(CSV.defused(field) == "'" + field)
    #expect(CSV.restored(CSV.defused(field)) == field)
  }

  @Test(arguments: ["x=1", "'", "'quoted'", "1-2", ""])
  func `a harmless text stays as it is`(field: String) {
    #expect(CSV.defused(field) == field && CSV.restored(field) == field)
  }

  @Test func `a number is no formula and nothing is nothing`() {
    #expect(text([.number("-7.81"), .none, .text("-7.81")]) == "-7.81,,'-7.81\r\n")
  }

  @Test(arguments: seeds(200))
  func `what was written is read again`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let alphabet = Array("ab\",;\n\t='+-@ א").map(String.init)
    let rows = (0..<Int.random(in: 1...5, using: &random)).map { _ in
      (0..<3).map { _ in
        (0..<Int.random(in: 0...6, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? "" }.joined()
      }
    }
    var bytes = CSV.byteOrderMark + CSV.row([.text("a"), .text("b"), .text("c")])
    for row in rows { bytes += CSV.row(row.map { .text($0) }) }
    let read = try CSV.table(bytes, columns: ["a", "b", "c"])
    func trimmed(_ text: String) -> String? {
      let text = text.split(whereSeparator: \.isWhitespace).isEmpty ? "" : text
      let core = text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()
      return core.isEmpty ? nil : String(core)
    }
    let expected = rows.map { $0.map(trimmed) }.filter { $0 != [nil, nil, nil] }
    #expect(read.map { row in ["a", "b", "c"].map { row[$0] } } == expected)
  }

  @Test(arguments: [
    "a,b\r\n1,2\r\n", "a;b\n1;2\n", "a\tb\n1\t2", "\u{FEFF}A , B\n1,2\n\n", "b,a\n2,1\n", "a,b\n\"1\",\"2\"\n,\n",
  ])
  func `spreadsheets differ in separators, line ends, quotes and the order of columns`(text: String) throws {
    let rows = try CSV.table(Array(text.utf8), columns: ["a", "b"])
    #expect(rows.map { [$0["a"], $0["b"]] } == [["1", "2"]])
    #expect(rows.map(\.line) == [2])
  }

  @Test func `a row is named by the line it begins on`() throws {
    let rows = try CSV.table(Array("a,b\n\"x\ny\",1\nz,2\n".utf8), columns: [])
    #expect(rows.map(\.line) == [2, 4])
  }

  @Test(
    arguments: [
      ([0x61, 0xFF], "not UTF-8"), ([], "empty"), (Array("a\n".utf8), "no column \"b\""),
      (Array("b\n\"x".utf8), "line 2: a quoted field does not end"),
      (Array("b,c\n\"x\"y,z\n".utf8), "line 2: text behind the closing quote of a field"),
    ] as [([UInt8], String)])
  func `a file that is no such table is told apart`(bytes: [UInt8], reason: String) {
    #expect { try CSV.table(bytes, columns: ["b"]) } throws: { "\($0)".contains(reason) }
  }
}
