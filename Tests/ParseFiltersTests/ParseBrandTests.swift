import Filtering
import Foundation
import JSON
import ParseFilters
import Records
import TestSupport
import Testing

struct ParseBrandTests {
  private func records(_ pages: [JSONObject], configs: String? = nil) throws -> [JSON] {
    var filter = ParseBrand()
    filter.configFolder = configs
    var output = Output()
    for page in pages { try filter.process(Record(page), &output) }
    try filter.finish(&output)
    return try output.bytes.split(separator: UInt8(ascii: "\n")).map { try JSON(parsing: Array($0)) }
  }

  private let html = #"<script type=application/ld+json>{"@type":"Product","name":"Wave"}</script>"#

  /// A folder with one brand's config, removed when `body` ends.
  private func withConfig(_ text: String, of brandID: String, _ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "configs-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder.appending(path: brandID), withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(text.utf8).write(to: folder.appending(path: "\(brandID)/scrape_config.json"))
    try body(folder.path())
  }

  @Test func `brands follow one another in the order of the input`() throws {
    let pages = ["nord", "moog", "nord"].map {
      pageRecord(html, url: "https://\($0).example/p/x", source: "brand", brandID: $0, role: "item")
    }
    #expect(try records(pages).map { $0["brand_id"] } == ["nord", "moog", "nord"])
  }

  @Test func `a failed page gives a record with its error`() throws {
    let page = pageRecord(html, url: "https://nord.example/", source: "brand", status: 404)
    #expect(try records([page]).map { $0["error"]?["code"] } == ["http-404"])
  }

  @Test func `a config that cannot be used ends the run and names its member`() throws {
    try withConfig(#"{"schema":1,"brand_id":"nord","css":{"item":"a["}}"#, of: "nord") { folder in
      let failure = #expect(throws: RunFailure.self) {
        try records([pageRecord(html, url: "https://nord.example/", source: "brand")], configs: folder)
      }
      #expect(failure?.status == .configuration)
      #expect(failure?.message.contains("\"css.item\"") == true)
    }
  }

  @Test func `a config of another brand is refused`() throws {
    try withConfig(#"{"schema":1,"brand_id":"moog"}"#, of: "nord") { folder in
      #expect(throws: RunFailure.self) {
        try records([pageRecord(html, url: "https://nord.example/", source: "brand")], configs: folder)
      }
    }
  }

  @Test(arguments: ["../etc", "", ".hidden"]) func `a brand id is no way out of the folder`(brandID: String) throws {
    #expect(throws: RecordError.self) {
      try records(
        [pageRecord(html, url: "https://nord.example/", source: "brand", brandID: brandID)], configs: "/nowhere")
    }
  }

  @Test func `the distributor's pages are left to the other parser`() throws {
    #expect(throws: RecordError.self) { try records([pageRecord(html, url: "https://nord.example/")]) }
  }

  @Test(arguments: ["x", "", "ftp://a.example/", "http://"])
  func `a page from nowhere is left out`(url: String) {
    #expect(throws: RecordError.self) { try records([pageRecord(html, url: url, source: "brand")]) }
  }

  @Test(arguments: [
    String(repeating: "<div itemscope itemtype=Product>", count: 5_000), "\u{0}", "{\"a\":",
    String(repeating: "[", count: 5_000),
    "<script type=application/ld+json>" + String(repeating: "{\"@graph\":[", count: 3_000),
    "<div itemscope id=a itemref=a itemtype=http://schema.org/Product><span itemprop=name>x</span></div>",
  ])
  func `hostile pages end in records`(body: String) throws {
    for role in ["listing", "item", "api", "sitemap"] {
      #expect(try !records([pageRecord(body, url: "https://nord.example/", source: "brand", role: role)]).isEmpty)
    }
  }
}
