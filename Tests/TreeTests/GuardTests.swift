import Catalogue
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
    let record = #"{"type":"product","source":"halilit","brand_id":"acme","id":"1","name":"A","url":"\#(url)"}"#
    var evidence = try Fixture.evidence([record])
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
