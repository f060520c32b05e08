import JSON
import Sites
import Testing

struct BrandListingTests {
  private let state = """
    <script id="__NEXT_DATA__" type="application/json">{"props":{"cards":[
    {"title":"Nord Wave 2","link":{"href":"/products/nord-wave-2/"},"logo":"/a/wave-logo.svg","picture":{"url":"/a/wave.png"}},
    {"title":"Accessories","link":{"href":"/accessories/"}}]}}</script>
    """
  private let embedded: JSON = [
    "script": "__NEXT_DATA__", "items": "props.cards", "where": ["link.href": "^/products/"],
    "fields": ["name": "title", "url": "link.href", "image": ["logo", "picture.url"]],
  ]

  @Test func `a product has every member in the declared order`() throws {
    let product = try #require(try products(state, config: ["embedded": embedded]).first)
    #expect(
      product.members.map(\.name) == [
        "type", "source", "brand_id", "id", "name", "url", "host", "images", "documentation", "description", "specs",
        "category", "sku", "gtin", "extraction", "page_url", "page_sha256", "fetched_at",
      ])
    #expect(product["id"] == "nord-wave-2")
    #expect(product["url"] == "https://nord.example/products/nord-wave-2/")
    #expect(product["extraction"] == ["name": "embedded", "url": "embedded", "image": "embedded"])
  }

  @Test func `cards that lead elsewhere are no products`() throws {
    #expect(try products(state, config: ["embedded": embedded]).map { $0["name"] } == ["Nord Wave 2"])
  }

  @Test func `a logo is not the product's picture`() throws {
    var rule = embedded.object ?? JSONObject()
    rule["fields"] = ["name": "title", "url": "link.href", "image": "logo", "gallery": ["picture.url"]]
    let product = try #require(try products(state, config: ["embedded": .object(rule)]).first)
    #expect(product["images"]?["main"] == "https://nord.example/a/wave.png")
  }

  private let cards = """
    <div class=grid><a class="card sale" href="/p/wave-2"><img src="/logo.svg"><h3>Wave 2</h3><i class=price>€ 1.899,-</i></a>
    <a class=card href="/p/lead-a1"><img srcset="/_next/image?url=%2Fi%2Flead%2520a1.png&amp;w=64 64w, \
    /_next/image?url=%2Fi%2Flead%2520a1.png&amp;w=640 640w"><h3>Lead A1</h3></a><a class=card href="/news/x"><h3>News</h3></a></div>
    <a rel=next href="?page=2">more</a>
    """
  private let css: JSON = [
    "item": "a.card", "where": ["url": "/p/"],
    "fields": ["name": "h3", "url": "", "image": "img", "price": ".price"],
  ]

  @Test func `selectors read cards, prices and pictures behind a proxy`() throws {
    let reading = try brandPage(cards, config: ["css": css]).get()
    #expect(reading.products.map { $0["name"] } == ["Wave 2", "Lead A1"])
    #expect(reading.products[0]["images"] == .null)
    #expect(reading.products[0]["price"] == "€ 1.899,-")
    #expect(reading.products[0]["price_amount"] == 1899)
    #expect(reading.products[0]["price_currency"] == "EUR")
    #expect(reading.products[1]["images"]?["main"] == "https://nord.example/i/lead%20a1.png")
    #expect(reading.listing?.next == "https://nord.example/products/?page=2")
  }

  @Test func `each field names the strategy that gave it`() throws {
    let linked =
      #"<script type=application/ld+json>{"@type":"Product","name":"x","url":"/p/wave-2","sku":"NW2"}</script>"#
    let product = try #require(try products(cards + linked, config: ["css": css]).first)
    #expect(product["sku"] == "NW2")
    #expect(product["extraction"]?["name"] == "css")
    #expect(product["extraction"]?["sku"] == "json-ld")
  }

  @Test func `detail pages are requested on the brand's own hosts only`() throws {
    let html = "<a class=card href='/p/a'><h3>A</h3></a><a class=card href='https://other.example/p/b'><h3>B</h3></a>"
    let reading = try brandPage(html, config: ["css": css, "detail": true]).get()
    #expect(reading.products.count == 2)
    #expect(reading.requests.map { $0["url"] } == ["https://nord.example/p/a"])
    #expect(reading.requests.first?["role"] == "item")
  }

  @Test func `a copy served from elsewhere stands for the brand's site`() throws {
    let product = try #require(
      try products(state, url: "http://127.0.0.1:8080/nord.html", config: ["embedded": embedded]).first)
    #expect(product["url"] == "https://nord.example/products/nord-wave-2/")
  }

  @Test func `a canonical address of another host is not believed`() throws {
    let product = try #require(
      try products("<link rel=canonical href='https://evil.example/'>" + cards, config: ["css": css]).first)
    #expect(product["host"] == "nord.example")
  }

  @Test func `one card that occurs three times is one product, another name is another`() throws {
    let card = "<a class=card href='/p/electro'><h3>Electro</h3></a>"
    let found = try products(
      card + card + "<a class=card href='/p/electro'><h3>Electro HP</h3></a>", config: ["css": css])
    #expect(found.map { $0["id"] } == ["nord-electro", "nord-electro-electro-hp"])
  }

  @Test func `a page without products is a failure that says what was tried`() throws {
    let outcome = try brandPage("<h1>About us</h1>", config: ["css": css])
    #expect(
      throws: Listing.Failure(
        "no-products", "no strategy found a product on the page (json-ld 0, microdata 0, rdfa 0, css 0)")
    ) {
      try outcome.get()
    }
  }

  @Test func `a next page that leads back is a failure of the listing`() throws {
    let reading = try brandPage(cards, url: "https://nord.example/products/?page=3", config: ["css": css]).get()
    #expect(reading.listing?.failure?.code == "repeated-page")
    #expect(reading.requests.isEmpty)
  }

  @Test func `a list of bare addresses leaves the names to the products' own pages`() throws {
    let html = "<a href=/p/a><img></a><a href=/p/b>Learn more</a><a href=/p/a>A</a><a href=/news>News</a>"
    let config: JSON = ["css": ["item": "//a[contains(@href,'/p/')]", "fields": ["url": ""]], "detail": true]
    let reading = try brandPage(html, config: config).get()
    #expect(reading.products.isEmpty && reading.listing?.failure == nil)
    #expect(reading.requests.map { $0["url"] } == ["https://nord.example/p/a", "https://nord.example/p/b"])
  }

  @Test func `an item without a name among named ones is a failure`() throws {
    let reading = try brandPage(
      "<a class=card href=/p/a><h3>A</h3></a><a class=card href=/p/b></a>", config: ["css": css]
    ).get()
    #expect(reading.listing?.failure?.code == "unreadable-items")
  }
}
