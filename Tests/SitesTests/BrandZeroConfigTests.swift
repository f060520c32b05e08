import JSON
import Sites
import Testing

/// Sites without a config.
struct BrandZeroConfigTests {
  @Test(arguments: [
    #"<script type="application/ld+json">[{"@type":"ItemList","itemListElement":[{"@type":"ListItem","item":{"@type":"Product","name":"A","url":"/p/a"}},{"@type":"ListItem","item":{"@type":"Product","name":"B","url":"/p/b"}}]}]</script>"#,
    "<div itemscope itemtype='https://schema.org/Product'><a itemprop=url href=/p/a><b itemprop=name>A</b></a></div><div itemscope itemtype='https://schema.org/Product'><a itemprop=url href=/p/b><b itemprop=name>B</b></a></div>",
    "<ul class=products><li class='product type-product post-1'><a href=/p/a><h2 class=woocommerce-loop-product__title>A</h2></a></li><li class='product type-product post-2'><a href=/p/b><h2 class=woocommerce-loop-product__title>B</h2></a></li></ul>",
    "<ol><li class='item product product-item'><a class=product-item-link href=/p/a>A</a></li><li class='item product product-item'><a class=product-item-link href=/p/b>B</a></li></ol>",
    #"{"products":[{"title":"A","handle":"a","variants":[]},{"title":"B","handle":"b","variants":[]}]}"#,
  ])
  func `lists are found without a config`(body: String) throws {
    let found = try products(body)
    #expect(found.map { $0["name"] } == ["A", "B"])
    #expect(found.map { $0["id"] } == ["nord-a", "nord-b"])
  }

  @Test func `a WooCommerce card gives both prices, stock and its number`() throws {
    let html = """
      <p class=woocommerce-result-count>Showing 1–12 of 1,048 results</p>
      <li class="product type-product post-77 outofstock"><h2 class=woocommerce-loop-product__title><a href="/p/a">A</a></h2>
      <span class=price><del><span class=amount>₪289.00</span></del> <ins><span class=amount>₪254.32</span></ins></span></li>
      <a class="next page-numbers" href="/shop/page/2/">→</a>
      """
    let reading = try brandPage(html, url: "https://nord.example/shop/").get()
    let product = try #require(reading.products.first)
    #expect(product["price"] == "₪254.32")
    #expect(product["price_amount"] == .number("254.32"))
    #expect(product["price_currency"] == "ILS")
    #expect(product["original_price_amount"] == 289)
    #expect(product["in_stock"] == false)
    #expect(product["item_id"] == "77")
    #expect(reading.listing?.next == "https://nord.example/shop/page/2/")
    #expect(reading.listing?.declared == 1048)
  }

  @Test func `a Magento card's special price is its price, in whatever order they stand`() throws {
    let html = """
      <li class="item product product-item"><a class="product photo product-item-photo" href="/a"><img class=product-image-photo \
      src="/i/a.jpg"></a><strong class="product name product-item-name"><a class=product-item-link href="/a.html"> A </a></strong>
      <div class="price-box price-final_price" data-product-id=9><span class=old-price><span data-price-type=oldPrice>\
      <span class=price>$300.00</span></span></span><span class=special-price><span data-price-type=finalPrice>\
      <span class=price>$250.00</span></span></span></div><div class="stock unavailable"><span>Out of stock</span></div></li>
      """
    let product = try #require(try products(html).first)
    #expect(product["id"] == "nord-a")
    #expect(product["price"] == "$250.00")
    #expect(product["original_price"] == "$300.00")
    #expect(product["in_stock"] == false)
    #expect(product["item_id"] == "9")
    #expect(product["images"]?["main"] == "https://nord.example/i/a.jpg")
  }

  @Test func `a page of one product brings together what all syntaxes say`() throws {
    let html = """
      <meta property=og:type content=product><meta property=og:title content="Wave 2 | Nord"><meta property=og:site_name content=Nord>
      <meta property=product:retailer_item_id content=NW2>
      <script type=application/ld+json>{"@type":"Product","name":"Nord Wave 2","offers":{"price":"1299.00","priceCurrency":"EUR",
      "availability":"https://schema.org/InStock"},"additionalProperty":[{"name":"Keys","value":61}],},</script>
      """
    let product = try #require(try products(html).first)
    #expect(product["name"] == "Nord Wave 2")
    #expect(product["sku"] == "NW2")
    #expect(product["price_amount"] == 1299)
    #expect(product["in_stock"] == true)
    #expect(product["specs"] == ["Keys": "61"])
    #expect(product["extraction"]?["sku"] == "opengraph")
  }

