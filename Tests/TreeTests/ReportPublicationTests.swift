import Catalogue
import JSON
import Posix
import Records
import TestSupport
import Testing

@testable import Tree

@Suite struct ReportPublicationTests {
  private let scratch: ScratchTree
  private var tree: Tree { scratch.tree }

  init() throws { scratch = try ScratchTree() }

  private static let unified = [
    #"{"type":"unified","class":"PRIMARY","brand_id":"acme","id":"acme-x7","offers":[{"type":"product","id":"7","fetched_at":"2026-01-02T00:00:00Z"},{"type":"product","id":"8"}],"brand":{"type":"product","id":"acme-x7"}}"#,
    #"{"type":"unified","class":"SECONDARY","brand_id":"acme","id":"acme-x8","offers":[],"brand":{"type":"product","id":"acme-x8"}}"#,
    #"{"type":"unified","class":"HALILIT_ONLY","brand_id":"acme","id":"9","offers":[{"type":"product","id":"9"}],"brand":null}"#,
  ]
  private static let gap =
    #"{"type":"gap","brand_id":"acme","halilit_count":3,"brand_website_count":2,"common_count":1,"gap_count":1,"coverage_percentage":50,"gap_products":[{"id":"acme-x8","name":"X8","reason":"not-listed"}]}"#

  private func publish(_ unified: [String] = unified, _ gap: String = gap) throws -> Report {
    try scratch.publisher().publishUnified(
      unified.map(Fixture.record), gap: Fixture.record(gap), brandID: "acme")
  }

  @Test func `the unified document holds both inventories, the gap analysis and the records`() throws {
    #expect(try publish().outcome == .replaced)
    let document = try JSON(parsing: File.read(tree.unified("acme")))
    #expect(document["inventory"]?["halilit"]?["count"] == 3)
    #expect(document["inventory"]?["halilit"]?["products"]?.array?.count == 3)
    #expect(document["inventory"]?["brand_website"]?["count"] == 2)
    #expect(document["gap_analysis"]?["total_halilit"] == 3)
    #expect(document["gap_analysis"]?["total_brand"] == 2)
    #expect(document["gap_analysis"]?["common_products"] == 1)
    #expect(document["gap_analysis"]?["gap_products"]?.array?.count == 1)
    #expect(document["fetched_at"] == "2026-01-02T00:00:00Z")
    let records = try tree.readDocument(tree.unified("acme"), .unified)?.records
    #expect(records?.map { String(decoding: $0.bytes, as: UTF8.self) } == Self.unified)
    #expect(try tree.readReport(tree.gapReport("acme"))?.bytes.elementsEqual(Self.gap.utf8) == true)
  }

  @Test func `another time of fetching is no new content`() throws {
    _ = try publish()
    let later = Self.unified.map { $0.split(separator: "2026-01-02").joined(separator: "2026-03-04") }
    #expect(try publish(later).outcome == .unchanged)
  }

