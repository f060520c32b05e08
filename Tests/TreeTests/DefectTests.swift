import Catalogue
import JSON
import Posix
import Records
import TestSupport
import Testing

@testable import Tree

/// The defects of the first catalogues, each played with products of our own against what keeps it out (docs/guards.md).
@Suite struct DefectTests {
  private let scratch: ScratchTree
  private var tree: Tree { scratch.tree }

  init() throws {
    scratch = try ScratchTree()
    _ = try scratch.publisher().publishBrands(
      ["acme", "beta"].enumerated().map { index, id in
        try Fixture.record(
          #"{"type":"brand","id":"\#(id)","name":"\#(id)","url":"https://www.halilit.com/g/1/\#(index + 1)","link_kind":"brand","group_id":"\#(index + 1)"}"#
        )
      })
  }

  /// Twenty items, `bad` of them with these members.
  private func items(_ bad: Int, _ more: String, source: Source = .halilit) -> [String] {
    (0..<20).map { Fixture.product(String(100 + $0), $0 < bad ? more : "", source: source) }
  }

  private func refusals(_ records: [String], source: Source = .halilit) throws -> [String] {
    let outcome = try scratch.publish([Fixture.listing(source: source)] + records, source: source).outcome
    return if case .refused(let refusals) = outcome { refusals.map(\.guardName) } else { [] }
  }

