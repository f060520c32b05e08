import Catalogue
import Foundation
import JSON
import Posix
import Records
import TestSupport
import Testing

@testable import Tree

@Suite struct CataloguePublicationTests {
  private let scratch: ScratchTree
  private var tree: Tree { scratch.tree }
  private var path: String { scratch.tree.catalogue(.halilit, "acme") }

  init() throws { scratch = try ScratchTree() }

  private func priced(_ id: String, _ price: Int, at day: Int = 1) -> String {
    Fixture.product(
      id, #","price_ils":\#(price),"eilat_price_ils":\#(price * 100 / 118),"fetched_at":"2026-01-0\#(day)T00:00:00Z""#)
  }

  private func changes() throws -> [String] {
    try tree.readLines(tree.history("acme")).filter { $0.type == "change" }.map { record in
      let fields = record.value("fields_changed")?.array?.compactMap(\.string).joined(separator: "+") ?? ""
      return "\(record.string("change_type") ?? "") \(record.string("product_id") ?? "") \(fields)"
    }
  }

  @Test func `a crawl becomes a document with its header, a history and a state`() throws {
    let report = try scratch.publish([Fixture.listing(#","declared":2"#), priced("7", 1449), priced("8", 118)])
    #expect(report.outcome == .stored(added: 2, deleted: 0, modified: 0))
    let document = try JSON(parsing: File.read(path))
    #expect(document["distributor"] == "Halilit Music Center")
    #expect(document["total_products"] == 2)
    #expect(document["fetched_at"] == "2026-01-01T00:00:00Z")
    #expect(try changes() == ["added 7 ", "added 8 "])
    let state = try #require(try tree.readState(.halilit, "acme"))
    #expect(state.verifiedAt == "2026-01-01T00:00:00Z")
    #expect((state.declared, state.extracted, state.isComplete) == (2, 2, true))
  }

  @Test func `the same content at another time leaves the file alone and is noted as verified`() throws {
    try scratch.publish([Fixture.listing(), priced("7", 1449)])
    let (before, history) = (try File.read(path), try File.read(tree.history("acme")))
    let report = try scratch.publish([
      Fixture.listing(#","fetched_at":"2026-01-09T00:00:00Z","page_sha256":"x""#), priced("7", 1449, at: 2),
    ])
    #expect(report.outcome == .unchanged)
    #expect(try File.read(path) == before)
    #expect(try File.read(tree.history("acme")) == history)
    #expect(try tree.readState(.halilit, "acme")?.verifiedAt == "2026-01-09T00:00:00Z")
  }

  @Test func `the order of the crawl does not matter`() throws {
    try scratch.publish([Fixture.listing(), priced("7", 1449), priced("10", 118)])
    #expect(try scratch.publish([priced("10", 118), Fixture.listing(), priced("7", 1449)]).outcome == .unchanged)
  }

  @Test func `a complete crawl deletes and history tells what changed`() throws {
    try scratch.publish([Fixture.listing(), priced("7", 1449), priced("8", 118)])
    let report = try scratch.publish([Fixture.listing(), priced("7", 1500)])
    #expect(report.outcome == .stored(added: 0, deleted: 1, modified: 1))
    #expect(try changes().suffix(2) == ["modified 7 eilat_price_ils+price_ils", "deleted 8 "])
    #expect(try scratch.products().map(\.object["id"]) == ["7"])
  }

  @Test func `an incomplete crawl deletes nothing and says from when a product is`() throws {
    try scratch.publish([Fixture.listing(), priced("7", 1449), priced("8", 118)])
    let report = try scratch.publish([Fixture.listing(), Fixture.brokenListing, priced("7", 1449, at: 2)])
    #expect(report.carried == 1)
    #expect(try scratch.products().map { $0.string("carried_from") } == [nil, "2026-01-01T00:00:00Z"])
    #expect(try tree.readState(.halilit, "acme")?.isComplete == false)
    // Again: it is still from the first crawl. And when its page is back, the mark goes.
    #expect(
      try scratch.publish([Fixture.listing(), Fixture.brokenListing, priced("7", 1449, at: 3)]).outcome == .unchanged)
    try scratch.publish([Fixture.listing(), priced("7", 1449), priced("8", 118, at: 4)])
    #expect(try scratch.products().allSatisfy { !$0.has("carried_from") })
    #expect(try changes() == ["added 7 ", "added 8 "])
  }

  @Test func `a crawl without any listing deletes nothing`() throws {
    try scratch.publish([Fixture.listing(), priced("7", 1449), priced("8", 118)])
    #expect(try scratch.publish([priced("7", 1449)]).carried == 1)
  }

  @Test func `a product whose own page failed stays, one that is gone goes`() throws {
    let source = Source.brand
    func product(_ id: String) -> String { Fixture.product(id, source: source) }
    try scratch.publish([Fixture.listing(source: source), product("a"), product("b"), product("c")], source: source)
    let failed =
      #"{"type":"item","source":"brand","brand_id":"acme","page_url":"https://acme.example/products/b","error":{"code":"http-500","message":"m"}}"#
    let report = try scratch.publish([Fixture.listing(source: source), failed, product("a")], source: source)
    #expect(report.outcome == .stored(added: 0, deleted: 1, modified: 0))
    #expect(try scratch.products(source).compactMap { $0.string("id") } == ["a", "b"])
  }

  @Test func `what an item page said of stock stays while only the listing is read`() throws {
    let listed = Fixture.product("7", #","in_stock":null"#)
    let item = Fixture.product("7", #","in_stock":true,"stock_checked_at":"2026-01-01T00:00:00Z","name":"Other""#)
    try scratch.publish([Fixture.listing(), listed, item])
    #expect(try scratch.products().first?.bool("in_stock") == true)
    #expect(try scratch.products().first?.string("name") == "Acme 7")
    #expect(try scratch.publish([Fixture.listing(), listed]).outcome == .unchanged)
    let soldOut = Fixture.product("7", #","in_stock":false,"stock_checked_at":"2026-01-05T00:00:00Z""#)
    try scratch.publish([Fixture.listing(), listed, soldOut])
    #expect(try scratch.products().first?.bool("in_stock") == false)
  }

  @Test func `a price told on request stays so while a list shows none, until the item's own page says otherwise`()
    throws
  {
    let reason = { (reason: String) in Fixture.product("7", #","price_ils":null,"price_reason":"\#(reason)""#) }
    try scratch.publish([Fixture.listing(), reason("contact-only")])
    #expect(try scratch.publish([Fixture.listing(), reason("not-shown")]).outcome == .unchanged)
    #expect(try scratch.products().first?.string("price_reason") == "contact-only")
    try scratch.publish([Fixture.listing(), Fixture.product("7", #","price_ils":118"#)])
    #expect(try scratch.products().first?.has("price_reason") == false)
    try scratch.publish([Fixture.listing(), reason("not-shown")])
    #expect(try scratch.products().first?.string("price_reason") == "not-shown")
  }

  @Test func `an item page adds to what a listing shows: it makes no item, and no price where the listing has none`()
    throws
  {
    let own = #","stock_checked_at":"2026-01-01T00:00:00Z","description":"d","price_ils":100,"in_stock":true"#
    let records = [Fixture.product("9", own), Fixture.product("7", own), Fixture.product("7", #","price_ils":null"#)]
    try scratch.publish(records + [Fixture.listing()])
    let products = try scratch.products()
    #expect(products.compactMap { $0.string("id") } == ["7"])
    #expect(products.first?.string("description") == "d")
    #expect(products.first?.bool("in_stock") == true)
    #expect(products.first?.isNull("price_ils") == true)
  }

  @Test func `an item that left the listing goes although its own page failed`() throws {
    try scratch.publish([Fixture.listing(), Fixture.product("7"), Fixture.product("8")])
    let failed =
      #"{"type":"item","source":"halilit","brand_id":"acme","page_url":"https://www.halilit.com/items/8","error":{"code":"http-404","message":"m"}}"#
    try scratch.publish([Fixture.listing(), failed, Fixture.product("7")])
    #expect(try scratch.products().compactMap { $0.string("id") } == ["7"])
    #expect(try tree.readState(.halilit, "acme")?.isComplete == true)
  }

  @Test func `a refused crawl changes nothing but the state, and an acceptance lets exactly it through`() throws {
    let many = (0..<10).map { priced(String(10 + $0), 118) }
    try scratch.publish([Fixture.listing()] + many)
    let (document, history) = (try File.read(path), try File.read(tree.history("acme")))
    let few = [Fixture.listing()] + many.prefix(3)
    #expect(
      try scratch.publish(few).outcome
        == .refused([Refusal(guardName: "shrink", finding: "3 products, 10 are published")]))
    #expect(try File.read(path) == document)
    #expect(try File.read(tree.history("acme")) == history)

    let content = try #require(try tree.readState(.halilit, "acme")?.content(refusedBy: "shrink"))
    try tree.accept(
      Acceptance(
        source: .halilit, brandID: "acme", guardName: "shrink", content: content, until: "2026-02-03",
        at: "2026-02-01T00:00:00Z", note: "the line was sold"))
    guard case .refused = try scratch.publish(few, day: "2026-02-04").outcome else {
      Issue.record("an acceptance counts until its last day only")
      return
    }
    guard case .refused = try scratch.publish([Fixture.listing()] + many.prefix(2), day: "2026-02-03").outcome else {
      Issue.record("an acceptance is bound to the content it was given for")
      return
    }
    _ = try scratch.publish(few, day: "2026-02-04")
    #expect(try scratch.publish(few, day: "2026-02-03").outcome == .stored(added: 0, deleted: 7, modified: 0))
    #expect(try tree.readState(.halilit, "acme")?.refused == nil)
  }

  @Test func `a price that is not believable gives way to the published one and is marked`() throws {
    try scratch.publish([Fixture.listing(), priced("7", 1449), priced("8", 118)])
    let tenfold = Fixture.product("7", #","price_ils":14490,"eilat_price_ils":1227"#)
    let report = try scratch.publish([Fixture.listing(), tenfold, priced("8", 118)])
    #expect(report.warnings.count == 1)
    let product = try #require(try scratch.products().first)
    #expect(product.spelling("price_ils") == "1449")
    #expect(product.value("suspect")?["guard"] == "vat-identity")
    #expect(product.value("suspect")?["price_ils"] == 14490)
    try scratch.publish([Fixture.listing(), priced("7", 1500), priced("8", 118)])
    #expect(try scratch.products().first?.spelling("price_ils") == "1500")
    #expect(try scratch.products().first?.has("suspect") == false)
  }

  @Test func `a new item whose price is not believable is published without one`() throws {
    try scratch.publish([Fixture.listing(), Fixture.product("7", #","price_ils":14490,"eilat_price_ils":1227"#)])
    let product = try #require(try scratch.products().first)
    #expect(product.isNull("price_ils"))
    #expect(product.has("suspect"))
  }

  @Test func `a jump that a person accepts is published`() throws {
    try scratch.publish([Fixture.listing(), priced("7", 100)])
    let jump = [Fixture.listing(), priced("7", 500)]
    try scratch.publish(jump)
    #expect(try scratch.products().first?.spelling("price_ils") == "100")
    let content = try #require(try tree.readState(.halilit, "acme")?.content(refusedBy: "price-jump"))
    try tree.accept(
      Acceptance(
        source: .halilit, brandID: "acme", guardName: "price-jump", content: content, until: nil, at: "", note: "x"))
    try scratch.publish(jump)
    #expect(try scratch.products().first?.spelling("price_ils") == "500")
    #expect(try changes().last == "modified 7 eilat_price_ils+price_ils+suspect")
  }

  @Test func `a killed run between history and document is undone by the next`() throws {
    try scratch.publish([Fixture.listing(), priced("7", 100)])
    let history = try File.read(tree.history("acme"))
    try History(path: tree.history("acme")).append(
      .init(source: .halilit, brandID: "acme", from: "x", to: "never", time: nil, run: nil, changes: []))
    let report = try scratch.publish([Fixture.listing(), priced("7", 100)])
    #expect(report.warnings.count == 1)
    #expect(report.outcome == .unchanged)
    #expect(try File.read(tree.history("acme")) == history)
  }

  @Test func `what killed writers left behind is removed, the files of others are not`() throws {
    try scratch.publish([Fixture.listing(), priced("7", 100)])
    let others = try scratch.folder.write([], to: "data/catalogs_halilit/acme-pro_halilit.json.77.part")
    let left = ["catalogs_halilit/acme_halilit.json", "history/acme.jsonl", "state/halilit/acme.json"]
    for name in left { _ = try scratch.folder.write([1], to: "data/\(name).77.part") }
    try scratch.publish([Fixture.listing(), priced("7", 100)])
    for name in left { #expect(!File.exists("\(tree.root)/\(name).77.part")) }
    #expect(File.exists(others))
  }

  @Test(arguments: [0, 10, 200])
  func `a truncated document counts as absent, but not as a licence to lose products`(length: Int) throws {
    let many = (0..<10).map { priced(String(10 + $0), 118) }
    try scratch.publish([Fixture.listing()] + many)
    try File.replace(path, with: try File.read(path).prefix(length))
    guard case .refused(let refusals) = try scratch.publish([Fixture.listing()] + many.prefix(3)).outcome else {
      Issue.record("the state remembers how many products there were")
      return
    }
    #expect(refusals.map(\.guardName) == ["shrink"])
    let report = try scratch.publish([Fixture.listing()] + many)
    #expect(report.warnings.contains { $0.contains("counts as absent") })
    #expect(try scratch.products().count == 10)
  }

  @Test(arguments: [0, 30])
  func `a damaged state counts as absent, is named, and the document still guards`(length: Int) throws {
    let many = (0..<10).map { priced(String(10 + $0), 118) }
    try scratch.publish([Fixture.listing()] + many)
    let state = tree.state(.halilit, "acme")
    try File.replace(state, with: try File.read(state).prefix(length))
    let few = try scratch.publish([Fixture.listing()] + many.prefix(3))
    #expect(few.warnings == ["\(state) is damaged; it counts as absent"])
    guard case .refused = few.outcome else {
      Issue.record("the document still says how many products there were")
      return
    }
    try File.replace(state, with: [UInt8]())
    let same = try scratch.publish([Fixture.listing()] + many)
    #expect(same.outcome == .unchanged && same.warnings.count == 1)
    #expect(try tree.readState(.halilit, "acme")?.published == 10)
  }

  @Test func `a catalogue that grew much is published and spoken of`() throws {
    try scratch.publish([Fixture.listing()] + (0..<10).map { priced(String(10 + $0), 118) })
    let report = try scratch.publish([Fixture.listing()] + (0..<14).map { priced(String(10 + $0), 118) })
    #expect(report.warnings == ["grew from 10 to 14 products"])
    #expect(report.outcome == .stored(added: 4, deleted: 0, modified: 0))
  }

  @Test func `a page that is built anew and shows no pictures is refused`() throws {
    func product(_ id: Int, _ image: String) -> String { Fixture.product(String(id), #","image_url":\#(image)"#) }
    try scratch.publish([Fixture.listing()] + (1...10).map { product($0, #""https://cdn.example/\#($0).jpg""#) })
    let blind =
      [Fixture.listing()] + (1...10).map { product($0, $0 < 5 ? "null" : #""https://cdn.example/\#($0).jpg""#) }
    guard case .refused(let refusals) = try scratch.publish(blind).outcome else {
      Issue.record("four of ten pictures are gone")
      return
    }
    #expect(refusals.map(\.guardName) == ["field-loss"])
  }

  @Test func `a page of several brands gives only this brand's products`() throws {
    _ = try scratch.publisher().publishBrands([
      Fixture.record(
        #"{"type":"brand","id":"acme","name":"Acme","url":"https://www.halilit.com/s","link_kind":"search"}"#)
    ])
    let tiles = [("1", "ACME"), ("2", "Other"), ("3", "Acme Pro")].map { id, title in
      Fixture.product(id, #","brand_title":"\#(title)""#)
    }
    try scratch.publish([Fixture.listing(#","declared":4"#)] + tiles + [Fixture.product("4")])
    #expect(try scratch.products().compactMap { $0.string("id") } == ["1"])
    #expect(try tree.readState(.halilit, "acme")?.excluded == ["other-brand": 3])
  }

  @Test func `a page that proves by its number to be the brand's may spell the brand as it likes`() throws {
    _ = try scratch.publisher().publishBrands([
      Fixture.record(
        #"{"type":"brand","id":"acme","name":"Acme","url":"https://www.halilit.com/g","link_kind":"brand","group_id":"5"}"#
      )
    ])
    let product = Fixture.product("1", #","brand_title":"אקמי""#)
    guard case .refused = try scratch.publish([Fixture.listing(#","title":"אקמי""#), product]).outcome else {
      Issue.record("a title alone proves nothing")
      return
    }
    let proven = Fixture.listing(#","title":"אקמי","group_id":"5""#)
    #expect(try scratch.publish([proven, product]).outcome == .stored(added: 1, deleted: 0, modified: 0))
  }

  @Test func `when history cannot be written, nothing is published`() throws {
    try scratch.publish([Fixture.listing(), priced("7", 100)])
    let document = try File.read(path)
    try File.remove(tree.history("acme"))
    try File.createFolders(tree.history("acme"))
    #expect(throws: IOError.self) { try scratch.publish([Fixture.listing(), priced("7", 120)]) }
    #expect(try File.read(path) == document)
  }

  @Test func `when the document cannot be written it stays, and the next run takes the history back`() throws {
    try scratch.publish([Fixture.listing(), priced("7", 100)])
    let (document, history) = (try File.read(path), try File.read(tree.history("acme")))
    let obstacle = "\(path).\(Environment.processID).part"
    try File.createFolders(obstacle)
    #expect(throws: IOError.self) { try scratch.publish([Fixture.listing(), priced("7", 120)]) }
    #expect(try File.read(path) == document)
    try FileManager.default.removeItem(atPath: obstacle)
    #expect(try scratch.publish([Fixture.listing(), priced("7", 100)]).outcome == .unchanged)
    #expect(try File.read(tree.history("acme")) == history)
  }

  @Test func `inside a flow writers of one brand wait, outside the tree's holder is named`() throws {
    let inside = scratch.publisher(run: "000001-weekly")
    let flow = try (inside.lockTree(holder: "store"), inside.lockBrand("acme", holder: "store"))
    #expect(flow.0 == nil && flow.1 != nil)
    #expect(!File.exists(tree.lock))
    let outside = try scratch.publisher().lockTree(holder: "store acme")
    #expect(throws: TreeError.busy("\(tree.root) is being written by store acme; try again later")) {
      try scratch.publisher().lockTree(holder: "store other")
    }
    withExtendedLifetime((flow, outside)) {}
  }
}
