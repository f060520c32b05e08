import Catalogue
import JSON
import Records
import Testing

@testable import Tree

/// Each guard by its boundary: one crawl that trips it, one that just does not.
@Suite struct GuardTests {
  private func trips(_ name: String, _ evidence: Evidence) throws -> Bool {
    try #require(Guard.named(name)).finding(evidence) != nil
  }

  @Test func `names are distinct and every guard says what it is against`() {
    #expect(Set(Guard.acceptableNames).count == Guard.acceptableNames.count)
    #expect(Guard.all.allSatisfy { !$0.meaning.isEmpty })
  }

  @Test(arguments: [
    (0, 1, true), (0, 0, false), (0, nil, false), (1, 100, false),
  ])
  func `no-products: an empty crawl does not replace a catalogue`(new: Int, published: Int?, isRefused: Bool) throws {
    #expect(try trips("no-products", Fixture.evidence(Fixture.products(new), published: published)) == isRefused)
  }

  @Test func `no-products: a first crawl whose listing failed is no empty catalogue`() throws {
    #expect(try trips("no-products", Evidence(part: Fixture.crawl([Fixture.brokenListing]))))
  }

  @Test(arguments: [
    (16, 20, false), (15, 20, true), (80, 100, false), (79, 100, true), (7, 10, false), (6, 10, true), (74, 500, true),
    (25, 20, false),
  ])
  func `shrink: more than 20 per cent and more than 3 items fewer`(new: Int, published: Int, isRefused: Bool) throws {
    #expect(try trips("shrink", Fixture.evidence(Fixture.products(new), published: published)) == isRefused)
  }

  @Test func `shrink: products carried over are not missing, and an incomplete crawl proves nothing`() throws {
    var evidence = try Fixture.evidence(Fixture.products(6), published: 10)
    evidence.carriedCount = 1
    #expect(try !trips("shrink", evidence))
    evidence = Evidence(part: try Fixture.crawl([Fixture.listing(), Fixture.brokenListing] + Fixture.products(1)))
    evidence.publishedCount = 500
    #expect(try !trips("shrink", evidence))
  }

