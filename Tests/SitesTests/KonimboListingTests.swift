import JSON
import Sites
import Testing

struct KonimboListingTests {
  @Test func `a tile gives every member in the declared order`() throws {
    let html = tile(
      7, "Nord Stage 4",
      price: """
        <p class='origin_price'><span class='items_show_origin_price_text'>מחיר רגיל: </span>1,656 ₪</p>
        <span class='price'><span class='items_show_price_text'>מחיר</span> 1,449 ₪<div class='show_eilat_price'>\
        <span>מחיר באילת</span><span class='items_show_eilat_price_price'>1,227 ₪</span></div></span>
        """,
      inside: "<p class='content'>88  keys</p><span class='item_price hidden'>1449.0</span>")
    let product = try #require(try listing(html).products.first)
    #expect(
      product.members.map(\.name) == [
        "type", "source", "brand_id", "id", "halilit_id", "item_code", "brand_title", "name", "url", "image_url",
        "category", "description", "price", "price_ils", "original_price_ils", "eilat_price_ils", "currency",
        "in_stock",
        "page_url", "page_sha256", "fetched_at",
      ])
    #expect(product["name"] == "Nord Stage 4")
    #expect(product["url"] == "https://shop.example/items/7-slug")
    #expect(product["category"] == "סינתיסייזרים")
    #expect(product["description"] == "88 keys")
    #expect(product["price"] == "1,449")
    #expect(product["price_ils"] == 1449)
    #expect(product["original_price_ils"] == 1656)
    #expect(product["eilat_price_ils"] == 1227)
    #expect(product["in_stock"] == .null)
  }

  @Test(arguments: [
    ("<span class='price'>89.90 ₪</span>", "89.90", JSON.number("89.9")),
    ("<p class='price'>₪ 12,345</p>", "12,345", 12345),
    ("<strong class='x price y'><b>7</b> ש\"ח</strong>", "7", 7),
  ])
  func `themes differ in tags, not in the class of the price`(html: String, shown: String, amount: JSON) throws {
    let product = try #require(try listing(tile(1, "A", price: html)).products.first)
    #expect(product["price"] == .string(shown))
    #expect(product["price_ils"] == amount)
  }

  @Test func `an empty element is no price, and its absence has a reason`() throws {
    let html =
      tile(1, "On request", price: "", inside: "<span class='item_only_contact hidden'>true</span>")
      + tile(2, "No price", price: "<span class='price'> </span><p class='origin_price'></p>")
      + tile(3, "Free", price: "<span class='price'>0 ₪</span>")
    let products = try listing(html).products
    #expect(products.map { $0["price_ils"] } == [.null, .null, .null])
    #expect(products.map { $0["price_reason"] } == ["contact-only", "not-shown", "not-shown"])
  }

  @Test func `the shop's own number beside the price contradicts a misread one`() throws {
    let html = tile(1, "A", inside: "<span class='item_price'>1000.0</span>")
    #expect(try listing(html).products.first?["price_conflict"] == "1000.0")
  }

  @Test func `events, articles and introductions are counted, not sold`() throws {
    let html =
      tile(1, "Nord Wave 2") + tile(2, "כיתת אמן 2019", price: "", category: "בלוג חלילית+")
      + tile(3, "הכירו את Nord", price: "", category: "בלוג חלילית+")
      + tile(4, "מה חדש", price: "", category: "בלוג חלילית+") + tile(5, "Nord Drum", price: "", category: "תופים")
    let reading = try listing(html)
    #expect(reading.products.map { $0["id"] } == ["1", "5"])
    #expect(
      reading.listing.excluded.map { "\($0.name) \($0.count)" } == ["event 1", "article 1", "about 1", "other-brand 0"])
    #expect(reading.listing.tiles == 5)
  }

  @Test func `the same name and the same slug are two products when the numbers differ`() throws {
    let reading = try listing(tile(1, "D3V") + tile(2, "D3V"))
    #expect(reading.products.map { $0["halilit_id"] } == ["1", "2"])
  }

  @Test func `a tile that occurs twice is one product`() throws {
    #expect(try listing(tile(1, "A") + tile(1, "A")).products.count == 1)
  }

  @Test func `an unclosed tile ends where the next begins`() throws {
    let html = tile(1, "A", price: "", isClosed: false) + tile(2, "B")
    let products = try listing(html).products
    #expect(products.map { $0["name"] } == ["A", "B"])
    #expect(products.map { $0["price_ils"] } == [.null, 100])
  }

  @Test func `sale icons are labels, never the image`() throws {
    let icons = "<div id='item_icons'><img alt='Best Seller' src='https://cdn.example/icon.png'/></div>"
    let product = try #require(try listing(tile(1, "A", inside: icons)).products.first)
    #expect(product["image_url"] == "https://cdn.example/1.jpg")
    #expect(product["labels"] == ["Best Seller"])
  }

  @Test func `the canonical address names products, the fetched one what comes next`() throws {
    let html = """
      <head><link rel=canonical href="https://www.shop.example/g/5193-Brand/7-Nord"></head>\(tile(1, "A"))
      <div class="pagingWrapper"><div class="pagination"><a class="next_page" href="?page=2">next</a></div></div>
      """
    let reading = try listing(html, url: "http://127.0.0.1:8080/g/5193-x/7-Nord?gclid=1")
    #expect(reading.products.first?["url"] == "https://www.shop.example/items/1-slug")
    #expect(reading.itemURLs == ["http://127.0.0.1:8080/items/1-slug"])
    #expect(reading.listing.next == "http://127.0.0.1:8080/g/5193-x/7-Nord?page=2")
    #expect(reading.listing.groupID == "7")
  }

  @Test(arguments: [
    ("<link rel='next' href='/g/1-a/7-b?page=3'>", "https://shop.example/g/1-a/7-b?page=3"),
    (
      "<div class=pagination><a class=next_page href='/?group_id=5193&page=3'>",
      "https://shop.example/g/5193-Brand/7-Nord?page=3"
    ),
    ("<div class=pagination><a class=next_page href='#'>", "https://shop.example/g/5193-Brand/7-Nord?page=3"),
    ("<div class=pagination><span class='next_page disabled'>", nil),
    ("", nil),
  ])
  func `the next page is what a reader's browser would open`(paging: String, next: String?) throws {
    let reading = try listing(tile(1, "A") + paging, url: "https://shop.example/g/5193-Brand/7-Nord?page=2")
    #expect(reading.listing.pageNumber == 2)
    #expect(reading.listing.next == next)
    #expect(reading.listing.failure == nil)
  }

  @Test func `a next page that leads back is a failure, not a request`() throws {
    let reading = try listing(
      tile(1, "A") + "<div class=pagination><a class=next_page href='?page=1'>",
      url: "https://shop.example/g/5193-B/7-N?page=4")
    #expect(reading.listing.failure?.code == "repeated-page")
    #expect(reading.listing.next == nil)
  }

  @Test(arguments: [
    ("<h1>Welcome</h1>", "not-a-listing"),
    ("", "not-a-listing"),
    ("<title>Just a moment...</title>", "block-page"),
    ("<span class=results>תוצאות: <b>25</b></span><h1>Nord</h1>", "no-tiles"),
    ("<div id=item_id_5 class=layout_list_item></div>", "unreadable-tiles"),
    (tile(1, "A", price: "<span class=cost>100 ₪</span>"), "unreadable-prices"),
    (tile(1, "A", price: "") + tile(2, "B", price: "") + tile(3, "C", price: ""), "missing-field"),
    ("<link rel=canonical href=/g/5193-x/8-Other>" + tile(1, "A"), "other-group"),
  ])
  func `a page that cannot be read as a listing says so`(html: String, code: String) throws {
    let reading = try listing(html)
    #expect(reading.listing.failure?.code == code)
  }

  @Test(arguments: [
    (#"data-brand-title="Nord""#, "", "missing-field"), (#"data-item-code"#, "data-code", "missing-field"),
    ("items_show_eilat_price_price", "x", "unreadable-prices"), ("origin_price", "x", "unreadable-prices"),
    ("title_with_brand", "x", nil), ("<h3", "<h4", nil),
  ])
  func `a field that vanishes from every tile of a brand's page is a failure`(old: String, new: String, code: String?)
    throws
  {
    let price = """
      <p class=origin_price>12 ₪</p><span class=price>10 ₪<i class=show_eilat_price><b class=items_show_eilat_price_price>8 ₪</b></i></span>
      """
    let html = (1...4).map { tile($0, "A\($0)", price: price) }.joined().replacing(old, with: new)
    #expect(try listing(html).listing.failure?.code == code)
  }

  @Test func `a listing that declares nothing is empty without a failure`() throws {
    let reading = try listing("<span class=results>תוצאות: <b>0</b></span>")
    #expect(reading.listing.failure == nil)
    #expect(reading.listing.declared == 0)
  }

  @Test func `a selector of the next page that cannot be evaluated is a failure, not the last page`() throws {
    let config = try BrandConfig([
      "schema": 1, "brand_id": "_halilit",
      "css": [
        "item": ".layout_list_item", "fields": ["name": "h3", "url": "a", "price": ".price"], "next": "//a[nosuch()]",
      ],
    ])
    let (page, document) = try page(tile(1, "Nord Stage"))
    let failure = KonimboListing.read(page, document, config: config).listing.failure
    #expect(
      failure?.code == "unreadable" && failure?.message.contains("nosuch") == true, "\(String(describing: failure))")
  }

  @Test(arguments: [
    ("https://shop.example/search/?q=Teenage+Engineering", "teenage-engineering", ["1"]),
    ("https://shop.example/23640-Bass/518050-Moogt", "moogt", ["2"]),
    ("https://shop.example/g/5193-Brand/7-Nord", "nord", ["1", "2"]),
  ])
  func `search and category pages keep what bears the brand's title`(url: String, brandID: String, ids: [String]) throws
  {
    let html = tile(1, "OP-1", brand: "Teenage Engineering") + tile(2, "Mavis", brand: "MOOGT")
    #expect(try listing(html, url: url, brandID: brandID).products.compactMap { $0["id"]?.string } == ids)
  }

  @Test func `a category narrowed by the shop keeps the one title it shows`() throws {
    let html = tile(1, "Mavis", brand: "Moog") + tile(2, "DFAM", brand: "Moog")
    #expect(
      try listing(html, url: "https://shop.example/23648-synth/541634-Moogt", brandID: "moogt").products.count == 2)
  }
}
