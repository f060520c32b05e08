import Filtering
import Foundation
import JSON
import Posix
import TestSupport
import Testing

@testable import TreeFilters

/// A tree with three pairs to decide, of which two are about the same Halilit item.
struct ReviewBench {
  let bench: Bench
  var decisions: String { bench.root + "/curated/decisions/acme.jsonl" }

  init() throws {
    bench = try Bench()
    let products = ["7", "8"].map { Sample.product($0, #","item_code":"AC-\#($0)","price_ils":100"#) }
    _ = try bench.store("halilit", [Sample.listing()] + products)
    let brand = ["x7", "x8", "x9"].map { id in
      #"{"type":"product","source":"brand","brand_id":"acme","id":"acme-\#(id)","name":"=\#(id)","url":"https://acme.example/\#(id)"\#(Sample.provenance)}"#
    }
    _ = try bench.store("brand", [Sample.listing("brand")] + brand)
    _ = try bench.store("links", [pair("x7", "7"), pair("x8", "7"), pair("x9", "8")], "--brand", "acme")
  }

  private func pair(_ brand: String, _ item: String) -> String {
    #"{"type":"review","class":"HALILIT_ONLY","brand_id":"acme","brand":{"id":"acme-\#(brand)","name":"=\#(brand)"},"halilit":{"halilit_id":"\#(item)","item_code":"AC-\#(item)","name":"Acme \#(item)\u001b[2J"},"probability":0.71,"evidence":[{"feature":"model","brand":"\#(brand)","halilit":"\#(item)","weight":2.5}],"competitors":[{"id":"acme-x1","name":"X1","score":1}],"reason":"likely, but not certain"}"#
  }

  /// Verdict and ids of what was decided.
  func taken() throws -> [String] {
    guard let bytes = try File.readIfPresent(decisions) else { return [] }
    return try String(decoding: bytes, as: UTF8.self).split(separator: "\n").map { line in
      let row = try JSON(parsing: String(line))
      return ["verdict", "brand_product_id", "halilit_id", "by", "note"].compactMap { row[$0]?.string }
        .joined(separator: " ")
    }
  }

  func review(_ answers: String) throws -> Outcome {
    try run(Review.self, ["--by", "dana", "--data", bench.root], input: answers)
  }
}

@Suite struct ReviewTests {
  private let desk: ReviewBench

  init() throws { desk = try ReviewBench() }

  @Test func `both sides stand side by side with the evidence, and nothing steers the terminal`() throws {
    let outcome = try desk.review("q\n")
    #expect(outcome.status == .done)
    for part in [
      "acme 1 of 3, probability 0.71: likely, but not certain", "name        =x7", "| Acme 7 [2J", "AC-7", "100 ILS",
      "https://acme.example/x7", "evidence    model: x7 / 7 (2.5)", "or else     X1 (acme-x1)", "y/n/s/q >",
    ] { #expect(outcome.output.contains(part), "\(part) in \(outcome.output)") }
    #expect(!outcome.output.contains("\u{1B}"))
    #expect(try desk.taken().isEmpty)
  }

  @Test func `answers become decisions, a settled item is not asked about again, the next review goes on`() throws {
    let first = try desk.review("n not the same plug\nq\n")
    #expect(first.errors == "stocktake review: 1 decided, 0 skipped\n")
    #expect(try desk.taken() == ["refused acme-x7 7 dana not the same plug"])
    let second = try desk.review("what\ns\ny\n")
    #expect(second.errors == "stocktake review: 1 decided, 1 skipped\n")
    #expect(second.output.contains("acme 1 of 2"))
    #expect(try desk.taken().last == "confirmed acme-x9 8 dana ")
    _ = try desk.review("Y\n")
    #expect(try desk.taken().last == "confirmed acme-x8 7 dana ")
    #expect(try desk.review("").output.isEmpty)
  }

  @Test func `once an item has its partner, its other pairs are not shown`() throws {
    let outcome = try desk.review("y\ny\ny\n")
    #expect(try desk.taken() == ["confirmed acme-x7 7 dana ", "confirmed acme-x9 8 dana "])
    #expect(outcome.status == .done)
  }

  @Test func `the end of the input is q`() throws {
    #expect(try desk.review("").errors == "stocktake review: 0 decided, 0 skipped\n")
    #expect(try desk.review("y").errors == "stocktake review: 1 decided, 0 skipped\n")
  }

  @Test func `a terminal is asked and answers as a pipe does`() throws {
    let (terminal, slave) = try pseudoTerminal()
    #expect(slave.isTerminal)
    // Typed ahead: the terminal keeps the lines until somebody reads them.
    try terminal.write(Array("n\ny seen\nq\n".utf8))
    let folder = try TemporaryFolder()
    let status = Review.run(
      arguments: ["--by", "dana", "--data", desk.bench.root], input: slave,
      output: try Descriptor(opening: folder.path("output"), for: .create), errors: slave)
    #expect(status == .done)
    #expect(try desk.taken() == ["refused acme-x7 7 dana ", "confirmed acme-x8 7 dana seen"])
  }

  /// Both ends of a pseudo-terminal (pts(4)): what is typed into the first is read from the second.
  private func pseudoTerminal() throws -> (Descriptor, Descriptor) {
    let master = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    var (unlocked, number): (CInt, CInt) = (0, 0)
    // TIOCSPTLCK and TIOCGPTN of asm-generic/ioctls.h, which are no constants in Swift.
    try #require(master >= 0 && ioctl(master, 0x4004_5431, &unlocked) == 0 && ioctl(master, 0x8004_5430, &number) == 0)
    let slave = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
    try #require(slave >= 0)
    return (Descriptor(master, path: "/dev/ptmx"), Descriptor(slave, path: "/dev/pts"))
  }

  @Test(arguments: [["--brand", "a/b"], ["word"]])
  func `a call that cannot be meant ends with 64`(words: [String]) throws {
    #expect(try run(Review.self, words + ["--by", "dana"]).status == .usage)
  }
}

@Suite struct CSVTableTests {
  private let desk: ReviewBench

  init() throws { desk = try ReviewBench() }

  private func table(_ words: String...) throws -> [Substring] {
    let outcome = try run(CSVTable.self, words + ["--data", desk.bench.root])
    #expect(outcome.status == .done && outcome.output.hasPrefix("\u{FEFF}"), "\(outcome.errors)")
    return outcome.output.dropFirst().split(separator: "\r\n")
  }

  @Test func `pairs have room for a verdict and nothing that a spreadsheet would run`() throws {
    let rows = try table("review")
    #expect(rows.count == 4)
    #expect(rows[0].hasPrefix("verdict,note,brand_id,brand_product_id,halilit_id,brand_name,"))
    #expect(rows[1].hasPrefix(",,acme,acme-x7,7,'=x7,Acme 7"))
    #expect(rows[1].contains(",AC-7,0.71,\"likely, but not certain\",model: x7 / 7 (2.5),"))
    _ = try desk.review("y\nq\n")
    #expect(try table("review").count == 2)
  }

  @Test func `products without a partner are told with their side, new ones as pending`() throws {
    #expect(try table("unmatched", "--brand", "acme").count == 6)
    let link =
      #"{"type":"link","class":"PRIMARY","brand_id":"acme","brand":{"id":"acme-x7","name":"x"},"halilit":{"halilit_id":"7","name":"y"}}"#
    let alone = #"{"type":"link","class":"HALILIT_ONLY","brand_id":"acme","brand":null,"halilit":{"halilit_id":"8"}}"#
    _ = try desk.bench.store("links", [link, alone])
    let rows = try table("unmatched")
    #expect(
      rows.dropFirst().map { $0.prefix(20) } == [
        "acme,halilit,8,AC-8,", "acme,brand,acme-x8,,", "acme,brand,acme-x9,,",
      ])
    #expect(rows[1].contains(",100,") && rows[2].contains(",yes,https://acme.example/x8"))
  }

  @Test func `gaps and prices are those of the report and of history`() throws {
    let unified = #"{"type":"unified","class":"SECONDARY","brand_id":"acme","id":"a","offers":[],"brand":{"id":"a"}}"#
    let gap =
      #"{"type":"gap","brand_id":"acme","halilit_count":0,"brand_website_count":1,"common_count":0,"gap_count":1,"gap_products":[{"id":"a","name":"@x","category":null,"url":null,"reason":"not-listed"}]}"#
    let bench = try Bench()
    #expect(try bench.store("unified", [unified, gap]).status == .done)
    func table(_ kind: String) throws -> [Substring] {
      try run(CSVTable.self, [kind, "--data", bench.root]).output.split(separator: "\r\n")
    }
    #expect(try table("gaps").dropFirst() == ["acme,a,'@x,,not-listed,"])
    for price in [100, 600] {
      _ = try bench.store("halilit", [Sample.listing(), Sample.product("7", #","price_ils":\#(price)"#)])
    }
    let prices = try table("prices").dropFirst().map {
      $0.split(separator: ",", omittingEmptySubsequences: false).suffix(6)
    }
    #expect(prices == [["", "100", "", "", "", ""], ["", "", "", "", "price-jump", "600"]])
  }

  @Test(arguments: [[], ["all"], ["gaps", "--brand", "a/b"]])
  func `a call that cannot be meant ends with 64`(words: [String]) throws {
    #expect(try run(CSVTable.self, words).status == .usage)
  }

  @Test func `a tree that is not there ends with 66`() throws {
    #expect(try run(CSVTable.self, ["gaps", "--data", "/no/such/tree"]).status == .noInput)
  }
}

@Suite struct ImportDecisionsTests {
  private let desk: ReviewBench

  init() throws { desk = try ReviewBench() }

  private func take(_ text: String) throws -> Outcome {
    let file = try desk.bench.folder.write(text.utf8, to: "review.csv")
    return try run(ImportDecisions.self, ["--by", "dana", "--data", desk.bench.root, file])
  }

  /// The table of pairs with these verdicts, as a person would mark it.
  private func marked(_ verdicts: [String]) throws -> String {
    let text = try run(CSVTable.self, ["review", "--data", desk.bench.root]).output
    let rows = text.split(separator: "\r\n", omittingEmptySubsequences: false)
    return rows.enumerated().map { index, row in
      (1...verdicts.count).contains(index) ? verdicts[index - 1] + row : row[...]
    }
    .joined(separator: "\r\n")
  }

  @Test func `a marked table becomes decisions, a second time nothing`() throws {
    let table = try marked(["n", "", "y"])
    let outcome = try take(table)
    #expect(outcome.status == .done)
    #expect(outcome.errors == "stocktake import-decisions: decisions kept: 2, known already: 0, rows left out: 0\n")
    #expect(try desk.taken() == ["refused acme-x7 7 dana ", "confirmed acme-x9 8 dana "])
    let before = try File.read(desk.decisions)
    #expect(try take(table).errors.contains("decisions kept: 0, known already: 2"))
    #expect(try File.read(desk.decisions) == before)
    #expect(try run(CSVTable.self, ["review", "--data", desk.bench.root]).output.split(separator: "\r\n").count == 2)
  }

  @Test(arguments: [
    ("maybe,,acme,acme-x7,7", "'maybe' is neither y, n nor no-partner"), ("y,,,acme-x7,7", "names no brand_id"),
    ("y,,../x,acme-x7,7", "names no brand_id"), ("y,,acme,acme-x7,", "does not name the products"),
    ("y,,acme,acme-x1,7", "'acme-x1' is not in the brand catalogue of acme"),
    ("y,,acme,acme-x7,9", "'9' is not in the halilit catalogue of acme"), ("no-partner,,acme,,", "does not name"),
    ("y,,acme,acme-x9,8\ny,,acme,acme-x8,8", "the Halilit item '8' was confirmed to be 'acme-x9'"),
    ("y,,acme,acme-x9,8\nno-partner,,acme,,8", "the Halilit item '8' was confirmed to be 'acme-x9'"),
    ("y,,acme,acme-x9,8\nno-partner,,acme,acme-x9,", "the Halilit item '8' was confirmed to be 'acme-x9'"),
  ])
  func `a row that is no decision is named with its line, the others are kept`(rows: String, reason: String) throws {
    let good = "n,not it,acme,acme-x7,7"
    let outcome = try take("verdict,note,brand_id,brand_product_id,halilit_id\n\(good)\n\(rows)\n")
    #expect(outcome.status == .rejected)
    let bad = rows.contains("\n") ? 4 : 3
    #expect(outcome.errors.contains(": line \(bad): ") && outcome.errors.contains(reason), "\(outcome.errors)")
    #expect(try desk.taken().first == "refused acme-x7 7 dana not it")
    #expect(try desk.taken().count == bad - 2)
  }

  @Test func `without a partner one side stands alone`() throws {
    let rows = "no-partner,,acme,acme-x7,7\nno-partner,,acme,acme-x8,"
    #expect(try take("verdict,note,brand_id,brand_product_id,halilit_id\n\(rows)\n").status == .done)
    #expect(try desk.taken() == ["no-partner 7 dana ", "no-partner acme-x8 dana "])
  }

  @Test func `a file that is no table keeps nothing`() throws {
    for text in ["", "a,b\n", "verdict,brand_id,brand_product_id,halilit_id\ny,acme,\"acme-x7,7\n"] {
      #expect(try take(text).status == .rejected)
    }
    #expect(try desk.taken().isEmpty)
    #expect(try run(ImportDecisions.self, ["--by", "dana", "/no/such/file"]).status == .noInput)
    #expect(try run(ImportDecisions.self, ["--by", "dana"]).status == .usage)
  }
}