  @Test(arguments: [
    #"<script type=application/ld+json>{"@type":"Organization","name":"Nord"}</script>"#,
    "<meta property=og:type content=website><meta property=og:title content=Nord>",
    "", "{}", "[]", "<nav><a href=/a>Products</a></nav>",
  ])
  func `a page without products invents none`(body: String) throws {
    #expect(throws: Listing.Failure.self) { try products(body) }
  }

  @Test func `list entries that only link are fetched, not sold`() throws {
    let reading = try brandPage(
      #"<script type=application/ld+json>{"@type":"ItemList","itemListElement":[{"@type":"ListItem","url":"/p/a"},{"@type":"ListItem","url":"/p/b"}]}</script>"#
    ).get()
    #expect(reading.products.isEmpty)
    #expect(reading.requests.map { $0["url"] } == ["https://nord.example/p/a", "https://nord.example/p/b"])
  }

  @Test func `a WooCommerce product's page gives the product and its neighbours`() throws {
    let html = """
      <body class="single-product"><div id=product-7 class="product type-product post-7 instock"><div class=woocommerce-product-gallery>
      <div class=woocommerce-product-gallery__image><img src=/i/wave-300.jpg data-large_image=/i/wave.jpg></div></div><div class="summary">
      <h1 class="product_title entry-title">Wave 2</h1><p class=price><span class=amount>₪7,990</span></p><p class="stock in-stock">במלאי</p>
      <div class=product_meta><span class=sku_wrapper>SKU: <span class=sku>NW2</span></span><span class=posted_in><a>Synths</a></span></div></div>
      <section class="related products"><ul class=products><li class="product type-product post-8"><a href=/p/lead>
      <h2 class=woocommerce-loop-product__title>Lead</h2></a></li></ul></section></div></body>
      """
    let found = try products(html, url: "https://nord.example/product/wave-2/")
    #expect(Set(found.map { $0["name"]?.string }) == ["Wave 2", "Lead"])
    let product = try #require(try products(html, url: "https://nord.example/product/wave-2/", role: "item").first)
    #expect(product["name"] == "Wave 2")
    #expect(product["price_amount"] == 7990)
    #expect(product["sku"] == "NW2")
    #expect(product["in_stock"] == true)
    #expect(product["category"] == "Synths")
    #expect(product["images"]?["main"] == "https://nord.example/i/wave.jpg")
  }

  @Test func `a Magento product's page is read`() throws {
    let html = """
      <body class="catalog-product-view"><h1 class=page-title><span>Wave 2</span></h1><div class=product-info-main>
      <div class="price-box"><span class=old-price><span class=price>$3,000</span></span><span class=special-price><span class=price>$2,500</span></span></div>
      <div class="stock available"><span>In stock</span></div><div class="product attribute sku"><strong>SKU</strong><div class=value>NW2</div></div></div>
      <div class="product attribute description"><div class=value>An organ.</div></div>
      <table id=product-attribute-specs-table><tr><th>Keys</th><td>61</td></tr></table></body>
      """
    let product = try #require(try products(html, url: "https://nord.example/wave-2.html", role: "item").first)
    #expect(product["price_amount"] == 2500)
    #expect(product["original_price_amount"] == 3000)
    #expect(product["sku"] == "NW2")
    #expect(product["specs"] == ["Keys": "61"])
    #expect(product["description"] == "An organ.")
  }

  @Test func `Konimbo and h-product lists are found`() throws {
    let konimbo = """
      <div class=layout_list_item id=item_id_5 data-item-code=A5 data-brand-title=Nord data-category-title=Synths><a href='  /items/5-a
      '><div class=img_wrapper><img src=/5.jpg></div><h3 class=title_with_brand>A</h3></a><span class=price><span class=items_show_price_text>מחיר</span>
      1,449 ₪<div class=show_eilat_price>1,227 ₪</div></span>
      <div class=layout_list_item id=item_id_6 data-item-code=A6><a href=/items/6-b><p class=title>B</p></a></div></div>
      """
    let found = try products(konimbo)
    #expect(found.map { $0["name"] } == ["A", "B"])
    #expect(found[0]["price_amount"] == 1449)
    #expect(found[0]["sku"] == "A5")
    #expect(found[1]["item_id"] == "6")
    let microformats = """
      <div class=h-product><a class=u-url href=/p/a><span class=p-name>A</span></a><data class=p-price value=10>€10</data></div>
      <div class=hproduct><a class=url href=/p/b><span class=fn>B</span></a></div>
      """
    #expect(try products(microformats).map { $0["name"] } == ["A", "B"])
  }
}
