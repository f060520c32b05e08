import JSON
import Sites
import Testing

/// Products in schema.org data, in the shapes in which shops write it.
struct BrandSchemaTests {
  private func linked(_ json: String) -> String { "<script type=application/ld+json>\(json)</script>" }

  @Test(arguments: [
    // Typed loosely, in other cases and vocabularies, and by a further type.
    #"{"@type":"product","name":"Wave"}"#, #"{"@type":["Thing","schema:Product"],"name":"Wave"}"#,
    #"{"@type":"http://schema.org/IndividualProduct","name":"Wave"}"#,
    #"{"@type":"Book","additionalType":"https://schema.org/Product","name":"Wave"}"#,
    // A work is a product where it is sold.
    #"{"@type":"SoftwareApplication","name":"Wave","offers":{"@type":"Offer","price":"99"}}"#,
    // Somewhere inside other things.
    #"{"@type":"ItemPage","mainEntity":{"@type":"Product","name":"Wave"}}"#,
    #"{"@type":"Review","itemReviewed":{"@type":"Product","name":"Wave"}}"#,
    #"{"@type":"Offer","price":"10","itemOffered":{"@type":"Product","name":"Wave"}}"#,
    #"{"@type":"Store","hasOfferCatalog":{"@type":"OfferCatalog","itemListElement":[{"@type":"OfferCatalog","itemListElement":[{"@type":"Offer","itemOffered":{"@type":"Product","name":"Wave"}}]}]}}"#,
    // A list whose entries have no type of their own, or stand for themselves.
    #"{"@type":"ItemList","itemListElement":{"position":1,"item":{"@type":"Product","name":"Wave"}}}"#,
    #"{"@type":"CollectionPage","mainEntity":{"@type":"ItemList","itemListElement":[{"@type":"Product","name":"Wave"}]}}"#,
    #"{"@graph":[{"@type":"ItemList","itemListElement":[{"@type":"ListItem","item":{"@id":"w1"}}]},{"@id":"w1","@type":"Product","name":"Wave"}]}"#,
    // Twice on the page, once in full.
    #"{"@graph":[{"@type":"WebPage","about":{"@id":"w1","@type":"Product","name":"Wave"}},{"@id":"w1","@type":"Product","name":"Wave","sku":"W"}]}"#,
    #"{"@type":"Product","name":[{"@language":"en","@value":"Wave"},{"@language":"sv","@value":"Våg"}]}"#,
  ])
  func `a product is found wherever it stands`(json: String) throws {
    #expect(try products(linked(json)).map { $0["name"] } == ["Wave"])
  }

  @Test(arguments: [
    #"{"@type":"ItemList","itemListElement":[{"@type":"ListItem","item":{"@type":"MusicGroup","name":"Beatles","url":"/b"}}]}"#,
    #"{"@type":"ItemList","itemListElement":["Wave 2","Lead A1"]}"#,
    #"{"@type":"Event","name":"Demo","offers":{"@type":"Offer","price":"10"}}"#,
    #"{"@type":"Book","name":"Manual"}"#,
    #"{"@type":"ItemList","@id":"l1","itemListElement":[{"@id":"l1"},{"item":{"@id":"l1"}}]}"#,
  ])
  func `lists of other things are none`(json: String) throws {
    #expect(throws: Listing.Failure.self) { try products(linked(json)) }
  }

