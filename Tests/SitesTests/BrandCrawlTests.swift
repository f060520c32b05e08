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
}
