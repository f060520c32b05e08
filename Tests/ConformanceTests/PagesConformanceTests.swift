import Filtering
import Foundation
import JSON
import ParseFilters
import Records
import TestSupport
import Testing

/// Whole real pages and listing pages that others trimmed: every product, nothing else.
struct PagesConformanceTests {
  private func records(_ path: String, url: String, brandID: String, role: String) throws -> [JSON] {
    let html = String(decoding: try Conformance.bytes(path), as: UTF8.self)
    var filter = ParseHalilit()
    var output = Output()
    try filter.process(Record(pageRecord(html, url: url, brandID: brandID, role: role)), &output)
    return try output.bytes.split(separator: UInt8(ascii: "\n")).map { try JSON(parsing: Array($0)) }
  }

  private func products(_ records: [JSON]) -> [JSON] { records.filter { $0["type"] == "product" } }

  @Test(.conformance("pages/halilit-brand-adam-audio.html"))
  func `the ADAM page gives its 25 products exactly`() throws {
    let records = try records(
      "pages/halilit-brand-adam-audio.html", url: "http://127.0.0.1:8080/adam.html", brandID: "adam-audio",
      role: "listing")
    let expected = try Conformance.rows("expected/halilit-brand-adam-audio.jsonl")
    let found = products(records)
    let same = [
      "halilit_id", "item_code", "brand_title", "category", "name", "url", "image_url", "description", "currency",
    ]
    let prices = ["price_ils": "price", "original_price_ils": "original_price", "eilat_price_ils": "eilat_price"]
    #expect(found.count == 25)
    for (found, expected) in zip(found, expected) {
      for name in same { #expect(found[name] == expected[name]) }
      for (ours, theirs) in prices { #expect(found[ours] == expected[theirs]) }
      #expect(found["price_conflict"] == nil)
    }
    #expect(records.first?["declared"] == 25)
    #expect(records.first?["next"] == .null)
    #expect(records.count == 26)
  }

  @Test(.conformance("cases/tile_prices.jsonl"))
  func `every tile price row is read`() throws {
    let found = products(
      try records("pages/halilit-brand-adam-audio.html", url: "https://h.example/", brandID: "a", role: "listing"))
    for row in try Conformance.rows("cases/tile_prices.jsonl") {
      let product = try #require(found.first { $0["id"] == row["halilit_id"] })
      #expect(product["price_ils"] == row["expected"]?["price"])
      #expect(product["original_price_ils"] == row["expected"]?["original_price"])
      #expect(product["eilat_price_ils"] == row["expected"]?["eilat_price"])
    }
  }

  @Test(.conformance("pages/halilit-brands.html"))
  func `the brand index gives 89 tiles, 83 of them brands of their own`() throws {
    let records = try records(
      "pages/halilit-brands.html", url: "http://127.0.0.1:8080/pages/4367", brandID: "_index", role: "brand-index")
    #expect(records.count == 89)
    #expect(records.count { $0["link_kind"] == "brand" } == 83)
    #expect(records.count { $0["link_kind"] == "search" } == 3)
    #expect(Set(records.compactMap { $0["id"]?.string }).count == 89)
    #expect(!records.contains { $0["id"] == "alto-professional" })
    for brand in records {
      let texts = ["url", "logo_url"].compactMap { brand[$0]?.string }
      #expect(texts.count == 2 && texts.allSatisfy { $0.hasPrefix("https://") && !$0.contains { $0.isWhitespace } })
    }
  }

  @Test(.conformance("conformance/pages/listings.jsonl"))
  func `Konimbo listings of other shops are exact`() throws {
    let rows = try Conformance.rows("conformance/pages/listings.jsonl").filter { $0["platform"] == "konimbo" }
    for row in rows {
      let path = try #require(row["page"]?.string)
      let base = try #require(row["base_url"]?.string)
      let records = try records("conformance/pages/\(path)", url: base + "/349438-x", brandID: "tools", role: "listing")
      let expected = try #require(row["products"]?.array)
      let found = products(records)
      #expect(found.count == expected.count)
      for (found, expected) in zip(found, expected) {
        #expect(found["id"] == expected["item_id"])
        #expect(found["name"] == expected["name"])
        #expect(found["category"] == expected["category"])
        #expect(found["image_url"] == expected["image"])
        #expect(found["url"] == expected["url"])
        #expect(found["price"]?.string.map { "\($0) ₪" } == expected["price_text"]?.string)
        #expect(found["brand_title"] == expected["brand"])
      }
      #expect(records.first?["next"] == row["next_page"])
    }
  }

  private func brandRecords(_ path: String, url: String, brandID: String, configs: Bool = false) throws -> [JSON] {
    let html = String(decoding: try Conformance.bytes(path), as: UTF8.self)
    var filter = ParseBrand()
    if configs { filter.configFolder = packageRoot.appending(path: "data/brands").path() }
    var output = Output()
    try filter.process(Record(pageRecord(html, url: url, source: "brand", brandID: brandID)), &output)
    try filter.finish(&output)
    return try output.bytes.split(separator: UInt8(ascii: "\n")).map { try JSON(parsing: Array($0)) }
  }

  @Test(
    .conformance("pages/nord-products.html"),
    arguments: ["https://www.nordkeyboards.com/products/", "http://127.0.0.1:8080/nord.html"])
  func `the Nord page gives 9 products with their pictures, no logos and no navigation cards`(url: String) throws {
    let found = products(try brandRecords("pages/nord-products.html", url: url, brandID: "nord", configs: true))
    #expect(found.count == 9)
    #expect(Set(found.compactMap { $0["id"]?.string }).count == 9)
    for product in found {
      #expect(product["url"]?.string?.hasPrefix("https://www.nordkeyboards.com/products/") == true)
      let image = product["images"]?["main"]?.string ?? ""
      #expect(image.hasPrefix("https://assets.nordkeyboards.com/") && image.contains("/original_images/"))
      #expect(product["description"]?.string?.isEmpty == false)
    }
    #expect(!found.contains { $0["name"] == "Accessories" || $0["name"] == "Legacy products" })
  }

  @Test(.conformance("conformance/pages/listings.jsonl"))
  func `WooCommerce listings are exact without a config`() throws {
    for row in try Conformance.rows("conformance/pages/listings.jsonl").filter({ $0["platform"] == "woocommerce" }) {
      let path = try #require(row["page"]?.string)
      let base = try #require(row["base_url"]?.string)
      let records = try brandRecords("conformance/pages/\(path)", url: base + "/shop/", brandID: "tools")
      let expected = try #require(row["products"]?.array)
      let found = products(records)
      #expect(found.count == expected.count)
      for (found, expected) in zip(found, expected) {
        for name in ["name", "url", "item_id", "in_stock"] { #expect(found[name] == expected[name]) }
        #expect(found["price"] == expected["price_text"])
        #expect(found["original_price"] ?? .null == expected["old_price_text"])
      }
      #expect(records.first?["next"] == row["next_page"])
    }
  }
}
