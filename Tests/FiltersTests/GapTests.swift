import Filtering
import Filters
import JSON
import TestSupport
import Testing

@Suite struct GapTests {
  private func gap(_ lines: [String], _ arguments: [String] = []) throws -> Outcome {
    try run(Gap.self, arguments, input: lines.joined(separator: "\n"))
  }

  @Test func `a brand product that no link reaches is in the gap`() throws {
    let outcome = try gap([
      Fixture.brand("a"), Fixture.brand("b"), Fixture.halilit("1"), Fixture.halilit("2"), Fixture.primary("a", "1"),
    ])
    let record = try #require(try outcome.output.records.first)
    #expect(outcome.status == .done)
    #expect(record["common_count"]?.int == 1 && record["gap_count"]?.int == 1)
    #expect(record["matched_halilit_count"]?.int == 1 && record["halilit_only_count"]?.int == 1)
    #expect(record["coverage_percentage"] == 50 && record["primary_share"] == .number("0.3333"))
    #expect(record["halilit_match_rate"] == .number("0.5"))
    #expect(record["gap_products"]?.array?.compactMap { $0["id"]?.string } == ["b"])
  }

  @Test func `several items of one product count once for coverage and each for the match rate`() throws {
    let outcome = try gap([
      Fixture.brand("a"), Fixture.halilit("1"), Fixture.halilit("2"), Fixture.primary("a", "1"),
      Fixture.primary("a", "2"),
    ])
    let record = try #require(try outcome.output.records.first)
    #expect(record["common_count"]?.int == 1 && record["matched_halilit_count"]?.int == 2)
    #expect(record["coverage_percentage"] == 100 && record["halilit_match_rate"] == 1)
  }

  @Test func `coverage is null without brand products, never 0 or 100`() throws {
    let record = try #require(try gap([Fixture.halilit("1")]).output.records.first)
    #expect(record["coverage_percentage"] == .null)
    #expect(record["halilit_match_rate"] == 0)
  }

  @Test(arguments: [
    (#","kind":"accessory""#, "accessory"), (#","kind":"part""#, "accessory"), (#","legacy":true"#, "legacy"),
    (#","kind":"instrument""#, "not-listed"), ("", "not-listed"),
  ])
  func `the reason follows from what the records say`(more: String, reason: String) throws {
    let record = try #require(
      try gap([Fixture.brand("a", more), Fixture.halilit("1"), Fixture.secondary("a")]).output.records.first)
    #expect(record["gap_products"]?[0]?["reason"]?.string == reason)
  }

  @Test func `a pair under review explains the gap before everything else`() throws {
    let outcome = try gap([
      Fixture.brand("a", #","legacy":true"#), Fixture.halilit("1"), Fixture.primary("a", "1", type: "review"),
    ])
    let record = try #require(try outcome.output.records.first)
    #expect(record["gap_products"]?[0]?["reason"] == "pending-review")
    #expect(record["common_count"] == 0)
  }

  @Test func `nothing is said of a product that was never compared, and a link to nowhere is named`() throws {
    let outcome = try gap([Fixture.brand("a"), Fixture.halilit("1"), Fixture.primary("b", "1")])
    #expect(try outcome.output.records.first?["gap_products"]?[0]?["reason"] == "unknown")
    #expect(
      outcome.errors == "gap: acme: 1 links name products that are not in the input; they count for nothing\n")
  }

  @Test func `nothing is known of why a product is missing when Halilit's list is`() throws {
    let record = try #require(try gap([Fixture.brand("a")]).output.records.first)
    #expect(record["gap_products"]?[0]?["reason"] == "unknown")
  }

  @Test func `a brand whose item has two partners is named and the others are reported`() throws {
    let outcome = try gap([
      Fixture.brand("a"), Fixture.brand("b"), Fixture.halilit("1"), Fixture.primary("a", "1"),
      Fixture.primary("b", "1"),
      Fixture.brand("c", of: "zeta"),
    ])
    #expect(outcome.status == .rejected)
    #expect(outcome.errors == "gap: acme: the Halilit item '1' is linked to two brand products\n")
    #expect(try outcome.output.records.map { $0["brand_id"] } == ["zeta"])
  }

  @Test func `a second product of the same id is rejected and the first kept`() throws {
    let outcome = try gap([Fixture.brand("a"), Fixture.brand("a")])
    #expect(outcome.status == .rejected)
    #expect(outcome.errors.contains("line 2: a second brand product with the id 'a' in acme"))
    #expect(try outcome.output.records.first?["brand_website_count"] == 1)
  }

  @Test func `grouped input gives each brand as soon as the next begins`() throws {
    let lines = [Fixture.brand("a", of: "b1"), Fixture.brand("a", of: "a2"), Fixture.brand("c", of: "b1")]
    let outcome = try gap(lines, ["--grouped"])
    #expect(try outcome.output.records.map { $0["brand_id"] } == ["b1", "a2"])
    #expect(outcome.status == .rejected && outcome.errors.contains("line 3: the brand 'b1' comes back after others"))
  }

  @Test func `the summary's totals are the sums of its parts`() throws {
    let parts = try gap([
      Fixture.brand("a"), Fixture.halilit("1"), Fixture.primary("a", "1"), Fixture.brand("b", of: "zeta"),
      Fixture.brand("c", of: "zeta"), Fixture.halilit("9", of: "zeta"),
    ])
    let summary = try #require(try run(Gap.self, ["--summary"], input: parts.output).output.records.first)
    #expect(summary["type"] == "gap-summary" && summary["brand_count"] == 2)
    #expect(summary["brand_website_count"] == 3 && summary["common_count"] == 1 && summary["gap_count"] == 2)
    #expect(summary["coverage_percentage"] == .number("33.33"))
    #expect(summary["brands"]?[1]?["brand_id"] == "zeta" && summary["brands"]?[1]?["coverage_percentage"] == 0)
  }

  @Test func `a gap record whose sums do not hold is refused`() throws {
    let good = try gap([Fixture.brand("a")]).output
    let outcome = try run(Gap.self, ["--summary"], input: good.replacing(#""gap_count":1"#, with: #""gap_count":0"#))
    #expect(outcome.status == .rejected && outcome.errors.contains("do not add up"))
  }

  /// The sums of design §3 on random links, with the counts made anew by sets.
  @Test(arguments: seeds(100))
  func `common and gap are all brand products, matched and Halilit-only all items`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let brand = (0..<Int.random(in: 0...12, using: &random)).map { "b\($0)" }
    let halilit = (0..<Int.random(in: 0...12, using: &random)).map { "\($0)" }
    var partner: [String: String] = [:]
    for item in halilit where Bool.random(using: &random) { partner[item] = brand.randomElement(using: &random) }
    let lines =
      brand.map { Fixture.brand($0) } + halilit.map { Fixture.halilit($0) }
      + partner.sorted { $0.key < $1.key }.map { Fixture.primary($0.value, $0.key) }
    guard let record = try gap(lines.shuffled(using: &random)).output.records.first else {
      #expect(brand.isEmpty && halilit.isEmpty)
      return
    }
    #expect(record["common_count"]?.int == Set(partner.values).count)
    #expect(record["gap_count"]?.int == brand.count - Set(partner.values).count)
    #expect(record["halilit_only_count"]?.int == halilit.count - partner.count)
  }
}