  @Test(arguments: [
    (1, #","price_ils":14490,"eilat_price_ils":1227"#), (1, #","price_ils":14490,"price_conflict":"1449.0""#),
    (2, #","price_ils":28902449,"eilat_price_ils":2449"#), (2, #","price_ils":28902449"#),
    (3, #","price_ils":1449,"eilat_price_ils":1449"#),
  ])
  func `1 to 3: a price read ten times too high, glued to another or below its Eilat price is not published`(
    defect: Int, prices: String
  ) throws {
    #expect(try refusals(items(20, prices)) == ["suspect"])
    #expect(try refusals(items(3, prices)).isEmpty)
    #expect(try scratch.products().prefix(3).allSatisfy { $0.isNull("price_ils") && $0.has("suspect") })
  }

  @Test(arguments: [
    (4, "address", #","url":"https://www.halilit.com  /items/100-acme-d3\n""#),
    (5, "brand-title", #","brand_title":"Warm Waves""#), (7, "block-page", #","name":"Cloudflare Ray ID:9be8""#),
    (7, "block-page", #","name":"Enter store using password:""#), (7, "identity", #","name":"""#),
    (7, "provenance", #","page_url":null,"page_sha256":null,"fetched_at":null"#),
    (8, "provenance", #","scraping_strategy":"manual_list","page_sha256":null"#),
    (16, "image", #","image_url":"/var/catalogue/images/d3.jpg""#), (23, "identity", #","halilit_id":"AC-D3""#),
    (25, "image", #","image_url":"https://cdn.example/D3_logo_Xheight.svg""#),
    (26, "address", #","url":"https://www.halilit.com/search?brand=acme""#),
    (28, "image", #","image_url":"https://via.placeholder.com/400""#), (29, "provenance", #","fetched_at":null"#),
  ])
  func `4 to 29: one such item and the old catalogue stays`(defect: Int, guardName: String, more: String) throws {
    #expect(try refusals(items(0, "")).isEmpty)
    let before = try File.read(tree.catalogue(.halilit, "acme"))
    #expect(try refusals(items(1, more)).contains(guardName))
    #expect(try File.read(tree.catalogue(.halilit, "acme")) == before)
  }

  @Test func `5: one page under four brands is another brand's group, then one catalogue in two files`() throws {
    let listing = Fixture.listing(#","group_id":"9""#)
    guard case .refused(let refusals) = try scratch.publish([listing] + items(0, "")).outcome else {
      Issue.record("the page is of another group")
      return
    }
    #expect(refusals.map(\.guardName) == ["brand-title"])
    for brandID in ["acme", "beta"] {
      let records = ([Fixture.listing()] + items(0, "")).map {
        $0.replacing(#""brand_id":"acme""#, with: #""brand_id":"\#(brandID)""#)
      }
      _ = try scratch.publisher().publish(
        CataloguePart(source: .halilit, brandID: brandID, records: records.map(Fixture.record)))
    }
    let summary = try Fixture.record(#"{"type":"gap-summary","brands":[]}"#)
    guard case .refused(let found) = try scratch.publisher().publishSummary(summary).outcome else {
      Issue.record("both brands have the same items")
      return
    }
    #expect(found.map(\.guardName) == ["shared-items", "same-items"])
  }

  @Test func `7: menu words and sentences of a page are no catalogue`() throws {
    let sentence = "This cookie is set by the provider of the shop to keep the basket between two visits of a customer"
    #expect(try refusals(items(6, #","name":"\#(sentence)""#)) == ["name-length"])
  }

  @Test func `9: a maker's catalogue is not a copy of the distributor's`() throws {
    try scratch.publish([Fixture.listing()] + items(0, ""))
    let copy = items(0, "", source: .brand)
    #expect(try refusals(copy, source: .brand) == ["same-names"])
    #expect(
      try refusals(
        items(0, "").map { $0.replacing(#""source":"halilit""#, with: #""source":"brand""#) }, source: .brand) == [
          "host", "same-names",
        ])
    #expect(
      try refusals(items(1, #","name":"פסנתר חשמלי 88 קלידים""#, source: .brand), source: .brand) == ["hebrew-names"])
    #expect(!File.exists(tree.catalogue(.brand, "acme")))
  }

  @Test func `11: no source is read as the other`() throws {
    #expect(throws: RecordError.self) { try scratch.publish([Fixture.listing()] + items(0, ""), source: .brand) }
  }

  @Test func `13: a listing of 731 of which 20 pages gave 500 is no catalogue, whether the cap says so or not`() throws
  {
    let products = (0..<500).map { Fixture.product(String(1000 + $0)) }
    let capped = Fixture.listing(#","declared":731,"error":{"code":"cap","message":"page 20 of 20"}"#)
    for (listing, guardName) in [(capped, "cap"), (Fixture.listing(#","declared":731"#), "declared")] {
      guard case .refused(let refusals) = try scratch.publish([listing] + products).outcome else {
        Issue.record("\(guardName)")
        continue
      }
      #expect(refusals.map(\.guardName) == [guardName])
    }
  }

  @Test(arguments: [
    (500, 74, "shrink"), (22, 17, "shrink"), (14, 4, "shrink"), (74, 260, "growth"), (32, 312, "growth"),
  ])
  func `14: a catalogue neither shrinks nor grows silently`(before: Int, after: Int, guardName: String) throws {
    try scratch.publish([Fixture.listing()] + Fixture.products(before))
    #expect(try refusals(Fixture.products(after)) == [guardName])
    #expect(try scratch.products().count == before)
  }

  @Test func `15: prices that vanish from a page are missed`() throws {
    try scratch.publish([Fixture.listing()] + items(20, #","price_ils":118"#))
    #expect(try refusals(items(15, #","price_ils":118"#)) == ["field-loss"])
    #expect(try refusals(items(16, #","price_ils":118"#)).isEmpty)
  }

  @Test func `21: a brand's twin with a dash at its end is no brand`() {
    #expect(throws: TreeError.self) {
      try scratch.publisher().publishBrands([
        Fixture.record(#"{"type":"brand","id":"acme-","name":"Acme","url":"https://x/"}"#)
      ])
    }
  }

  @Test func `20: documents have one shape, with their schema in the header`() throws {
    try scratch.publish([Fixture.listing()] + items(0, ""))
    try scratch.publish([Fixture.listing(source: .brand)] + Fixture.products(3, source: .brand), source: .brand)
    for source in [Source.halilit, .brand] {
      let document = try JSON(parsing: File.read(tree.catalogue(source, "acme")))
      #expect(document["schema"] == 1)
      #expect(document["total_products"]?.int == document["products"]?.array?.count)
      #expect(document["fetched_at"]?.string != nil)
    }
  }
}
