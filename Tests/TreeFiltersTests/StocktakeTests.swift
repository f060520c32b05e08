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
        "model: x7 / 7 (2.5)", "modified price_ils price 100 to 120",
      ] { #expect(outcome.output.contains(part), "\(part) in \(outcome.output)") }
    }
    #expect(try run(Why.self, ["--id", "acme-x7", "--data", bench.root]).output.contains("page sha256: 0000"))
    #expect(try run(Why.self, ["--id", "nothing", "--data", bench.root]).status == .finding)
    #expect(try run(Why.self, []).status == .usage)
  }
}
