import JSON
import Sites
import Testing

struct BrandItemTests {
  private let url = "https://nord.example/products/nord-electro-6/"

  private func item(_ html: String, config: JSON? = nil) throws -> JSONObject {
    try #require(try products(html, url: url, role: "item", config: config).first)
  }

  @Test func `a family lists its variants`() throws {
    let product = try item(
      #"<script type=application/ld+json>{"@type":"ProductGroup","name":"Nord Electro 6","hasVariant":[{"@type":"Product","name":"Electro 6D 61","sku":"E61","offers":{"price":2000,"priceCurrency":"EUR"}},{"@type":"Product","name":"Electro 6 HP"}]}</script>"#
    )
    #expect(product["name"] == "Nord Electro 6")
    #expect(
      product["variants"] == [
        ["name": "Electro 6D 61", "sku": "E61", "price": "2000", "price_amount": 2000, "price_currency": "EUR"],
        ["name": "Electro 6 HP"],
      ])
  }

  @Test func `an accessory names its instrument`() throws {
    let product = try item(
      #"<script type=application/ld+json>{"@type":"Product","name":"Soft Case","isAccessoryOrSparePartFor":{"@type":"Product","name":"Electro 6D 61"}}</script>"#
    )
    #expect(product["accessory_of"] == ["Electro 6D 61"])
  }

  @Test func `neighbours on the page are not the product`() throws {
    let product = try item(
      #"<script type=application/ld+json>{"@graph":[{"@type":"Product","name":"Case","url":"/products/case"},{"@type":"Product","name":"Electro 6","url":"/products/nord-electro-6/"}]}</script>"#
    )
    #expect(product["name"] == "Electro 6")
  }

  @Test func `manuals are documents, those in the footer are not`() throws {
    let html = """
      <h1>Nord Electro 6</h1><a href="/f/brochure.pdf">Brochure</a><a href="/f/e6.pdf?v=2">User Manual English</a>
      <a href="/f/e6.pdf?v=2">again</a><a href="/p/x">x</a><footer><a href="/f/privacy.pdf">Privacy</a></footer>
      """
    let product = try item(html, config: ["detail": ["css": ["item": "body", "fields": ["name": "h1"]]]])
    #expect(product["documentation"] == ["url": "https://nord.example/f/e6.pdf?v=2", "type": "manual"])
    #expect(product["documents"]?.array?.count == 2)
    #expect(product["extraction"]?["documents"] == "links")
  }

  @Test func `a detail page is read by its own selectors`() throws {
    let html = """
      <main><h1>Electro 6</h1><table class=spec><tr><th>Keys<td>61<tr><th>Weight:<td>7 kg</table>
      <li class=version><b>6D 61</b><li class=version><b>6 HP</b></main><aside><h1>Other</h1></aside>
      """
    let css: JSON = [
      "item": "main",
      "fields": ["name": "h1", "specs": ".spec", "variants": ["select": ".version", "fields": ["name": "b"]]],
    ]
    let product = try item(html, config: ["detail": ["css": css]])
    #expect(product["name"] == "Electro 6")
    #expect(product["specs"] == ["Keys": "61", "Weight": "7 kg"])
    #expect(product["variants"] == [["name": "6D 61"], ["name": "6 HP"]])
  }

  @Test(arguments: [
    ("Nord Electro 6", JSON.null), ("Strictly necessary cookies allow core website functionality", .null),
    ("<p>Organ &amp; piano</p>", "Organ & piano"),
  ])
  func `a description is plain text about the product`(text: String, description: JSON) throws {
    let product = try item(
      "<meta property=og:type content=product><meta property=og:title content='Nord Electro 6'><meta property=og:description content=\"\(text.replacing("&", with: "&amp;"))\">"
    )
    #expect(product["description"] == description)
  }

  @Test(arguments: [
    ("https://nord.example/products/nord-electro-6/", "nord-electro-6"),
    ("https://nord.example/en/electro-6.html", "nord-electro-6"),
    ("https://nord.example/product.php?id=7", "nord-stage-4"),
    ("https://nord.example/p/12345", "nord-stage-4"),
  ])
  func `identity comes from the address, else from the name`(url: String, id: String) throws {
    let html = #"<script type=application/ld+json>{"@type":"Product","name":"Stage 4"}</script>"#
    #expect(try products(html, url: url, role: "item").first?["id"] == .string(id))
  }

  @Test func `a product that names itself as its variant is read once`() throws {
    let product = try item(
      #"<script type=application/ld+json>{"@type":"Product","@id":"/p","name":"A","hasVariant":[{"@id":"/p"}]}</script>"#
    )
    #expect(product["variants"] == [["name": "A", "url": "https://nord.example/p"]])
  }

  @Test func `a page that nothing calls a product is none, whatever its title`() throws {
    let html = "<meta property=og:title content='Digital Pianos'><h1>Digital Pianos</h1>"
    #expect(throws: Listing.Failure.self) { try products(html, url: url, role: "item", config: ["detail": true]) }
  }

  @Test func `the form of a WooCommerce page lists its variations`() throws {
    let product = try item(
      """
      <meta property=og:type content=product><meta property=og:title content=Wave><form data-product_variations='[{"attributes":\
      {"attribute_pa_keys":"61","attribute_pa_color":"red"},"sku":"W61","display_price":1500.5,"is_in_stock":true}]'></form>
      """)
    #expect(
      product["variants"] == [
        [
          "name": "61 red", "sku": "W61", "price": "1500.5", "in_stock": true, "price_amount": .number("1500.5"),
          "price_currency": .null,
        ]
      ])
  }

  @Test func `the models that a family's page names are its variants`() throws {
    let html = """
      <meta property=og:type content=product><meta property=og:title content="Nord Electro 6"><h1>Nord Electro 6</h1>
      <h2>Nord Electro 6 OS</h2><h2>Nord Electro 6 in the studio</h2><h3>Nord Electro 61</h3>
      <table><tr><th></th><th>Nord Electro 6D 61</th><th>Nord Electro 6D 73</th><th>Electro 6 HP</th></tr>
      <tr><th>Keys</th><td>61</td><td>73</td><td>73</td></tr></table><h3>NORD ELECTRO 6D 61</h3>
      """
    let product = try item(html)
    #expect(
      product["variants"] == [["name": "Nord Electro 6D 61"], ["name": "Nord Electro 6D 73"], ["name": "Electro 6 HP"]])
    #expect(product["extraction"]?["variants"] == "css")
  }

  @Test(arguments: ["<h3>Nord Electro 6D 61</h3>", "<p>Nord Electro 6D 61</p><p>Nord Electro 6D 73</p>"])
  func `one model, or models in running text, make no family`(html: String) throws {
    let head = "<meta property=og:type content=product><meta property=og:title content='Nord Electro 6'>"
    #expect(try item(head + html)["variants"] == nil)
  }

  @Test func `a block of accessories relates them to the instrument`() throws {
    let html = """
      <meta property=og:type content=product><meta property=og:title content="Nord Electro 6"><nav><h3>Accessories</h3>
      <a href="/accessories/">All</a></nav><section><h2>Features</h2><a href="/story">Story</a></section>
      <section class=cards><div><h2>Accessories</h2></div><a href="/accessories/soft-case-61/"><img src=/c.jpg><h3>Soft Case</h3></a>
      <a href="/accessories/stand/?ref=e6#top">Stand</a><a href="/f/case.pdf">Data</a><a href="/accessories/soft-case-61/">again</a></section>
      """
    let product = try item(html)
    #expect(
      product["accessories"] == [
        "https://nord.example/accessories/soft-case-61/", "https://nord.example/accessories/stand/?ref=e6",
      ])
    #expect(product["extraction"]?["accessories"] == "links")
  }

  @Test(arguments: [
    ("<a href='/d?file=/f/e6-user-manual.pdf&v=2'>Download</a>", "manual"),
    ("<a href='/d/17' type='application/pdf'>Owner's Manual</a>", "manual"),
    ("<a href='/d/18' download='E6 Quick Start.pdf'>Quick start guide</a>", "quick-start"),
    ("<a href='/f/e6_spec.PDF'>Technical data</a>", "datasheet"), ("<a href='/f/x.pdf'>מדריך למשתמש</a>", "manual"),
    ("<a href='/f/dim.pdf'>Dimensions</a>", "drawing"), ("<a href='/f/x.pdf'>Terms</a>", "document"),
  ])
  func `a document's kind is told`(link: String, kind: String) throws {
    let head = "<meta property=og:type content=product><meta property=og:title content='Nord Electro 6'>"
    let product = try item(head + link)
    #expect(product["documents"]?.array?.count == 1)
    #expect(product["documents"]?[0]?["type"] == .string(kind))
  }

  @Test func `a logo on a product's page is not its picture`() throws {
    let css: JSON = ["item": "body", "fields": ["name": "h1", "image": ".top"]]
    let html =
      "<h1>Electro</h1><div class=top><img class=brand-logo src=/b.png><img alt='Nord logo' src=/n.png><img src=/e6.png></div>"
    #expect(try item(html, config: ["detail": ["css": css]])["images"]?["main"] == "https://nord.example/e6.png")
  }

  @Test func `an only variant is none`() throws {
    let found = try products(
      #"{"products":[{"title":"Wave","handle":"wave","variants":[{"title":"Default Title","sku":"W","price":"10.00"}]}]}"#
    )
    #expect(found.first?["variants"] == nil)
    #expect(found.first?["sku"] == "W")
  }
}
