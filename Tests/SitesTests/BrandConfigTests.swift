import Foundation
import JSON
import Sites
import TestSupport
import Testing
import Text

struct BrandConfigTests {
  @Test(
    arguments: [
      (["css": ["item": "a[", "fields": [:]]], "css.item"),
      (["css": ["fields": [:]]], "css.item"),
      (["css": ["item": "a", "fields": ["nmae": "h2"]]], "css.fields"),
      (
        ["css": ["item": "a", "fields": ["name": ["select": "h2", "transform": "upper"]]]], "css.fields.name.transform"
      ),
      (["embedded": ["items": "a[x]"]], "embedded.items"),
      (["embedded": ["items": "a", "fields": ["url": "/p/{handle"]]], "embedded.fields.url"),
      (["order": ["guess"]], "order"),
      (["website": "nord"], "website"),
      (["detail": "yes"], "detail"),
    ] as [(JSON, String)])
  func `a config that cannot work names the member`(members: JSON, member: String) throws {
    let error = #expect(throws: ConfigError.self) {
      try BrandConfig(
        .object(JSONObject([.init("schema", 1), .init("brand_id", "x")] + (members.object?.members ?? []))))
    }
    #expect(error?.member == member)
  }

  @Test func `another schema is refused`() {
    #expect(throws: ConfigError("schema", "this version reads schema 1")) {
      try BrandConfig(["schema": 2, "brand_id": "x"])
    }
  }

  @Test func `paths reach into interfaces, page by page`() throws {
    let api: JSON = [
      "items": ["data.items", "data.more"], "next": "data.next",
      "fields": [
        "name": "n", "url": "/p/{slug}", "price": "offers[0].price",
        "variants": ["path": "v[].w", "fields": ["name": "x"]],
      ],
    ]
    let body = """
      {"data":{"items":[{"n":"A","slug":"a","offers":[{"price":10.5}],"v":[{"w":{"x":"red"}},{"w":{"x":"blue"}}]}],
      "more":[{"n":"B","slug":"b"}],"next":"/api?page=2"}}
      """
    let reading = try brandPage(body, url: "https://nord.example/api", role: "api", config: ["api": api]).get()
    #expect(reading.products.map { $0["url"] } == ["https://nord.example/p/a", "https://nord.example/p/b"])
    #expect(reading.products[0]["price_amount"] == .number("10.5"))
    #expect(reading.products[0]["variants"] == [["name": "red"], ["name": "blue"]])
    #expect(reading.requests.map { $0["url"] } == ["https://nord.example/api?page=2"])
    #expect(reading.requests.first?["role"] == "api")
  }

  @Test func `a sitemap gives the product pages that the config names`() throws {
    let xml = """
      <?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc> https://nord.example/p/a </loc></url>
      <url><loc>https://nord.example/news/b</loc></url><url><loc>https://other.example/p/c</loc></url></urlset>
      """
    let reading = try brandPage(
      xml, url: "https://nord.example/sitemap.xml", role: "sitemap", config: ["sitemap": ["where": "/p/"]]
    ).get()
    #expect(reading.requests.map { $0["url"] } == ["https://nord.example/p/a"])
    #expect(reading.requests.first?["role"] == "item")
  }

  @Test func `every shipped config can be read and belongs to its folder`() throws {
    let folder = packageRoot.appending(path: "data/brands")
    let brands = try FileManager.default.contentsOfDirectory(atPath: folder.path())
    #expect(brands.count == 18)
    for brandID in brands {
      let json = try JSON(parsing: Array(try Data(contentsOf: folder.appending(path: "\(brandID)/scrape_config.json"))))
      let config = try BrandConfig(json)
      #expect(config.brandID == brandID)
      #expect(json["verified"]?["note"]?.string?.isEmpty == false)
      for start in json["start"]?.array ?? [] {
        let url = try #require(start["url"]?.string.flatMap { try? WebURL($0) })
        #expect(config.hosts.contains(url.host))
      }
    }
  }
}
