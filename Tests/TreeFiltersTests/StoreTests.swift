import Filtering
import Foundation
import JSON
import Posix
import TestSupport
import Testing

@testable import TreeFilters

/// The programs over a data tree of one test's own.
struct Bench {
  let folder: TemporaryFolder
  var root: String { folder.path("data") }

  init() throws { folder = try TemporaryFolder() }

  func store(_ kind: String, _ lines: [String], _ more: String...) throws -> Outcome {
    let file = try folder.write((lines.joined(separator: "\n") + "\n").utf8, to: "part")
    return try run(Store.self, [kind, "--data", root] + more + [file])
  }

  func load(_ words: String...) throws -> Outcome { try run(Load.self, words + ["--data", root]) }

  /// Every file of the tree but locks, with its bytes.
  func files(_ under: String = "") throws -> [String: [UInt8]] {
    var found: [String: [UInt8]] = [:]
    for name in try File.list("\(root)\(under)") where !name.hasPrefix(".") {
      let path = "\(under)/\(name)"
      if File.isFolder(root + path) {
        found.merge(try files(path)) { first, _ in first }
      } else {
        found[path] = try File.read(root + path)
      }
    }
    return found
  }
}

enum Sample {
  static func listing(_ source: String = "halilit", _ brand: String = "acme", _ more: String = "") -> String {
    #"{"type":"listing","source":"\#(source)","brand_id":"\#(brand)","page_url":"https://shop.example/"\#(more)}"#
  }

  static func product(_ id: String, _ more: String = "", _ brand: String = "acme") -> String {
    #"{"type":"product","source":"halilit","brand_id":"\#(brand)","id":"\#(id)","name":"Acme \#(id)","url":"https://www.halilit.com/items/\#(id)"\#(provenance)\#(more)}"#
  }

  /// Where a product was read.
  static let provenance =
    #","page_url":"https://shop.example/","page_sha256":"\#(String(repeating: "0", count: 64))""#
    + #","fetched_at":"2026-01-01T00:00:00Z""#
}

@Suite struct StoreTests {
  private let bench: Bench

  init() throws { bench = try Bench() }

