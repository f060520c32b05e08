import Catalogue
import JSON
import Records
import Sites
import TestSupport
import Testing

struct BrandCrawlTests {
  private func crawl(_ pages: [(url: String, html: String, role: String)]) throws -> [JSONObject] {
    var crawl = BrandCrawl(brandID: "nord")
    for (url, html, role) in pages {
      let page = try Page(Record(pageRecord(html, url: url, source: "brand", role: role)))
      crawl.add(try BrandPage.read(page, body: Array(html.utf8), config: BrandConfig(brandID: "nord")).get(), of: page)
    }
    return crawl.finished()
  }

  private func item(_ name: String, _ description: String) -> (String, String, String) {
    (
      "https://nord.example/p/\(name)",
      #"<script type=application/ld+json>{"@type":"Product","name":"\#(name)","description":"\#(description)"}</script>"#,
      "item"
    )
  }

  @Test func `a text on more than two pages describes none of them`() throws {
    let records = try crawl([
      item("a", "Made in Sweden"), item("b", "Made in Sweden"), item("c", "Made in Sweden"), item("d", "An organ"),
    ])
    #expect(records.map { $0["description"] } == [.null, .null, .null, "An organ"])
    #expect(records[0]["extraction"] == ["name": "json-ld"])
  }

  @Test func `two products may share a text`() throws {
    let records = try crawl([item("a", "Same"), item("b", "Same")])
    #expect(records.map { $0["description"] } == ["Same", "Same"])
  }

  @Test func `a page with the products of an earlier one is an error`() throws {
    let html = #"<ul><li class="product type-product"><h2><a href="/p/a">A</a></h2></ul>"#
    let records = try crawl([
      ("https://nord.example/shop?page=1", html, "listing"), ("https://nord.example/shop?page=2", html, "listing"),
    ])
    #expect(records[0]["error"] == nil)
    #expect(records.last { $0["type"] == "listing" }?["error"]?["code"] == "repeated-page")
  }

  private func linked(_ name: String, _ members: String) -> (String, String, String) {
    (
      "https://nord.example/p/\(name.lowercased().split(separator: " ").joined(separator: "-"))",
      #"<script type=application/ld+json>{"@type":"Product","name":"\#(name)",\#(members)}</script>"#, "item"
    )
  }

  @Test func `a site's own picture is none of its products'`() throws {
    let pages = ["a", "b", "c"].map { name in
      (
        "https://nord.example/p/\(name)",
        "<meta property=og:type content=product><meta property=og:title content=\(name)><meta property=og:image content=/share.jpg>",
        "item"
      )
    }
    #expect(try crawl(pages).allSatisfy { $0["images"] == .null && $0["extraction"]?["image"] == nil })
    #expect(try crawl(Array(pages.dropLast())).allSatisfy { $0["images"] != .null })
  }

  @Test func `an accessory and its instrument know each other, whichever of them says so`() throws {
    let records = try crawl([
      linked("Electro 6", #""accessory":{"@type":"Product","name":"Soft Case"}"#), linked("Soft Case", #""sku":"SC""#),
      linked("Stand", #""isAccessoryOrSparePartFor":{"@type":"Product","name":"Electro 6"}"#),
    ])
    #expect(records[0]["accessories"] == ["Soft Case", "https://nord.example/p/stand"])
    #expect(records[1]["accessory_of"] == ["https://nord.example/p/electro-6"])
    #expect(records[1]["extraction"]?["accessory_of"] == "json-ld")
    #expect(records[2]["accessory_of"] == ["Electro 6"])
  }

  @Test func `who is named already, in whatever spelling, is not named again`() throws {
    let records = try crawl([
      linked("Electro 6", #""accessory":{"@type":"Product","name":"SOFT CASE"}"#),
      linked("Soft Case", #""isAccessoryOrSparePartFor":{"@type":"Product","name":"electro 6"}"#),
    ])
    #expect(records[0]["accessories"] == ["SOFT CASE"])
    #expect(records[1]["accessory_of"] == ["electro 6"])
  }

  @Test func `a product that another lists as its variant is of that family`() throws {
    let records = try crawl([
      linked(
        "Nord Electro 6",
        #""hasVariant":[{"@type":"Product","name":"Nord Electro 6D 61"},{"@type":"Product","name":"Nord Electro 6 HP"}]"#
      ),
      linked("Nord Electro 6D 61", #""sku":"E61""#), linked("Nord Grand", #""sku":"G""#),
    ])
    #expect(records.map { $0["family"] } == [nil, "Nord Electro 6", nil])
    #expect(records[1]["extraction"]?["family"] == "json-ld")
  }
}
