import Filtering
import JSON
import ParseFilters
import Records
import TestSupport
import Testing

struct ParseHalilitTests {
  private func records(_ page: JSONObject, requestingItems: Bool = false) throws -> [JSON] {
    var filter = ParseHalilit()
    filter.requestsItems = requestingItems
    var output = Output()
    try filter.process(Record(page), &output)
    return try output.bytes.split(separator: UInt8(ascii: "\n")).map { try JSON(parsing: Array($0)) }
  }

  private let url = "https://shop.example/g/5193-Brand/7-Nord"
  private let tile = """
    <div id=item_id_5 class=layout_list_item><a href="/items/5-wave"><h3 class=title>Wave</h3></a>
    <span class=price>10 ₪</span></div><div class=pagination><a class=next_page href="?page=2">2</a></div>
    """

  @Test func `a listing comes first, then its products, then what to fetch next`() throws {
    let records = try records(pageRecord(tile, url: url), requestingItems: true)
    #expect(records.map { $0["type"] } == ["listing", "product", "request", "request"])
    #expect(records[2]["role"] == "item")
    #expect(records[3]["url"] == "https://shop.example/g/5193-Brand/7-Nord?page=2")
    #expect(records[3]["depth"] == 1)
  }

  @Test func `item pages are requested only when asked for`() throws {
    #expect(try records(pageRecord(tile, url: url)).map { $0["type"] } == ["listing", "product", "request"])
  }

  @Test(arguments: [("listing", "listing"), ("brand-index", "listing"), ("item", "item")])
  func `a failed page gives one record with its error, never a product`(role: String, type: String) throws {
    let records = try records(pageRecord(tile, url: url, role: role, status: 503))
    #expect(records.count == 1)
    #expect(records[0]["type"] == .string(type))
    #expect(records[0]["error"]?["code"] == "http-503")
  }

  @Test func `a brand site's page is left to the other parser`() throws {
    #expect(throws: RecordError.self) { try records(pageRecord(tile, url: url, source: "brand")) }
  }

  @Test(arguments: [
    String(repeating: "<div>", count: 30_000), "\u{0}\u{0}", "<!ENTITY a '&a;'>&a;",
    String(repeating: "<div id=item_id_1 class=layout_list_item>", count: 9_000),
    "<div id=item_id_1 class=layout_list_item>" + String(repeating: "<span class=price><h3><img>", count: 3_000),
  ])
  func `hostile pages end in a record`(html: String) throws {
    for role in ["listing", "item", "brand-index"] {
      let records = try records(pageRecord(html, url: url, role: role))
      #expect(records.first?["error"]?["code"] != nil)
    }
  }
}