  @Test func `what was stored is told in one line`() throws {
    let first = try bench.store("halilit", [Sample.listing(), Sample.product("1"), Sample.product("2")])
    #expect(first.errors == "store: acme halilit: stored 2 products (+2 -0 ~0)\n")
    let same = try bench.store("halilit", [Sample.listing(), Sample.product("1"), Sample.product("2")])
    #expect(same.errors == "store: acme halilit: unchanged (2 products)\n")
    let carried = try bench.store("halilit", [Sample.product("2", #","a":1"#)])
    #expect(carried.errors.hasSuffix("stored 2 products (+0 -0 ~1, 1 carried over from pages that failed)\n"))
  }

  @Test func `a refusal names guard, figures and what to do, and accept then lets it through`() throws {
    let many = (0..<9).map { Sample.product(String($0)) }
    _ = try bench.store("halilit", [Sample.listing()] + many)
    let refused = try bench.store("halilit", [Sample.listing()] + many.prefix(2))
    #expect(refused.status == .refused)
    #expect(
      refused.errors
        == "store: acme halilit: guard shrink: 2 products, 9 are published; the published document stays. Look at the "
        + "source; if this is true: stocktake accept --brand acme --source halilit --guard shrink --note WHY "
        + "--data '\(bench.root)', then store again\n")
    #expect(try bench.load("halilit").lines.count == 9)
    let words = ["--brand", "acme", "--data", bench.root, "--note", "sold off"]
    #expect(try run(Accept.self, words + ["--guard", "cap"]).status == .noInput)
    #expect(try run(Accept.self, words + ["--guard", "nonsense"]).status == .usage)
    #expect(try run(Accept.self, words + ["--guard", "shrink", "--until", "soon"]).status == .usage)
    #expect(try run(Accept.self, words + ["--guard", "shrink"]).status == .done)
    #expect(try bench.store("halilit", [Sample.listing()] + many.prefix(2)).status == .done)
    let accepted = try JSON(parsing: File.read(bench.root + "/curated/accepted.jsonl"))
    #expect(accepted["note"] == "sold off")
    #expect(accepted["guard"] == "shrink")
  }

  @Test func `without --brand each brand of the file is stored, one refused brand does not stop the others`() throws {
    let outcome = try bench.store(
      "halilit",
      [
        Sample.listing("halilit", "acme", #","declared":2"#), Sample.listing("halilit", "beta"), Sample.product("1"),
        Sample.product("2", "", "beta"),
      ])
    #expect(outcome.status == .refused)
    #expect(try bench.load("halilit").lines == [Substring(Sample.product("2", "", "beta"))])
  }

  @Test(arguments: [
    ([Sample.product("1", "", "beta")], "a record of 'beta', not of 'acme'"), (["{"], "not a JSON record"),
    ([Sample.product("1"), #"{"type":"product""#], "line 3: not a JSON record"),
    ([#"{"type":"link","brand_id":"acme"}"#], "a record of type 'link' has no place here"),
    ([#"{"type":"product","source":"halilit","brand_id":"acme"}"#], #"no "id""#),
    ([#"{"type":"product","source":"brand","brand_id":"acme","id":"1"}"#], "of source 'brand', not of 'halilit'"),
    ([#"{"brand_id":"acme"}"#], #"has no "type""#),
  ])
  func `one bad record stops the whole part and is named`(records: [String], reason: String) throws {
    let outcome = try bench.store("halilit", [Sample.listing()] + records, "--brand", "acme")
    #expect(outcome.status == .rejected)
    #expect(outcome.errors.contains(reason), "\(outcome.errors)")
    #expect(try bench.files().isEmpty)
  }

  @Test(arguments: [
    ([] as [String], Status.usage), (["halilit"], .usage), (["nonsense", "x"], .usage), (["halilit", "-"], .usage),
    (["halilit", "--brand", "../x", "f"], .usage), (["halilit", "/no/such/file"], .noInput),
  ])
  func `a call that cannot be meant ends with its status`(words: [String], status: Status) throws {
    #expect(try run(Store.self, words + ["--data", bench.root]).status == status)
    #expect(try bench.files().isEmpty)
  }

  @Test func `a pipe is no finished file, and nobody waits for its writer`() throws {
    let pipe = bench.folder.path("pipe")
    #expect(mkfifo(pipe, 0o600) == 0)
    for path in [pipe, "/dev/null"] {
      for kind in Store.Kind.allCases {
        let outcome = try run(Store.self, [kind.rawValue, "--data", bench.root, path])
        #expect(outcome.status == .rejected)
        #expect(outcome.errors.contains("\(path) is no finished file"))
      }
    }
    #expect(try bench.files().isEmpty)
  }

  /// Finished files of one kind: what is stored first, and the same content of another day.
  private static let days: [(kind: String, day: @Sendable (Int) -> [String])] = [
    (
      "brands",
      { [#"{"type":"brand","id":"acme","name":"A","url":"https://www.halilit.com/a","fetched_at":"\#(at($0))"}"#] }
    ),
    ("halilit", { [Sample.listing("halilit", "acme", read(on: $0)), Sample.product("1", read(on: $0))] }),
    ("brand", { [Sample.listing("brand", "acme", read(on: $0)), brandProduct(read(on: $0))] }),
    (
      "links",
      { _ in [#"{"type":"link","class":"HALILIT_ONLY","brand_id":"acme","brand":null,"halilit":{"halilit_id":"1"}}"#] }
    ),
    ("unified", { [unified(read(on: $0)), gap] }),
    ("summary", { _ in [#"{"type":"gap-summary","brands":[{"brand_id":"acme"}]}"#] }),
  ]

  private static func at(_ day: Int) -> String { "2026-01-0\(day)T00:00:00Z" }

  /// Where and when a record was read; shops put a token into every page.
  private static func read(on day: Int) -> String {
    #","page_url":"https://shop.example/?p=\#(day)","page_sha256":"\#(String(repeating: String(day), count: 64))","fetched_at":"\#(at(day))","from_cache":\#(day > 1)"#
  }

  private static func brandProduct(_ more: String) -> String {
    #"{"type":"product","source":"brand","brand_id":"acme","id":"a","name":"A","url":"https://acme.example/a"\#(more)}"#
  }

  private static func unified(_ more: String) -> String {
    #"{"type":"unified","class":"HALILIT_ONLY","brand_id":"acme","id":"1","offers":[{"type":"product","id":"1"\#(more)}],"brand":null}"#
  }

  private static let gap =
    #"{"type":"gap","brand_id":"acme","halilit_count":1,"brand_website_count":0,"common_count":0,"gap_count":0,"gap_products":[]}"#

  @Test(arguments: days.map(\.kind))
  func `the same content of another day keeps every document's file and time; only state moves`(kind: String) throws {
    let day = try #require(Self.days.first { $0.kind == kind }).day
    #expect(try bench.store(kind, day(1)).status == .done)
    func documents() throws -> [String: UInt64?] {
      try bench.files().filter { !$0.key.hasPrefix("/state/") }.reduce(into: [:]) { found, file in
        found[file.key] = File.state(bench.root + file.key)?.inode
      }
    }
    let (before, bytes) = (try documents(), try bench.files().filter { !$0.key.hasPrefix("/state/") })
    #expect(!before.isEmpty)
    let again = try bench.store(kind, day(2))
    #expect(again.errors.contains("unchanged"), "\(again.errors)")
    #expect(try documents() == before)
    #expect(try bench.files().filter { !$0.key.hasPrefix("/state/") } == bytes)
  }

  @Test func `a brand id that is a path is refused`() throws {
    let outcome = try bench.store("halilit", [Sample.listing("halilit", "../../etc")])
    #expect(outcome.status == .rejected)
    #expect(try bench.files().isEmpty)
  }

  @Test(arguments: [
    (#"{"shrink_items":"many"}"#, "guards.shrink_items"), (#"{"tolerated":{"adress":1}}"#, "guards.tolerated.adress"),
    (#"{"tolerated":{"address":-1}}"#, "guards.tolerated.address"),
  ])
  func `wrong settings end with 78 and name the member`(guards: String, member: String) throws {
    try File.replace(bench.root + "/settings.json", with: Array(#"{"guards":\#(guards)}"#.utf8))
    let outcome = try bench.store("halilit", [Sample.listing(), Sample.product("1")])
    #expect(outcome.status == .configuration)
    #expect(outcome.errors.contains(member), "\(outcome.errors)")
  }

  @Test func `a tree that somebody else writes is left alone with 75 and the holder's name`() throws {
    let lock = try FileLock.attempt(bench.root + "/.lock", holder: "000007-weekly")
    let outcome = try bench.store("halilit", [Sample.listing(), Sample.product("1")])
    #expect(outcome.status == .tryLater)
    #expect(outcome.errors.contains("000007-weekly"))
    #expect(try bench.files().isEmpty)
    withExtendedLifetime(lock) {}
  }

  @Test func `where nothing can be made the run ends with 73`() throws {
    _ = try bench.folder.write([], to: "data")
    #expect(try bench.store("halilit", [Sample.listing(), Sample.product("1")]).status == .cannotCreate)
  }
}
