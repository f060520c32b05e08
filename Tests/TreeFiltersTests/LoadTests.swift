import Filtering
import JSON
import Posix
import TestSupport
import Testing

@testable import TreeFilters

@Suite struct LoadTests {
  private let bench: Bench

  init() throws { bench = try Bench() }

  /// Random products of two brands with their listings, as spelled by chance.
  private func catalogue(_ seed: UInt64) -> [String] {
    var random = RandomJSON(seed: seed)
    var lines = [Sample.listing("halilit", "acme"), Sample.listing("halilit", "beta")]
    for id in 0..<Int.random(in: 1...8, using: &random.random) {
      let more = random.spelling(random.tree(depth: 2))
      let member = String(decoding: more, as: UTF8.self).filter { $0 != "\n" && $0 != "\r" && $0 != "\r\n" }
      lines.append(Sample.product(String(id), #", "x" :\#(member)"#, random.pick(["acme", "beta"])))
    }
    return lines
  }

  @Test(arguments: seeds(40))
  func `storing what was loaded changes nothing, and loading gives what was stored`(seed: UInt64) throws {
    let lines = catalogue(seed)
    #expect(try bench.store("halilit", lines).status == .done)
    let before = try bench.files()
    let loaded = try bench.load("halilit").lines.map(String.init)
    #expect(Set(loaded) == Set(lines.dropFirst(2)))
    let again = try bench.store("halilit", lines.prefix(2) + loaded)
    #expect(again.status == .done)
    #expect(try bench.files() == before)
    #expect(try bench.load("halilit").lines.map(String.init) == loaded)
  }

  @Test func `brands, links, decisions, gaps, unified records and configurations come back`() throws {
    let brand = #"{"type":"brand","id":"acme","name":"Acme","url":"https://www.halilit.com/g/1"}"#
    let link = #"{"type":"link","class":"HALILIT_ONLY","brand_id":"acme","brand":null,"halilit":{"halilit_id":"1"}}"#
    let review =
      #"{"type":"review","class":"HALILIT_ONLY","brand_id":"acme","brand":{"id":"a"},"halilit":{"halilit_id":"1"}}"#
    let unified =
      #"{"type":"unified","class":"HALILIT_ONLY","brand_id":"acme","id":"1","offers":[{"id":"1"}],"brand":null}"#
    let gap =
      #"{"type":"gap","brand_id":"acme","halilit_count":1,"brand_website_count":0,"common_count":0,"gap_count":0,"gap_products":[]}"#
    #expect(try bench.store("brands", [brand]).status == .done)
    #expect(try bench.store("links", [review, link], "--brand", "acme").status == .done)
    #expect(try bench.store("unified", [unified, gap]).status == .done)
    try File.append(Array("{\"type\":\"decision\"}\n".utf8), to: bench.root + "/curated/decisions/acme.jsonl")
    try File.replace(
      bench.root + "/brands/acme/scrape_config.json", with: Array("{ \"schema\": 1,\n \"brand_id\": \"acme\" }".utf8))
    #expect(try bench.load("brands").output == brand + "\n")
    #expect(try bench.load("links", "--brand", "acme").output == link + "\n" + review + "\n")
    #expect(try bench.load("decisions").output == "{\"type\":\"decision\"}\n")
    #expect(try bench.load("unified", "--brand", "acme").output == unified + "\n")
    #expect(try bench.load("gaps").output == gap + "\n")
    #expect(try bench.load("configs").output == #"{"type":"config","schema":1,"brand_id":"acme"}"# + "\n")
  }

  @Test func `requests are the index, then the distributor's listings, then brands' own sites`() throws {
    let brands = ["beta", "acme"].map {
      #"{"type":"brand","id":"\#($0)","name":"N","url":"https://www.halilit.com/\#($0)","link_kind":"brand"}"#
    }
    _ = try bench.store("brands", brands)
    try File.replace(
      bench.root + "/brands/acme/scrape_config.json", with: Array(#"{"start":[{"url":"https://acme.example/"}]}"#.utf8))
    func urls(_ words: String...) throws -> [String] {
      try run(Load.self, ["requests", "--data", bench.root] + words).lines.map {
        try JSON(parsing: String($0))["url"]?.string ?? ""
      }
    }
    let (acme, beta) = ("https://www.halilit.com/acme", "https://www.halilit.com/beta")
    #expect(try urls() == ["https://www.halilit.com/pages/4367", acme, beta, "https://acme.example/"])
    #expect(try urls("--brand", "acme") == [acme, "https://acme.example/"])
    #expect(try urls("--source", "brand") == ["https://acme.example/"])
    #expect(try urls("--brand", "beta", "--source", "halilit") == [beta])
    #expect(try bench.load("requests", "--brand", "gamma").status == .noInput)
  }

  @Test func `items are requests for the pages that are due, as many as are asked for or set`() throws {
    _ = try bench.store("halilit", [Sample.listing(), Sample.product("1"), Sample.product("2"), Sample.product("3")])
    _ = try bench.store("halilit", [Sample.listing("halilit", "beta"), Sample.product("4", "", "beta")])
    try File.replace(bench.root + "/settings.json", with: Array(#"{"halilit":{"item_budget":3}}"#.utf8))
    #expect(try bench.load("items").lines.count == 3)
    #expect(try bench.load("items", "--limit", "2").lines.count == 2)
    #expect(try bench.load("items", "--limit", "9").lines.count == 4)
    #expect(try bench.load("items", "--brand", "beta").output.contains("https://www.halilit.com/items/4"))
    #expect(try bench.load("items", "--limit", "-1").status == .usage)
    #expect(try bench.load("halilit", "--limit", "1").status == .usage)
  }

  @Test func `a crawl file without bytes counts as absent`() throws {
    try File.replace(bench.root + "/pages/crawls/halilit/acme.jsonl", with: [UInt8]())
    #expect(try bench.load("pages", "--brand", "acme").status == .noInput)
    #expect(try bench.load("pages").output.isEmpty)
  }

  @Test(arguments: ["halilit", "brand", "unified", "gaps", "brands", "pages", "configs"])
  func `a brand that is named and not there ends with 66, without a name there is nothing to tell`(
    kind: String
  ) throws {
    try File.createFolders(bench.root)
    #expect(try bench.load(kind).status == .done)
    let outcome = try bench.load(kind, "--brand", "acme")
    #expect(outcome.status == .noInput)
    #expect(outcome.output.isEmpty && !outcome.errors.isEmpty)
  }

  @Test(arguments: ["links", "decisions"])
  func `links and decisions may be missing`(kind: String) throws {
    try File.createFolders(bench.root)
    #expect(try bench.load(kind, "--brand", "acme").status == .done)
  }

  @Test func `a damaged document is named`() throws {
    try File.replace(bench.root + "/catalogs_halilit/acme_halilit.json", with: Array("{\"products\":[".utf8))
    let outcome = try bench.load("halilit")
    #expect(outcome.status == .rejected)
    #expect(outcome.errors.contains("catalogs_halilit/acme_halilit.json is damaged"))
  }

  @Test(
    arguments: [
      ([], Status.usage), (["all"], .usage), (["pages", "--source", "production"], .usage),
      (["halilit", "--brand", "a/b"], .usage), (["halilit", "--data", "/no/such/tree"], .noInput),
    ] as [([String], Status)])
  func `a call that cannot be meant ends with its status`(words: [String], status: Status) throws {
    #expect(try run(Load.self, words).status == status)
  }
}