  @Test(arguments: [
    (#","declared":25,"excluded":{"event":2}"#, 23, false),
    (#","declared":25,"excluded":{"event":1,"article":1}"#, 23, false),
    (#","declared":26,"excluded":{"event":2}"#, 23, true),
    (#","declared":24,"excluded":{"event":2}"#, 23, true),
    (#","declared":null"#, 23, false), ("", 23, false), (#","declared":731"#, 500, true),
  ])
  func `declared: a listing gives as many as it says`(listing: String, products: Int, isRefused: Bool) throws {
    let part = try Fixture.crawl([Fixture.listing(listing)] + Fixture.products(products))
    #expect(try trips("declared", Evidence(part: part)) == isRefused)
  }

  @Test func `declared: all pages of a listing count, a product seen on two pages counts once`() throws {
    let pages = [Fixture.listing(#","declared":3"#), Fixture.listing(#","declared":3"#)]
    let products = ["1", "2", "2", "3"].map { Fixture.product($0) }
    #expect(try !trips("declared", Evidence(part: Fixture.crawl(pages + products))))
    #expect(try trips("declared", Evidence(part: Fixture.crawl(pages + products.dropLast()))))
  }

  @Test func `declared: a brand's product pages that failed account for the difference`() throws {
    let failed =
      #"{"type":"item","source":"brand","brand_id":"acme","page_url":"https://acme.example/products/9","error":{"code":"http-500","message":"m"}}"#
    let page = Fixture.listing(#","declared":3"#, source: .brand)
    let two = Fixture.products(2, source: .brand)
    #expect(try !trips("declared", Evidence(part: Fixture.crawl([page, failed] + two, source: .brand))))
    #expect(try trips("declared", Evidence(part: Fixture.crawl([page] + two, source: .brand))))
  }

  @Test(arguments: ["cap", "repeated-page"])
  func `a listing that was not read to its end is refused by the name of the failure`(code: String) throws {
    let stopped = Fixture.listing(#","error":{"code":"\#(code)","message":"page 20 of 20"}"#)
    #expect(try trips(code, Evidence(part: Fixture.crawl([stopped] + Fixture.products(500)))))
    #expect(try !trips(code, Evidence(part: Fixture.crawl([Fixture.brokenListing] + Fixture.products(500)))))
  }

  @Test(arguments: [
    ("Acme", false), ("ACME ", false), ("Acme-Audio", false), (nil, false), ("Warm Waves", true), ("Acme Pro", true),
  ])
  func `brand-title: every tile is of the brand`(title: String?, isRefused: Bool) throws {
    let more = title.map { #","brand_title":"\#($0)""# } ?? ""
    var evidence = try Fixture.evidence([Fixture.product("1", more)])
    evidence.titles = Set(["acme", "Acme Audio"].map(Guard.brandKey))
    #expect(try trips("brand-title", evidence) == isRefused)
  }

  @Test(arguments: [("207910", false), ("33109", true), (nil, false)])
  func `brand-title: the page shows the brand's own group`(group: String?, isRefused: Bool) throws {
    let listing = Fixture.listing(group.map { #","group_id":"\#($0)""# } ?? "")
    var evidence = Evidence(part: try Fixture.crawl([listing, Fixture.product("1")]))
    evidence.groupID = "207910"
    #expect(try trips("brand-title", evidence) == isRefused)
  }

  @Test(arguments: [
    ("https://www.halilit.com/items/1", false), ("https://WWW.halilit.com/items/1", false),
    ("http://www.halilit.com:80/items/1", false), ("https://halilit.com/items/1", true),
    ("https://www.halilit.com.example/items/1", true), ("https://example.com/?u=www.halilit.com", true),
    ("https://www.halilit.com@example.com/", true), ("/items/1", true), ("", true),
  ])
  func `host: products live on the source's hosts`(url: String, isRefused: Bool) throws {
    var evidence = try Fixture.evidence([item(url)])
    evidence.hosts = ["www.halilit.com"]
    #expect(try trips("host", evidence) == isRefused)
    evidence.hosts = nil
    #expect(try !trips("host", evidence))
  }

  @Test func `host: an entry with a port allows that port only`() throws {
    let record =
      #"{"type":"product","source":"brand","brand_id":"acme","id":"1","name":"A","url":"http://127.0.0.1:81/"}"#
    var evidence = try Fixture.evidence([record], source: .brand)
    for (host, isRefused) in [("127.0.0.1:81", false), ("127.0.0.1", false), ("127.0.0.1:82", true)] {
      evidence.hosts = [host]
      #expect(try trips("host", evidence) == isRefused, "\(host)")
    }
  }

  @Test(arguments: [
    ("https://acme.example/1", "https://acme.example/", false),
    ("https://www.halilit.com/items/1", "https://acme.example/", true),
    ("https://acme.example/1", "https://www.halilit.com/g/1", true),
  ])
  func `host: what a maker makes is not read at the distributor's, even where no hosts are named`(
    url: String, page: String, isRefused: Bool
  ) throws {
    let record =
      #"{"type":"product","source":"brand","brand_id":"acme","id":"1","name":"A","url":"\#(url)","page_url":"\#(page)"}"#
    var evidence = try Fixture.evidence([record], source: .brand)
    evidence.foreignHosts = ["www.halilit.com"]
    #expect(try trips("host", evidence) == isRefused)
  }

  /// A Halilit item with this address and the number 1.
  private func item(_ url: String) -> String {
    #"{"type":"product","source":"halilit","brand_id":"acme","id":"1","name":"A","url":"\#(url)"}"#
  }

  @Test(arguments: [
    ("https://www.halilit.com/items/1", false), ("https://www.halilit.com/items/1-acme-x7", false),
    ("https://www.halilit.com/items/1?color=2", false), ("https://www.halilit.com  /items/1-acme-x7", true),
    ("https://www.halilit.com/items/1-acme-x7\\n", true), ("https://www.halilit.com/items/1-acme x7", true),
    ("https://www.halilit.com/items/12-acme-x7", true), ("https://www.halilit.com/acme-x7", true),
    ("https://www.halilit.com/search?brand=acme", true), ("", true),
  ])
  func `address: a Halilit item stands below items by its number, without white space`(
    url: String, isRefused: Bool
  ) throws {
    #expect(try trips("address", Fixture.evidence([item(url)])) == isRefused)
  }

  @Test(arguments: [
    ("https://acme.example/products/x7", false), ("https://acme.example/search-light", false),
    ("https://acme.example/search?brand=acme", true), ("https://acme.example/en/search/?q=x7", true),
    ("/products/x7", true),
  ])
  func `address: a maker's product has a page, not a search`(url: String, isRefused: Bool) throws {
    let record =
      #"{"type":"product","source":"brand","brand_id":"acme","id":"acme-x7","name":"X7","url":"\#(url)"}"#
    #expect(try trips("address", Fixture.evidence([record], source: .brand)) == isRefused)
  }

  @Test(arguments: [
    ("1", "A", "", false), ("1", "A", #","halilit_id":"1""#, false), ("1", "A", #","halilit_id":"2""#, true),
    ("AC-X7", "A", "", true), ("1", "", "", true), ("1", " ", "", true),
  ])
  func `identity: a Halilit item has a name and a number`(
    id: String, name: String, more: String, isRefused: Bool
  ) throws {
    let record = #"{"type":"product","source":"halilit","brand_id":"acme","id":"\#(id)","name":"\#(name)"\#(more)}"#
    #expect(try trips("identity", Fixture.evidence([record])) == isRefused)
  }

  @Test(arguments: ["page_url", "page_sha256", "fetched_at"])
  func `provenance: every product names the page it came from, the page's digest and the time`(
    member: String
  ) throws {
    #expect(try !trips("provenance", Fixture.evidence(Fixture.products(2))))
    var object = try Fixture.record(Fixture.product("1")).object
    for value in [JSON.null, "", nil] {
      object[member] = value
      #expect(try trips("provenance", Fixture.evidence([JSON.object(object).text, Fixture.product("2")])))
    }
  }

  @Test(arguments: [(80, 4, 4, false), (81, 4, 4, true), (81, 3, 10, false), (81, 4, 200, false), (81, 5, 200, true)])
  func `name-length: more than 2 per cent and more than 3 names over 80 characters`(
    length: Int, long: Int, all: Int, isRefused: Bool
  ) throws {
    let name = String(repeating: "x", count: length)
    let products = (0..<all).map { Fixture.product(String($0), $0 < long ? #","name":"\#(name)""# : "") }
    #expect(try trips("name-length", Fixture.evidence(products)) == isRefused)
  }

  @Test(arguments: [
    ("X7", Source.brand, false, false), ("מקלדת X7", .brand, false, true), ("מקלדת X7", .brand, true, false),
    ("מקלדת X7", .halilit, false, false),
  ])
  func `hebrew-names: a maker's site gives no Hebrew names unless it is written in Hebrew`(
    name: String, source: Source, isHebrewSite: Bool, isRefused: Bool
  ) throws {
    var evidence = try Fixture.evidence([Fixture.product("1", #","name":"\#(name)""#, source: source)], source: source)
    evidence.isHebrewSite = isHebrewSite
    #expect(try trips("hebrew-names", evidence) == isRefused)
  }

  @Test(arguments: [
    (#","image_url":"https://cdn.example/x7.jpg""#, false), (#","image_url":null"#, false),
    (#","image_url":"https://via.placeholder.com/300""#, true), (#","image_url":"images/x7.jpg""#, true),
    (#","image_url":"https://cdn.example/N3P_logo_Xheight.svg""#, true),
    (#","images":{"main":"https://placehold.co/300"}"#, true),
    (#","images":{"main":"https://cdn.example/x7.webp"}"#, false),
  ])
  func `image: a picture shows the product, no placeholder, no drawing, no local file`(
    more: String, isRefused: Bool
  ) throws {
    #expect(try trips("image", Fixture.evidence([Fixture.product("1", more)])) == isRefused)
  }

  @Test(arguments: [
    (5, 3, true), (3, 3, true), (6, 3, false), (2, 2, false), (25, 13, true), (25, 12, false), (0, 0, false),
  ])
  func `renamed: at least 3 and more than half of the products have another name or address`(
    had: Int, changed: Int, isRefused: Bool
  ) throws {
    for member in ["name", "url"] {
      var evidence = try Fixture.evidence(Fixture.products(had))
      evidence.rewordings = [("name", had, 0, ""), (member, had, changed, "x")]
      #expect(try trips("renamed", evidence) == isRefused)
    }
  }

  @Test(arguments: [
    (20, 4, false), (20, 5, true), (10, 3, false), (10, 4, true), (0, 0, false), (3, 3, true), (2, 2, false),
  ])
  func `field-loss: more than 20 per cent and more than 3 products, or all of 3, lost a field they had`(
    had: Int, lost: Int, isRefused: Bool
  ) throws {
    var evidence = try Fixture.evidence(Fixture.products(had))
    evidence.losses = [("image_url", had, 0), ("price_ils", had, lost)]
    #expect(try trips("field-loss", evidence) == isRefused)
  }

  @Test(arguments: [
    (74, 260, true), (32, 312, true), (37, 74, false), (10, 30, false), (10, 31, true), (5, 25, false), (0, 500, false),
  ])
  func `growth: more than 200 per cent and more than 20 items more`(published: Int, new: Int, isRefused: Bool) throws {
    #expect(try trips("growth", Fixture.evidence(Fixture.products(new), published: published)) == isRefused)
  }

  @Test(arguments: [
    "address", "identity", "provenance", "image", "host", "brand-title", "hebrew-names", "cap", "declared",
  ])
  func `a guard lets pass as many faults as the settings tolerate`(name: String) throws {
    let bad =
      #"{"type":"product","source":"brand","brand_id":"acme","id":"1","name":"קורג","url":"x","image_url":"y","brand_title":"Other"}"#
    let listing = Fixture.listing(#","declared":3,"error":{"code":"cap","message":"m"}"#, source: .brand)
    let counted = Fixture.listing(#","declared":2"#, source: .brand)
    let nameless = #"{"type":"product","source":"brand","brand_id":"acme","id":"2","name":""}"#
    let records = [name == "declared" ? counted : listing, name == "identity" ? nameless : bad]
    var evidence = Evidence(part: try Fixture.crawl(records, source: .brand))
    (evidence.hosts, evidence.titles) = (["acme.example"], ["acme"])
    #expect(try trips(name, evidence))
    evidence.settings.toleratedFaults[name] = 1
    #expect(try !trips(name, evidence))
  }

  @Test(arguments: [(3, 3, true), (3, 4, false), (2, 2, false), (4, 3, false), (3, 0, false)])
  func `same-names: three names or more, all those of the other source`(
    own: Int, other: Int, isRefused: Bool
  ) throws {
    var evidence = try Fixture.evidence(Fixture.products(own))
    evidence.otherNames = Set((0..<other).map { "Acme \(100 + $0)" })
    #expect(try trips("same-names", evidence) == isRefused)
  }

  @Test(arguments: [
    ("Cloudflare Ray ID: 8f00", true), ("Enter store using password:", true), ("Just a moment...", true),
    ("Access point 4", false), ("Ray 2", false),
  ])
  func `block-page: a page that keeps robots out is no catalogue`(name: String, isRefused: Bool) throws {
    let record =
      #"{"type":"product","source":"brand","brand_id":"acme","id":"1","name":"\#(name)","url":"https://acme.example/1"}"#
    #expect(try trips("block-page", Fixture.evidence([record], source: .brand)) == isRefused)
    let listing = Fixture.listing(#","title":"\#(name)""#)
    #expect(try trips("block-page", Evidence(part: Fixture.crawl([listing]))) == isRefused)
  }

  @Test(arguments: [("challenge", true), ("block-page", true), ("password", true), ("http-503", false)])
  func `block-page: fetching and parsing name it by a code`(code: String, isRefused: Bool) throws {
    let listing = Fixture.listing(#","error":{"code":"\#(code)","message":"m"}"#)
    #expect(try trips("block-page", Evidence(part: Fixture.crawl([listing]))) == isRefused)
  }

  @Test(arguments: [(3, 10, false), (4, 10, true), (4, 200, false), (5, 200, true), (4, 199, true), (0, 0, false)])
  func `suspect: more than 2 per cent and more than 3 items`(suspects: Int, all: Int, isRefused: Bool) throws {
    var evidence = try Fixture.evidence(Fixture.products(all))
    evidence.suspectCount = suspects
    #expect(try trips("suspect", evidence) == isRefused)
  }
}
