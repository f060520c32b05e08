import JSON
import Sites
import Testing

struct KonimboItemTests {
  private func item(_ html: String) throws -> Result<JSONObject, Listing.Failure> {
    let (page, document) = try page(html, url: "https://shop.example/items/77-nord-stage-4?gclid=x", role: "item")
    return KonimboItem.read(page, document)
  }

  private let whole = """
    <link rel=canonical href="https://shop.example/items/77-nord-stage-4">
    <ul id=bread_crumbs><li><a href="/">home</a><li><a href="/23648-synth">סינתיסייזרים</a></ul>
    <div id=item_details><div id=item_current_title><h1><span>Nord Stage 4 88</span></h1></div>
    <span class=code_item>מק"ט: NS4-88</span>
    <div class=item_show_origin_price><span class=origin_price_number>25,000 ₪</span></div>
    <div id=item_show_price><span class=price_value content="20143.0">20,143 ₪</span></div>
    <div id=item_link_buy_now><div class=buyNow><a>buy</a></div></div></div>
    <ul id=lightSlider><li data-src="https://cdn.example/a.jpg"><img src="https://cdn.example/small.jpg">
    <li data-src="https://cdn.example/b.jpg"><li class=video_bg data-src="https://video.example/1"></ul>
    <div id=item_content><div class=desc>88   keys</div></div>
    <div id=item_specifications><div class=specifications><ul><li><b>Keys:</b><span>88</span><li>x</ul></div></div>
    <div id=item_files><ul><li><a href="/f/owners.pdf">Owner's manual</a></ul></div>
    <div id=item_also_buy><div class=out_of_stock>אזל מהמלאי</div></div>
    """

  @Test func `an item page shows stock, gallery, specifications and files`() throws {
    let item = try item(whole).get()
    #expect(item["id"] == "77")
    #expect(item["url"] == "https://shop.example/items/77-nord-stage-4")
    #expect(item["name"] == "Nord Stage 4 88")
    #expect(item["item_code"] == "NS4-88")
    #expect(item["category"] == "סינתיסייזרים")
    #expect(item["price"] == "20,143")
    #expect(item["price_ils"] == 20143)
    #expect(item["original_price_ils"] == 25000)
    #expect(item["in_stock"] == true)
    #expect(item["stock_checked_at"] == "2026-01-05T06:00:00Z")
    #expect(item["gallery"] == ["https://cdn.example/a.jpg", "https://cdn.example/b.jpg"])
    #expect(item["specs"] == ["Keys": "88"])
    #expect(item["documentation"] == ["url": "https://shop.example/f/owners.pdf", "type": "manual"])
    #expect(item["description"] == "88 keys")
  }

  @Test(arguments: [
    ("<meta property='product:availability' content='in stock'>", JSON.bool(true)),
    (
      #"<script type=application/ld+json>{"@type":"Product","offers":{"availability":"InStock"}}</script>"#, .bool(true)
    ),
    ("<link itemprop=availability href='https://schema.org/OutOfStock'>", .bool(false)),
    ("<div id=item_details><span class='stock_state hidden'>out_of_stock</span></div>", .bool(false)),
    ("<div id=item_details>המוצר אזל מהמלאי</div>", .bool(false)),
    ("<div id=item_details><div class=hidden>אזל מהמלאי</div></div>", .null),
    ("<div id=item_details><a class=commit_to_real>הוסף</a></div>", .bool(true)),
    ("<div>related: אזל מהמלאי</div><div id=item_details></div>", .null),
  ])
  func `stock is what the page says, and unknown where it says nothing`(html: String, stock: JSON) throws {
    #expect(try item("<h1>A</h1>" + html).get()["in_stock"] == stock)
  }

  @Test func `an item sold on request has no price and says why`() throws {
    let item = try item("<h1>A</h1><div id=item_details><div id=item_link_buy_now><div class=contactNow>").get()
    #expect(item["price_ils"] == .null)
    #expect(item["price_reason"] == "contact-only")
  }

  @Test func `items sold together are variants with their own codes`() throws {
    let row = "<tr data-id=9><td class=son_title>Red<td class=son_code>N-9<td class=son_price><span>5 ₪</span>"
    let item = try item("<h1>A</h1><table class=son_items>\(row)</table>").get()
    #expect(item["variants"] == [["halilit_id": "9", "item_code": "N-9", "name": "Red", "price_ils": 5]])
  }

  @Test func `a page without a title is no item`() throws {
    #expect(throws: Listing.Failure.self) { try item("<p>gone</p>").get() }
  }
}
