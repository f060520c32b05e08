import JSON
import Testing

@testable import Markup

struct StructuredDataTests {
  @Test func `a broken JSON-LD block does not cost the others`() throws {
    let page = try Document(
      html: """
        <script type="application/ld+json">[{"@type":"Brand"}, 3, null]</script>
        <script type="application/ld+json">{"@type": what}</script>
        <script type=" Application/LD+JSON; charset=utf-8 "><!-- {"@type":"Product","name":"14" cymbal",} --></script>
        <script type="application/ld+json">{&quot;@type&quot;:&quot;Thing&quot;}</script>
        <script type="application/json">{"@type":"Other"}</script>
        <script type="application/ld+json">
        // note
        {"@type":"Product","name":"14" cymbal",}</script>
        """)
    let blocks = JSONLD.blocks(in: page)
    #expect(blocks.map(\.values.count) == [1, 0, 0, 1, 1])
    #expect(blocks.map { $0.error == nil } == [true, false, true, true, true])
    #expect(StructuredData.jsonLD(in: page).last?.value["name"] == "14\" cymbal")
    #expect(StructuredData.jsonLD(in: page).last?.node.isNamed("script") == true)
  }

  @Test func `linked data is found by type and by identifier`() throws {
    let data = LinkedData([
      [
        "@graph": [
          ["@type": "https://schema.org/Product", "brand": ["@id": "#b"], "isRelatedTo": ["@type": "Product"]],
          ["@type": ["Brand", "Thing"], "@id": "#b", "name": "Nord"],
        ]
      ],
      ["@type": "ItemList", "itemListElement": [["item": ["@type": "Product", "name": "Piano"]]]],
    ])
    #expect(data.nodes(ofType: "Product").count == 2)
    let brand = data.nodes(ofType: "Product").first?["brand"] ?? .null
    #expect(data.resolved(brand)["name"] == "Nord")
    #expect(data.resolved(["@id": "#c"]) == ["@id": "#c"])
    #expect(LinkedData.types(of: data.nodes(ofType: "Thing")[0]) == ["Brand", "Thing"])
  }

  @Test func `microdata items carry their properties, also from elsewhere`() throws {
    let page = try Document(
      html: """
        <div itemscope itemtype="https://schema.org/Product" itemref="more none"><h1 itemprop=name>Stage <b>Piano</b></h1>
        <img itemprop=image src=" /p.jpg "><meta itemprop="sku" content=SP88><div itemprop="offers" itemscope
        itemtype="https://schema.org/Offer"><span itemprop=price content="1990.00">1,990 ₪</span>
        <link itemprop=availability href="https://schema.org/InStock"></div>
        <span itemprop="brand" itemscope itemtype="https://schema.org/Brand">Nord<script>x</script></span></div>
        <p id=more><time itemprop="releaseDate">2020</time><a itemprop="image url" href="q.jpg">q</a></p>
        <i itemprop=orphan itemscope itemid=" #x "><b itemprop=a>1</b><b itemprop=a>2</b></i>
        """)
    let items = StructuredData.microdata(in: page) { "https://shop.test" + $0 }
    #expect(items.map(\.syntax) == [.microdata, .microdata])
    #expect(
      items[0].value == [
        "@type": "https://schema.org/Product", "name": "Stage Piano",
        "image": ["https://shop.test/p.jpg", "https://shop.testq.jpg"], "sku": "SP88",
        "offers": [
          "@type": "https://schema.org/Offer", "price": "1990.00",
          "availability": "https://shop.testhttps://schema.org/InStock",
        ],
        "brand": ["@type": "https://schema.org/Brand", "name": "Nord"], "releaseDate": "2020",
        "url": "https://shop.testq.jpg",
      ])
    #expect(items[1].value == ["@id": "#x", "a": ["1", "2"]])
  }

  @Test func `items that refer to each other have an end`() throws {
    let page = try Document(
      html: """
        <div itemscope id=a itemref=b><i itemprop=n>1</i></div><div itemprop=x itemscope id=b itemref="a c"></div>
        <div itemprop=y itemscope id=c itemref="b c"></div>
        """)
    #expect(Microdata.items(in: page).count == 1)
  }

  @Test func `RDFa Lite gives the same shape`() throws {
    let page = try Document(
      html: """
        <body vocab="https://schema.org/" prefix="s: https://s.test/"><div typeof=Product resource="#p">
        <span property=name>Piano</span><a property=url href="/p">x</a>
        <div property=offers typeof="Offer s:Deal"><meta property="s:price" content=10></div><i property=brand typeof=Brand>N</i>
        </div><p property=name>outside</p></body>
        """)
    #expect(
      StructuredData.rdfa(in: page).map(\.value) == [
        [
          "@type": "https://schema.org/Product", "@id": "#p", "name": "Piano", "url": "/p",
          "offers": ["@type": ["https://schema.org/Offer", "https://s.test/Deal"], "price": "10"],
          "brand": ["@type": "https://schema.org/Brand", "name": "N"],
        ]
      ])
  }

  @Test func `OpenGraph keeps order, repetitions and declared prefixes`() throws {
    let page = try Document(
      html: """
        <html prefix="shop: http://shop.test/ns#"><head><meta property=og:title content=" Piano "><meta property=og:image
        content=1><meta name="og:image" content=2><meta property="product:price:amount" content="10"><meta
        property="shop:x" content=y><meta property="other:x" content=y><meta property=og:empty content=""></head></html>
        """)
    let graph = try #require(OpenGraph(in: page))
    #expect(graph["og:title"] == "Piano")
    #expect(graph.all("og:image") == ["1", "2"])
    #expect(graph.properties.map(\.name) == ["og:title", "og:image", "og:image", "product:price:amount", "shop:x"])
    #expect(Set(graph.namespaces.keys) == ["og", "product", "shop"])
    #expect(StructuredData.openGraph(in: page).first?.value["og:image"] == ["1", "2"])
    #expect(try OpenGraph(in: Document(html: "<p>")) == nil)
  }
}
