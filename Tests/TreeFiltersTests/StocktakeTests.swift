import Filtering
import Foundation
import Posix
import TestSupport
import Testing

@testable import TreeFilters

@Suite struct StocktakeTests {
  @Test func `every program of the suite is a verb`() throws {
    let programs = try File.list(packageRoot.appending(path: "Sources/Programs").path())
    #expect(Set(programs).subtracting(["stocktake"]).isSubset(of: Verb.all.map(\.name)))
  }

  @Test func `verbs are distinct, and each has a line of its own`() {
    #expect(Set(Verb.all.map(\.name)).count == Verb.all.count)
    #expect(Verb.all.allSatisfy { !$0.line.isEmpty && $0.line.count < 80 })
  }

  @Test func `a verb whose program is not there ends with 66, help lists what is there`() throws {
    let outcome = try run(Stocktake.self, ["fetch"])
    #expect(outcome.status == .noInput)
    #expect(outcome.errors.contains("not installed"))
    #expect(Stocktake.help.contains("accept") && Stocktake.help.contains("why"))
  }

  @Test(arguments: [[], ["nonsense"], ["--nonsense"]])
  func `other words end with 64`(words: [String]) throws {
    #expect(try run(Stocktake.self, words).status == .usage)
  }

  @Test func `programs are found beside the front command, flows above it`() throws {
    let folder = try TemporaryFolder()
    try File.createFolders(folder.path("bin"))
    try File.createFolders(folder.path("pipelines"))
    _ = try folder.write([], to: "bin/load")
    _ = try folder.write([], to: "pipelines/run")
    func target(_ name: String) -> String? {
      Verb.all.first { $0.name == name }?.target(beside: folder.path("bin"))
    }
    #expect(target("load") == folder.path("bin/load"))
    #expect(target("store") == nil)
    #expect(target("run") == folder.path("pipelines/run"))
  }
}

