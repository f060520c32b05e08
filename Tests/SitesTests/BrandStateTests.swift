import JSON
import Sites
import Testing

/// Products in the state that pages embed for their own scripts, without a config.
struct BrandStateTests {
  private static let cards = #"""
    [{"title":"Wave 2","slug":"wave-2","image":{"url":"/i/wave.png"},"price":{"amount":"1899.00","currencyCode":"EUR"}},\#
    {"title":"Lead A1","slug":"lead-a1","image":{"url":"/i/lead.png"},"price":{"amount":"1499.00","currencyCode":"EUR"}}]
    """#
  private static let links = "<a href=/instruments/wave-2/>Wave 2</a><a href=/instruments/lead-a1/>Lead A1</a>"

  @Test(arguments: [
    #"<script id="__NEXT_DATA__" type="application/json">{"props":{"pageProps":{"products":\#(cards)}}}</script>"#,
    #"<script>window.__NUXT__=(function(a){return {data:[{products:\#(cards)}],locale:a}}("en"))</script>"#,
    #"<script>window.__INITIAL_STATE__ = {"catalog":{"products":{"items":\#(cards)}},"user":null};</script>"#,
    #"<script>window.__PRELOADED_STATE__ = JSON.parse(decodeURIComponent("%7B%22products%22%3A[{%22name%22:%22Wave 2%22,%22sku%22:%22W%22,%22url%22:%22/instruments/wave-2/%22},{%22name%22:%22Lead A1%22,%22sku%22:%22L%22,%22url%22:%22/instruments/lead-a1/%22}]}"))</script>"#,
    #"<div id=app data-page='{"component":"Shop","props":{"products":{"data":\#(cards)}}}'></div>"#,
    #"<script>self.__next_f.push([1,"5:[\"$\",\"div\",null,{\"products\":[{\"title\":\"Wave 2\",\"sku\":\"W\",\"slug\":\"wave-2\"},{\"title\":\"Lead A1\",\"sku\":\"L\",\"slug\":\"lead-a1\"}]}]\n"])</script>"#,
    #"<script id=state type=application/json>{"products":{"byId":{"11":{"name":"Wave 2","slug":"wave-2","sku":"W"},"12":{"name":"Lead A1","slug":"lead-a1","sku":"L"}}}}</script>"#,
    #"<script type=application/json id=x>{"data":{"collection":{"products":{"edges":[{"node":{"title":"Wave 2","handle":"wave-2","featuredImage":{"url":"/i/w.png"}}},{"node":{"title":"Lead A1","handle":"lead-a1","featuredImage":{"url":"/i/l.png"}}}]}}}}</script>"#,
    #"<script type=application/json id=x>{"products":{"data":[{"id":1,"attributes":{"name":"Wave 2","slug":"wave-2","cover":{"data":{"attributes":{"url":"/i/w.png"}}}}},{"id":2,"attributes":{"name":"Lead A1","slug":"lead-a1"}}]}}</script>"#,
  ])
  func `a list in a page's state is read`(state: String) throws {
    let found = try products(Self.links + state)
    #expect(found.map { $0["name"] } == ["Wave 2", "Lead A1"])
    #expect(
      found.map { $0["url"] }
        == ["https://nord.example/instruments/wave-2/", "https://nord.example/instruments/lead-a1/"])
    #expect(found.allSatisfy { $0["extraction"]?["name"] == "embedded" })
  }

  @Test func `a state's prices and pictures are read`() throws {
    let html = #"<script id="__NEXT_DATA__" type="application/json">{"products":\#(Self.cards)}</script>"#
    let product = try #require(try products(html).first)
    #expect(product["price_amount"] == 1899)
    #expect(product["price_currency"] == "EUR")
    #expect(product["images"]?["main"] == "https://nord.example/i/wave.png")
  }

  @Test func `menus, neighbours and cards of overviews are no products`() throws {
    let html = #"""
      <script id="__NEXT_DATA__" type="application/json">{"header":{"menuItems":[{"title":"Wave 2","href":"/products/wave-2/","image":"/i.png"}]},
      "hero":{"title":"Meet the Wave","image":"/h.png","href":"/products/wave-2/"},
      "products":[{"title":"Wave 2","href":"/products/wave-2/","image":"/i/1.png"},{"title":"Lead","href":"/products/lead/","image":"/i/2.png"},
      {"title":"Piano","href":"/products/piano/","image":"/i/3.png"},{"title":"Accessories","href":"/accessories/","image":"/i/4.png"}],
      "news":[{"title":"New product","href":"/products/news","image":"/n.png"}],"recommendedProducts":[{"title":"Stand","href":"/products/stand/","image":"/i/5.png"}]}</script>
      """#
    #expect(try products(html).map { $0["name"] } == ["Wave 2", "Lead", "Piano"])
  }

  @Test(arguments: [
    #"{"posts":[{"title":"A","slug":"a","image":"/a.png"},{"title":"B","slug":"b","image":"/b.png"}]}"#,
    #"{"links":[{"title":"Products","href":"/products/"}],"user":{"name":"x","id":1}}"#,
    #"{"categories":[{"name":"Synths","url":"/products/synths/x","image":"/s.png"}]}"#,
    #"{"events":[{"name":"Demo","price":10,"url":"/e","image":"/e.png"}]}"#,
  ])
  func `a state without products invents none`(state: String) throws {
    #expect(throws: Listing.Failure.self) {
      try products("<script id=__NEXT_DATA__ type=application/json>\(state)</script>")
    }
  }

  @Test func `a page's own product is read with its family, accessories and manuals`() throws {
    let html = #"""
      <script id="__NEXT_DATA__" type="application/json">{"props":{"pageProps":{"product":{"title":"Nord Electro 6","slug":"nord-electro-6",
      "productImage":{"url":"/i/e6.png"},"models":[{"name":"Electro 6D 61","articleNumber":"E61"},{"name":"Electro 6D 73"},{"name":"Electro 6 HP"}],
      "accessories":[{"title":"Soft Case 61","slug":"/accessories/soft-case-61/"}],
      "downloads":[{"title":"User Manual","file":{"url":"/f/e6-manual.pdf"}}]},
      "relatedProducts":[{"title":"Nord Stage 4","slug":"nord-stage-4","productImage":"/i/s4.png"}]}}}</script>
      """#
    let found = try products(html, url: "https://nord.example/products/nord-electro-6/", role: "item")
    let product = try #require(found.first)
    #expect(product["name"] == "Nord Electro 6")
    #expect(product["variants"]?.array?.map { $0["name"] } == ["Electro 6D 61", "Electro 6D 73", "Electro 6 HP"])
    #expect(product["accessories"] == ["https://nord.example/accessories/soft-case-61/"])
    #expect(product["documentation"] == ["url": "https://nord.example/f/e6-manual.pdf", "type": "manual"])
    #expect(product["documents"]?[0]?["title"] == "User Manual")
    #expect(product["extraction"]?["variants"] == "embedded")
  }

  @Test func `a state adds to what the page's data says of the same product, not of others`() throws {
    let html = #"""
      <script type=application/ld+json>{"@type":"Product","name":"Wave 2","sku":"NW2"}</script>
      <script id="__NEXT_DATA__" type="application/json">{"products":[{"title":"Lead","sku":"NL","ean":"4006381333931","href":"/p/lead"},
      {"title":"Wave Two","sku":"NW2","ean":"4006381333931","href":"/p/wave-2"}]}</script>
      """#
    let found = try products(html)
    #expect(found.map { $0["name"] } == ["Wave 2"])
    #expect(found.first?["gtin"] == "4006381333931")
    #expect(found.first?["extraction"]?["gtin"] == "embedded")
  }

  @Test func `a state that shows what the data shows and more is the list`() throws {
    let html = #"""
      <script type=application/ld+json>[{"@type":"Product","name":"Wave 2","sku":"W"},{"@type":"Product","name":"Lead","gtin":"4006381333931"}]</script>
      <script id="__NEXT_DATA__" type="application/json">{"products":[{"title":"Lead","sku":"L","href":"/p/lead"},
      {"title":"Wave 2","sku":"W","href":"/p/wave-2"},{"title":"Piano","sku":"P","href":"/p/piano"}]}</script>
      """#
    let found = try products(html)
    #expect(found.map { $0["name"] } == ["Lead", "Wave 2", "Piano"])
    #expect(found.first?["gtin"] == "4006381333931")
  }

  @Test func `Shopify's analytics state counts cents and names variants`() throws {
    let html = #"""
      <meta property=og:type content=product><meta property=og:title content="Wave 2"><meta property=og:price:currency content=EUR>
      <script>window.ShopifyAnalytics = window.ShopifyAnalytics || {}; window.ShopifyAnalytics.meta.currency = 'EUR';
      var meta = {"product":{"id":7,"vendor":"Nord","type":"Synth","handle":"wave-2","variants":[
      {"id":71,"price":189900,"name":"Wave 2 - 61","public_title":"61","sku":"W61"},{"id":72,"price":209900,"name":"Wave 2 - 73","public_title":"73","sku":"W73"}]},
      "page":{"pageType":"product"}};</script>
      """#
    let product = try #require(try products(html, url: "https://nord.example/products/wave-2").first)
    #expect(product["name"] == "Wave 2")
    #expect(product["price_amount"] == 1899)
    #expect(product["price_currency"] == "EUR")
    #expect(product["variants"]?.array?.map { $0["name"] } == ["61", "73"])
    #expect(product["variants"]?.array?.map { $0["price_amount"] } == [1899, 2099])
  }

  @Test func `a Shopify collection's state lists its products`() throws {
    let html = #"""
      <script>var meta = {"products":[{"id":7,"vendor":"Nord","type":"Synth","variants":[{"price":189900,"name":"Wave 2","public_title":null,"sku":"W"}]},
      {"id":8,"vendor":"Nord","type":"Synth","variants":[{"price":149900,"name":"Lead - Black","public_title":"Black","sku":"L"}]}],"page":{"pageType":"collection"}};</script>
      """#
    #expect(try products(html).map { $0["name"] } == ["Wave 2", "Lead"])
  }

  @Test func `Magento's configuration gives variants and pictures`() throws {
    let html = #"""
      <meta property=og:type content=product><meta property=og:title content="Wave 2">
      <script type="text/x-magento-init">{"[data-role=swatch-options]":{"Magento_Swatches/js/swatch-renderer":{"jsonConfig":{
      "attributes":{"93":{"code":"keys","label":"Keys","options":[{"id":"1","label":"61","products":["11"]},{"id":"2","label":"73","products":["12"]}]}},
      "currencyFormat":"€%s","optionPrices":{"11":{"finalPrice":{"amount":1899}},"12":{"finalPrice":{"amount":2099}}},
      "images":{"11":[{"full":"https://nord.example/m/61.jpg"}]},"sku":{"11":"W61"},"productId":"10"}}}}</script>
      <script type="text/x-magento-init">{"[data-gallery-role=gallery-placeholder]":{"mage/gallery/gallery":{"data":[
      {"thumb":"/m/t.jpg","full":"/m/back.jpg","isMain":false},{"thumb":"/m/t2.jpg","full":"/m/front.jpg","isMain":true}]}}}</script>
      """#
    let product = try #require(try products(html, role: "item").first)
    #expect(
      product["variants"] == [
        [
          "name": "61", "sku": "W61", "image": "https://nord.example/m/61.jpg", "price": "1899", "price_amount": 1899,
          "price_currency": "EUR",
        ], ["name": "73", "price": "2099", "price_amount": 2099, "price_currency": "EUR"],
      ])
    #expect(product["images"]?["main"] == "https://nord.example/m/front.jpg")
    #expect(product["extraction"]?["variants"] == "embedded")
  }

  @Test func `analytics name the products of a page that says nothing else`() throws {
    let html = #"""
      <script>dataLayer.push({"ecommerce":{"impressions":[{"name":"Wave 2","id":"W","price":"1899","brand":"Nord"},{"name":"Lead","id":"L","price":"1499"}]}});</script>
      """#
    #expect(try products(html).map { $0["name"] } == ["Wave 2", "Lead"])
  }
}