  @Test func `a product has the price of the offer that names it`() throws {
    let product = try #require(
      try products(
        linked(
          #"{"@type":"Offer","price":"1899.00","priceCurrency":"EUR","availability":"https://schema.org/OutOfStock","itemOffered":{"@type":"Product","name":"Wave"}}"#
        )
      ).first)
    #expect(product["price_amount"] == 1899)
    #expect(product["in_stock"] == false)
  }

  @Test(arguments: [
    #""offers":{"@type":"AggregateOffer","offers":[{"@type":"Offer"},{"@type":"Offer","price":1899,"priceCurrency":"EUR"}]}"#,
    #""offers":{"@type":"Offer","priceSpecification":[{"priceType":"https://schema.org/ListPrice","price":2100},{"price":1899,"priceCurrency":"EUR"}]}"#,
    #""price":"1899","priceCurrency":"EUR""#,
    #""offers":[{"@type":"Offer","price":"1899.00","priceCurrency":"EUR"},{"@type":"Offer","price":"2100"}]"#,
  ])
  func `the price stands in one of several places`(offers: String) throws {
    let product = try #require(try products(linked("{\"@type\":\"Product\",\"name\":\"Wave\",\(offers)}")).first)
    #expect(product["price_amount"] == 1899)
    #expect(product["price_currency"] == "EUR")
  }

  private let electro = #"{"@type":"ProductGroup","@id":"e6","productGroupID":"E6","name":"Nord Electro 6""#

  @Test func `variants that name their group are its variants, however the page links them`() throws {
    let pages = [
      #"[\#(electro)},{"@type":"Product","name":"6D 61","isVariantOf":{"@id":"e6"}},{"@type":"Product","name":"6 HP","isVariantOf":{"@id":"e6"}}]"#,
      #"[\#(electro)},{"@type":"Product","name":"6D 61","inProductGroupWithID":"E6"},{"@type":"Product","name":"6 HP","inProductGroupWithID":"E6"}]"#,
      #"{"@graph":[\#(electro),"hasVariant":[{"@id":"a1"},{"@id":"b1"}]},{"@id":"a1","@type":"Product","name":"6D 61"},{"@id":"b1","@type":"Product","name":"6 HP"}]}"#,
      #"{"@graph":[\#(electro),"hasVariant":[{"@id":"a1"},{"@id":"b1"}]},{"@id":"a1","@type":"Product","name":"6D 61","isVariantOf":{"@id":"e6"}},{"@id":"b1","@type":"Product","name":"6 HP","isVariantOf":{"@id":"e6"}}]}"#,
    ]
    for page in pages {
      let found = try products(linked(page))
      #expect(found.map { $0["name"] } == ["Nord Electro 6"])
      #expect(found.first?["variants"]?.array?.map { $0["name"] } == ["6D 61", "6 HP"])
      #expect(found.first?["extraction"]?["variants"] == "json-ld")
    }
  }

  @Test func `a variant on a page of its own names its family`() throws {
    let product = try #require(
      try products(
        linked(
          #"{"@type":"Product","name":"Nord Electro 6D 61","isVariantOf":{"@type":"ProductGroup","name":"Nord Electro 6"}}"#
        )
      ).first)
    #expect(product["name"] == "Nord Electro 6D 61")
    #expect(product["family"] == "Nord Electro 6")
  }

  @Test func `microdata that leaves the name out has it in the heading`() throws {
    let html = """
      <h1>Nord Wave 2</h1><div itemscope itemtype="http://schema.org/product"><span itemprop=sku>NW2</span>
      <span itemprop=price content=1899></span></div>
      """
    let product = try #require(try products(html).first)
    #expect(product["name"] == "Nord Wave 2")
    #expect(product["sku"] == "NW2")
  }

  @Test func `microdata takes what itemref names`() throws {
    let html = """
      <div itemscope itemtype="https://schema.org/Product" itemref="price files"><b itemprop=name>Wave 2</b></div>
      <p id=price itemprop=offers itemscope itemtype="https://schema.org/Offer"><i itemprop=price content=1899>1.899</i>\
      <meta itemprop=priceCurrency content=EUR></p><div id=files><span itemprop=sku>NW2</span></div>
      """
    let product = try #require(try products(html).first)
    #expect(product["price_amount"] == 1899)
    #expect(product["sku"] == "NW2")
  }

  @Test func `RDFa products are found with their offers`() throws {
    let html = """
      <div vocab="https://schema.org/" typeof="Product"><span property=name>Wave 2</span><img property=image src=/i/w.jpg>
      <div property=offers typeof=Offer><span property=price content="1899.00">€1,899</span>
      <meta property=priceCurrency content=EUR><link property=availability href="https://schema.org/InStock"></div></div>
      """
    let product = try #require(try products(html).first)
    #expect(product["name"] == "Wave 2")
    #expect(product["price_currency"] == "EUR")
    #expect(product["images"]?["main"] == "https://nord.example/i/w.jpg")
    #expect(product["extraction"]?["price"] == "rdfa")
  }

  @Test func `GoodRelations offerings are products`() throws {
    let html = """
      <div xmlns:gr="http://purl.org/goodrelations/v1#" prefix="gr: http://purl.org/goodrelations/v1#" typeof="gr:Offering">
      <span property="gr:name">Wave 2</span><div rel="gr:hasPriceSpecification" property="gr:hasPriceSpecification" typeof="gr:UnitPriceSpecification">
      <span property="gr:hasCurrencyValue" content="1899.00">1.899</span><span property="gr:hasCurrency" content="EUR">€</span></div></div>
      """
    let product = try #require(try products(html).first)
    #expect(product["name"] == "Wave 2")
    #expect(product["price_amount"] == 1899)
    #expect(product["price_currency"] == "EUR")
  }

  @Test(arguments: [
    "<script type='application/ld+json'>//<![CDATA[\n{\"@type\":\"Product\",\"name\":\"Wave\"}\n//]]></script>",
    "<script type='application/ld+json'><![CDATA[{\"@type\":\"Product\",\"name\":\"Wave\"}]]></script>",
    "<script type='application/ld+json; charset=utf-8'>{\"@type\":\"Product\",\"name\":\"Wave\",};</script>",
    "<script type='application/ld+json'>{\"@type\":\"Product\",\"name\":\"Wave\"}{\"@type\":\"Thing\"}</script>",
  ])
  func `what pages wrap around their data does not hide it`(html: String) throws {
    #expect(try products(html).map { $0["name"] } == ["Wave"])
  }

  @Test func `an encoded name is decoded`() throws {
    #expect(
      try products(linked(#"{"@type":"Product","name":"Drum &amp; Bass &#8211; 2"}"#)).first?["name"]
        == "Drum & Bass – 2")
  }

  @Test func `a product and its neighbours in other syntaxes are all found, each once`() throws {
    let html =
      linked(#"{"@type":"Product","name":"Wave 2","url":"/p/wave-2","sku":"NW2"}"#)
        + """
        <div itemscope itemtype="https://schema.org/Product"><a itemprop=url href="/p/lead"><b itemprop=name>Lead</b></a></div>
        <div itemscope itemtype="https://schema.org/Product"><a itemprop=url href="/p/wave-2"><b itemprop=name>Wave</b></a></div>
        <div itemscope itemtype="https://schema.org/Product"><b itemprop=name>Piano</b></div>
        """
    let found = try products(html)
    #expect(Set(found.map { $0["name"]?.string }) == ["Lead", "Wave", "Piano"])
    #expect(found.first { $0["name"] == "Wave" }?["sku"] == "NW2")
  }

  @Test func `products that a product relates to are on the page, but not on the page of one`() throws {
    let html = linked(
      #"{"@type":"Product","name":"Wave 2","sku":"NW2","isRelatedTo":[{"@type":"Product","name":"Stand","url":"/p/stand"},{"@id":"x"}],"isSimilarTo":{"@type":"Product","name":"Wave 2"}}"#
    )
    #expect(try products(html).map { $0["name"] } == ["Wave 2", "Stand"])
    #expect(try products(html, role: "item").map { $0["name"] } == ["Wave 2"])
  }

  @Test func `a shop's list is none of its products`() throws {
    let html = "<meta property=og:type content=product.group><meta property=og:title content=Synthesizers>"
    #expect(throws: Listing.Failure.self) { try products(html) }
  }
}