  @Test(arguments: [
    (#""halilit_count":3"#, #""halilit_count":4"#), (#""brand_website_count":2"#, #""brand_website_count":1"#),
    (#""common_count":1"#, #""common_count":2"#), (#""gap_count":1"#, #""gap_count":2"#),
    (#""gap_products":[{"id":"acme-x8","name":"X8","reason":"not-listed"}]"#, #""gap_products":[]"#),
  ])
  func `documents whose sums disagree are not written`(right: String, wrong: String) throws {
    #expect(throws: TreeError.self) {
      try publish(Self.unified, Self.gap.split(separator: right).joined(separator: wrong))
    }
    #expect(!File.exists(tree.unified("acme")))
    #expect(!File.exists(tree.gapReport("acme")))
  }

  @Test(arguments: [
    (#""class":"PRIMARY""#, #""class":"SECONDARY""#), (#""class":"SECONDARY""#, #""class":"PRIMARY""#),
    (#""class":"HALILIT_ONLY""#, #""class":"PRIMARY""#), (#""class":"HALILIT_ONLY","#, ""),
  ])
  func `a class that the sides do not show is refused: PRIMARY needs a product of each`(right: String, wrong: String) {
    #expect(throws: TreeError.self) {
      try publish(
        Self.unified.map { $0.split(separator: right, omittingEmptySubsequences: false).joined(separator: wrong) })
    }
    #expect(!File.exists(tree.unified("acme")))
  }

  @Test(arguments: [(["7", "8", "9"], true), (["7", "8"], false), (["7", "8", "9", "10"], false), ([], false)])
  func `a unified catalogue has each product of the published catalogues and no other`(
    published: [String], isStored: Bool
  ) throws {
    try scratch.publish([Fixture.listing()] + published.map { Fixture.product($0) })
    if isStored {
      #expect(try publish().outcome == .replaced)
    } else {
      #expect(throws: TreeError.self) { try publish() }
      #expect(!File.exists(tree.unified("acme")))
    }
  }

  @Test func `without a catalogue that was published nothing is unified: it was lost, not emptied`() throws {
    try scratch.publish([Fixture.listing()] + ["7", "8", "9"].map { Fixture.product($0) })
    let path = tree.catalogue(.halilit, "acme")
    try File.replace(path, with: Array(try File.read(path).prefix(100)))
    #expect { try publish() } throws: { "\($0)".contains("damaged") }
    try File.remove(path)
    #expect { try publish() } throws: { "\($0)".contains("with its 3 products is lost") }
    #expect(!File.exists(tree.unified("acme")))
  }

  @Test func `an empty unified catalogue is refused where products are published`() throws {
    try scratch.publish([Fixture.listing(), Fixture.product("7")])
    let gap =
      #"{"type":"gap","brand_id":"acme","halilit_count":0,"brand_website_count":0,"common_count":0,"gap_count":0,"gap_products":[]}"#
    #expect(throws: TreeError.self) { try publish([], gap) }
  }

  @Test func `products of the same name are products of their own`() throws {
    let names = (0..<11).map { Fixture.product(String($0), #","name":"Masters Maple Complete""#) }
    try scratch.publish([Fixture.listing()] + names)
    #expect(try scratch.products().count == 11)
    let unified = (0..<11).map {
      #"{"type":"unified","class":"HALILIT_ONLY","brand_id":"acme","id":"\#($0)","name":"Masters Maple Complete","offers":[{"type":"product","id":"\#($0)"}],"brand":null}"#
    }
    let gap =
      #"{"type":"gap","brand_id":"acme","halilit_count":11,"brand_website_count":0,"common_count":0,"gap_count":0,"gap_products":[]}"#
    #expect(try publish(unified, gap).count == 11)
  }

  @Test func `a product that is unified twice is refused`() throws {
    #expect(throws: TreeError.self) { try publish(Self.unified + [Self.unified[2]]) }
  }

  @Test(arguments: [
    ([Fixture.listing(source: .brand)], true),
    ([Fixture.listing(source: .brand), Fixture.listing(#","error":"x""#, source: .brand)], false), ([], false),
  ])
  func `the full brand line is claimed after a complete crawl only`(listings: [String], isWhole: Bool) throws {
    let products = ["acme-x7", "acme-x8"].map { Fixture.product($0, source: .brand) }
    try scratch.publish(listings + products, source: .brand)
    _ = try publish()
    let document = try JSON(parsing: File.read(tree.unified("acme")))
    #expect(document["metadata"]?["includes_full_brand_line"] == .bool(isWhole))
  }

  @Test func `without brand products there is no full brand line`() throws {
    try scratch.publish([Fixture.listing(source: .brand)], source: .brand)
    let gap =
      #"{"type":"gap","brand_id":"acme","halilit_count":1,"brand_website_count":0,"common_count":0,"gap_count":0,"coverage_percentage":null,"gap_products":[]}"#
    _ = try publish([Self.unified[2]], gap)
    let document = try JSON(parsing: File.read(tree.unified("acme")))
    #expect(document["metadata"]?["includes_full_brand_line"] == false)
    #expect(document["gap_analysis"]?["coverage_percentage"] == .null)
  }

  private func link(_ brand: String?, _ halilit: String?, type: String = "link") -> String {
    let kind = brand == nil ? "HALILIT_ONLY" : halilit == nil && type == "link" ? "SECONDARY" : "PRIMARY"
    return JSON.object([
      "type": .string(type), "class": .string(kind), "brand_id": "acme",
      "brand": brand.map { ["id": .string($0)] } ?? .null,
      "halilit": halilit.map { ["halilit_id": .string($0)] } ?? .null,
    ]).text
  }

  @Test func `links and reviews go to files of their own, a second time nothing changes`() throws {
    let records = [link("a", "1"), link("a", "2"), link("b", nil), link(nil, "3"), link("b", "3", type: "review")]
    let publisher = scratch.publisher()
    #expect(try publisher.publishLinks(records.map(Fixture.record), brandID: "acme").outcome == .replaced)
    #expect(try scratch.text(tree.links("acme")) == records.prefix(4).joined(separator: "\n") + "\n")
    #expect(try scratch.text(tree.review("acme")) == records[4] + "\n")
    #expect(try publisher.publishLinks(records.map(Fixture.record), brandID: "acme").outcome == .unchanged)
  }

  @Test func `links that put a product in two classes or give an item two makers are refused`() throws {
    for records in [
      [link("a", "1"), link("a", nil)], [link("a", "1"), link("b", "1")], [link("a", "1"), link(nil, "1")],
      [link("a", nil), link("a", nil)], [link("a", "1"), link("a", "1")],
    ] {
      #expect(throws: TreeError.self, "\(records)") {
        try scratch.publisher().publishLinks(records.map(Fixture.record), brandID: "acme")
      }
    }
    #expect(!File.exists(tree.links("acme")))
  }

  /// A tree with this many pairs of products on both sides, all linked.
  private func publishPairs(_ count: Int) throws -> [String] {
    let ids = (0..<count).map { String(100 + $0) }
    try scratch.publish([Fixture.listing()] + ids.map { Fixture.product($0) })
    let brand = ids.map { Fixture.product("acme-\($0)", #","name":"Other \#($0)""#, source: .brand) }
    try scratch.publish([Fixture.listing(source: .brand)] + brand, source: .brand)
    let links = ids.map { link("acme-\($0)", $0) }
    _ = try publishLinks(links)
    return links
  }

  private func publishLinks(_ links: [String]) throws -> Report.Outcome {
    try scratch.publisher().publishLinks(links.map(Fixture.record), brandID: "acme").outcome
  }

  @Test(arguments: [(20, 4, false), (20, 5, true), (10, 3, false), (10, 4, true), (400, 80, false), (400, 81, true)])
  func `lost-links: more than 20 per cent and more than 3 pairs less`(all: Int, lost: Int, isRefused: Bool) throws {
    let links = try publishPairs(all)
    let outcome = try publishLinks(Array(links.dropFirst(lost)))
    if case .refused = outcome { #expect(isRefused) } else { #expect(!isRefused) }
    #expect(try tree.readLines(tree.links("acme")).count == (isRefused ? all : all - lost))
    #expect(try tree.readLines(tree.review("acme")).count == (isRefused ? lost : 0))
  }

  @Test func `when a match loses many pairs the links stay, the pairs go to the review, and a person may accept it`()
    throws
  {
    let links = try publishPairs(8)
    let before = try File.read(tree.links("acme"))
    let doubt = link("acme-100", "100", type: "review")
    let finding = "8 of 8 pairs are none any more; they are in \(tree.review("acme"))"
    #expect(try publishLinks([doubt]) == .refused([Refusal(guardName: "lost-links", finding: finding)]))
    #expect(try File.read(tree.links("acme")) == before)
    #expect(try tree.openPairs("acme").map(\.halilitID) == links.indices.map { String(100 + $0) })
    // The crawl's own word on the brand does not forget it; what a person refused is not lost.
    try scratch.publish([Fixture.listing()] + (0..<8).map { Fixture.product(String(100 + $0)) })
    let decisions = try (0..<5).map {
      try Decision.made(
        .refused, brandID: "acme", brandProductID: "acme-\(100 + $0)", halilitID: String(100 + $0), by: "dana",
        at: "2026-02-01T00:00:00Z", note: "")
    }
    let content = try #require(try tree.readState(.halilit, "acme")?.content(refusedBy: "lost-links"))
    try tree.accept(
      Acceptance(
        source: .halilit, brandID: "acme", guardName: "lost-links", content: content, until: "2026-01-31", at: "",
        note: "too old"))
    guard case .refused = try publishLinks([doubt]) else {
      Issue.record("the acceptance is over")
      return
    }
    try tree.append(decisions, to: "acme")
    #expect(try publishLinks([doubt]) == .replaced)
    #expect(try tree.readState(.halilit, "acme")?.refusedLinks == nil)
  }

  @Test func `pairs whose products are gone are not lost, and damaged links count as absent`() throws {
    let links = try publishPairs(5)
    try scratch.publish([Fixture.listing(source: .brand), Fixture.product("acme-100", source: .brand)], source: .brand)
    try File.replace(tree.links("acme"), with: try File.read(tree.links("acme")).dropLast(7))
    let report = try scratch.publisher().publishLinks([Fixture.record(links[0])], brandID: "acme")
    #expect(report.outcome == .replaced)
    #expect(report.warnings.count == 1 && report.warnings[0].contains("counts as absent"))
  }

  private func brands(_ count: Int) throws -> [Record] {
    try (0..<count).map { try Fixture.record(#"{"type":"brand","id":"b\#($0)","name":"B","url":"https://x/"}"#) }
  }

  @Test(arguments: [(10, 7, false), (10, 6, true), (4, 1, false), (4, 0, true), (0, 0, true)])
  func `the list of brands does not shrink silently`(before: Int, after: Int, isRefused: Bool) throws {
    if before > 0 { _ = try scratch.publisher().publishBrands(brands(before)) }
    let outcome = try scratch.publisher().publishBrands(brands(after)).outcome
    if case .refused = outcome { #expect(isRefused) } else { #expect(!isRefused) }
    let list = try tree.readDocument(tree.officialBrands, .officialBrands)
    #expect((list?.records.count ?? 0) == (isRefused ? before : after))
  }

  @Test func `brands need ids of their own that can name files`() {
    for ids in [["a", "a"], ["../a"], [""], ["-a"]] {
      #expect(throws: TreeError.self, "\(ids)") {
        try scratch.publisher().publishBrands(ids.map { try Fixture.record(#"{"type":"brand","id":"\#($0)"}"#) })
      }
    }
  }

  /// Publishes a Halilit catalogue of these items for a brand.
  private func publish(_ ids: [String], brandID: String) throws {
    let records = ([Fixture.listing()] + ids.map { Fixture.product($0) }).map {
      $0.split(separator: #""brand_id":"acme""#).joined(separator: #""brand_id":"\#(brandID)""#)
    }
    let part = try CataloguePart(source: .halilit, brandID: brandID, records: records.map(Fixture.record))
    _ = try scratch.publisher().publish(part)
  }

  private func publishSummary() throws -> Report.Outcome {
    try scratch.publisher().publishSummary(Fixture.record(#"{"type":"gap-summary","brands":[]}"#)).outcome
  }

  /// Accepts what a guard over all brands refused.
  private func accept(_ guardName: String) throws {
    let content = try #require(try tree.readState(.halilit, allBrandsID)?.content(refusedBy: guardName))
    try tree.accept(
      Acceptance(
        source: .halilit, brandID: allBrandsID, guardName: guardName, content: content, until: nil, at: "",
        note: "a bundle of both"))
  }

  @Test func `shared-items: an item in the catalogues of two brands stops the summary until a person accepts it`()
    throws
  {
    try publish(["7", "8"], brandID: "acme")
    try publish(["7", "9"], brandID: "beta")
    let finding = "an item in the catalogues of two brands: 1 case, such as 7 in acme and beta"
    #expect(try publishSummary() == .refused([Refusal(guardName: "shared-items", finding: finding)]))
    #expect(!File.exists(tree.summary))
    try accept("shared-items")
    #expect(try publishSummary() == .replaced)
    #expect(try tree.readState(.halilit, allBrandsID)?.refused == nil)
    // Another shared item is another finding.
    try publish(["7", "9"], brandID: "gamma")
    guard case .refused = try publishSummary() else {
      Issue.record("an acceptance is bound to what was found")
      return
    }
  }

  @Test(arguments: [(["7", "8"], ["8", "7"], true), (["7", "8"], ["7", "8", "9"], false), ([], [], false)])
  func `same-items: two brands with the same catalogue are named as such`(
    acme: [String], beta: [String], isRefused: Bool
  ) throws {
    try publish(acme, brandID: "acme")
    try publish(beta, brandID: "beta")
    let names = if case .refused(let refusals) = try publishSummary() { refusals.map(\.guardName) } else { [String]() }
    #expect(names.contains("same-items") == isRefused)
    guard isRefused else { return }
    try accept("shared-items")
    try accept("same-items")
    #expect(try publishSummary() == .replaced)
  }

  @Test func `the summary is stored and read back as the record it was`() throws {
    let text = #"{"type":"gap-summary","brand_count":1,"brands":[{"brand_id":"acme","gap_count":1}]}"#
    #expect(try scratch.publisher().publishSummary(Fixture.record(text)).outcome == .replaced)
    #expect(try tree.readReport(tree.summary)?.bytes.elementsEqual(text.utf8) == true)
    #expect(try scratch.publisher().publishSummary(Fixture.record(text)).outcome == .unchanged)
  }
}
