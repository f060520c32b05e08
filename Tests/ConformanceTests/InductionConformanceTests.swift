import Foundation
import JSON
import ParseFilters
import TestSupport
import Testing

/// Configs that are learned from real pages without any known product.
struct InductionConformanceTests {
  @Test(
    .conformance("conformance/pages/listings.jsonl"), .conformance("pages/nord-products.html"),
    arguments: MutantConformanceTests.bases)
  func `every product of a page is found by what repeats on it, and nothing else`(base: RealPage) throws {
    let html = try base.html()
    let page = JSON.object(
      pageRecord(html, url: base.url, source: base.source, brandID: base.brandID, role: base.role)
    ).encoded
    let isHalilit = base.source == "halilit"
    let folder = try TemporaryFolder()
    if let config = try base.config() {
      _ = try folder.write(config.encoded, to: "old/\(base.brandID)/scrape_config.json")
    }
    let expected =
      isHalilit
      ? try run(ParseHalilit.self, input: page)
      : try run(ParseBrand.self, ["--configs", folder.path("old")], input: page)
    let proposal = try #require(try records(try run(InduceConfig.self, input: page)).first)
    let owner = isHalilit ? "_halilit" : base.brandID
    _ = try folder.write(try #require(proposal["config"]).encoded, to: "new/\(owner)/scrape_config.json")
    let found =
      isHalilit
      ? try run(ParseHalilit.self, ["--configs", folder.path("new")], input: page)
      : try run(ParseBrand.self, ["--configs", folder.path("new")], input: page)
    let wanted = try records(expected).filter { $0["type"] == "product" || $0["type"] == "brand" }
    let read = try records(found).filter { $0["type"] == "product" || $0["type"] == "brand" }
    print("\(base.name): \(read.count) of \(wanted.count) products found without labels")
    #expect(Set(read.map { $0["url"]?.string }) == Set(wanted.map { $0["url"]?.string }))
    for product in wanted {
      let same = try #require(read.first { $0["url"] == product["url"] })
      for name in ["name", "price_ils", "price_amount", "original_price_ils", "eilat_price_ils"] {
        #expect((same[name] ?? .null) == (product[name] ?? .null), "\(name)")
      }
    }
  }

  private func records(_ outcome: Outcome) throws -> [JSON] {
    try outcome.lines.map { try JSON(parsing: Array($0.utf8)) }
  }
}