@Suite struct WhyTests {
  @Test func `all that is known of a product is told with its origin`() throws {
    let bench = try Bench()
    let brand =
      #"{"type":"product","source":"brand","brand_id":"acme","id":"acme-x7","name":"X7","url":"https://acme.example/x7"\#(Sample.provenance)}"#
    _ = try bench.store("brand", [Sample.listing("brand"), brand])
    _ = try bench.store("halilit", [Sample.listing(), Sample.product("7", #","item_code":"AC-7","price_ils":100"#)])
    _ = try bench.store("halilit", [Sample.listing(), Sample.product("7", #","item_code":"AC-7","price_ils":120"#)])
    _ = try bench.store(
      "links",
      [
        #"{"type":"link","class":"PRIMARY","brand_id":"acme","brand":{"id":"acme-x7","name":"X7"},"halilit":{"halilit_id":"7","name":"Acme 7"},"probability":0.98,"evidence":[{"feature":"model","brand":"x7","halilit":"7","weight":2.5}],"decided_by":"match"}"#
      ])
    for id in ["7", "AC-7"] {
      let outcome = try run(Why.self, ["--id", id, "--data", bench.root])
      #expect(outcome.status == .done)
      for part in [
        "7  Acme 7  (acme, halilit)", "price: 120 ILS",
        "PRIMARY: brand acme-x7 X7 = halilit 7 Acme 7, probability 0.98",
        "model: x7 / 7 (2.5)", "modified price_ils price 100 to 120", "prices of 7: 100, 120",
      ] { #expect(outcome.output.contains(part), "\(part) in \(outcome.output)") }
    }
    let page = try run(Why.self, ["--id", "acme-x7", "--data", bench.root]).output
    #expect(page.contains("page sha256: 0000") && page.contains("body: no longer kept"))
    #expect(page.contains("prices of 7: 100, 120"))
    #expect(try run(Why.self, ["--id", "nothing", "--data", bench.root]).status == .finding)
    #expect(try run(Why.self, []).status == .usage)
  }

  @Test func `page, extraction, normal forms and class are told`() throws {
    let bench = try Bench()
    let url = "https://acme.example/x7"
    let sha256 = String(repeating: "ab", count: 32)
    let product =
      #"{"type":"product","source":"brand","brand_id":"acme","id":"acme-x7","name":"X7","url":"\#(url)","page_url":"\#(url)","page_sha256":"\#(sha256)","extraction":{"name":"json-ld","price":"css"},"name_norm":"x7","model":"X7","model_key":"x7","kind":"instrument","variant":{"color":"red"}}"#
    _ = try bench.store("brand", [Sample.listing("brand"), product])
    try File.createFolders(bench.root + "/pages/bodies/ab")
    _ = try bench.folder.write("<html>".utf8, to: "data/pages/bodies/ab/\(sha256)")
    let crawl = try bench.store(
      "crawl",
      [
        #"{"type":"page","url":"\#(url)","method":"GET","source":"brand","brand_id":"acme","role":"item","status":200,"final_url":"\#(url)","fetched_at":"2026-02-01T04:00:07Z","content_type":"text/html","charset":"utf-8","sha256":"\#(sha256)","from_cache":false}"#
      ])
    let unified =
      #"{"type":"unified","class":"SECONDARY","label":"Info only","brand_id":"acme","id":"acme-x7","name":"X7","offers":[],"brand":\#(product)}"#
    #expect(crawl.status == .done, "\(crawl.errors)")
    try File.createFolders(bench.root + "/catalogs_unified")
    _ = try bench.folder.write(#"{"products":[\#(unified)]}"#.utf8, to: "data/catalogs_unified/acme_unified.json")
    let output = try run(Why.self, ["--id", "acme-x7", "--data", bench.root]).output
    for part in [
      "page: \(url)", "status: 200", "fetched: 2026-02-01T04:00:07Z", "body: \(bench.root)/pages/bodies/ab/\(sha256)",
      "extracted by: name json-ld, price css", "model_key: x7", "kind: instrument", "variant: color red",
      "class: SECONDARY, Info only",
    ] { #expect(output.contains(part), "\(part) in \(output)") }
  }
}

@Suite struct ExplainTests {
  private let bench: Bench

  init() throws {
    bench = try Bench()
    let names = ["acme-dx40": "DX-40 Mixer", "acme-dx60": "DX-60 Mixer"]
    let brand = names.sorted { $0.key < $1.key }.map { id, name in
      #"{"type":"product","source":"brand","brand_id":"acme","id":"\#(id)","name":"\#(name)","url":"https://acme.example/\#(id)"\#(Sample.provenance)}"#
    }
    _ = try bench.store("brand", [Sample.listing("brand")] + brand)
    let items = [("1", "Acme DX-40"), ("2", "Acme DX-41"), ("3", "Acme DX-40 MK2"), ("4", "Acme DX-40 Soft Case")]
    let shop = items.map { id, name in
      #"{"type":"product","source":"halilit","brand_id":"acme","id":"\#(id)","item_code":"AC-\#(id)","name":"\#(name)","brand_title":"Acme","url":"https://www.halilit.com/items/\#(id)"\#(Sample.provenance)}"#
    }
    _ = try bench.store("halilit", [Sample.listing()] + shop)
  }

  @Test func `a product is compared with its link and the two best competitors, each with its evidence`() throws {
    let outcome = try run(Explain.self, ["--brand", "acme", "--id", "acme-dx40", "--data", bench.root])
    #expect(outcome.status == .done)
    for part in [
      "acme-dx40  DX-40 Mixer  (acme, brand)", "  A  1  Acme DX-40  [AC-1]: linked, probability ",
      "  B  3  Acme DX-40 MK2  [AC-3]: not the same: another revision",
      "  C  4  Acme DX-40 Soft Case  [AC-4]: not the same",
      "  A  same designation, identifier or name: 'dx40' / 'dx40'",
    ] { #expect(outcome.output.contains(part), "\(part) in \(outcome.output)") }
    #expect(outcome.output.split(separator: "\n").count { $0.hasPrefix("  B  ") || $0.hasPrefix("  C  ") } > 2)
  }

  @Test func `an item is found by its code, and a decision is named`() throws {
    try File.createFolders(bench.root + "/curated/decisions")
    _ = try bench.folder.write(
      #"{"type":"decision","brand_id":"acme","brand_product_id":"acme-dx40","halilit_id":"1","verdict":"refused","by":"dana","at":"2026-11-01T08:00:00Z","note":""}"#
        .utf8, to: "data/curated/decisions/acme.jsonl")
    let outcome = try run(Explain.self, ["--brand", "acme", "--id", "AC-1", "--data", bench.root])
    #expect(outcome.output.contains("acme-dx40  DX-40 Mixer: not linked: a person decided otherwise"))
  }

  @Test func `what is not there ends with 1, a brand that is not there with 66, a missing name with 64`() throws {
    func status(_ words: String...) throws -> Status? { try run(Explain.self, words + ["--data", bench.root]).status }
    #expect(try status("--brand", "acme", "--id", "nothing") == .finding)
    #expect(try status("--brand", "beta", "--id", "1") == .noInput)
    #expect(try status("--brand", "acme") == .usage)
    #expect(try status("--id", "1") == .usage)
  }
}
