internal import Catalogue
internal import JSON
internal import Tree

/// What a person could do next, derived from figures that it names.
struct Recommendation {
  let rule: String
  let text: String
  let count: Int
  let brandIDs: [String]

  /// A text names so many brands and counts the others.
  private static let namedBrands = 5

  var json: JSON {
    [
      "rule": .string(rule), "text": .string(text), "count": JSON(count),
      "brands": .array(brandIDs.map(JSON.string)),
    ]
  }

  private init(_ rule: String, _ text: String, count: Int, _ brandIDs: [String]) {
    let more = brandIDs.count - Self.namedBrands
    let names = brandIDs.prefix(Self.namedBrands).joined(separator: ", ")
    self.rule = rule
    self.text = names.isEmpty ? text : "\(text) (\(names)\(more > 0 ? " and \(more) more" : ""))"
    self.count = count
    self.brandIDs = brandIDs
  }

  /// The most urgent first.
  static func all(_ brands: [BrandFigures], _ freshness: [Freshness], _ thresholds: ReportThresholds)
    -> [Recommendation]
  {
    [refused(brands), review(brands), stale(freshness), noBrandCatalogue(brands)].compactMap(\.self)
      + bands(brands, thresholds)
  }

  private static func refused(_ brands: [BrandFigures]) -> Recommendation? {
    let ids = brands.filter { $0.sources.contains { $0.state?.refused != nil } }.map(\.id)
    guard !ids.isEmpty else { return nil }
    return Recommendation(
      "refused", "Look at what a guard refused, then correct the source or run `stocktake accept`", count: ids.count,
      ids)
  }

  private static func review(_ brands: [BrandFigures]) -> Recommendation? {
    let count = brands.sum(\.reviews.count)
    guard count > 0 else { return nil }
    let ids = brands.filter { !$0.reviews.isEmpty }.largestFirst(\.reviews.count).map(\.id)
    return Recommendation(
      "review", "Decide \(counted(count, "pair")) that the matcher is not sure of", count: count, ids)
  }

  private static func stale(_ freshness: [Freshness]) -> Recommendation? {
    let rows = freshness.filter { $0.state != .fresh }
    guard !rows.isEmpty else { return nil }
    let ids = Set(rows.map(\.brandID)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return Recommendation("stale", "Read \(counted(rows.count, "source")) again", count: rows.count, ids)
  }

  private static func noBrandCatalogue(_ brands: [BrandFigures]) -> Recommendation? {
    let lacking = brands.filter { $0.count(.brand) == 0 && $0.count(.halilit) > 0 }
    guard !lacking.isEmpty else { return nil }
    let ids = lacking.largestFirst { $0.count(.halilit) }.map(\.id)
    return Recommendation(
      "no-brand-catalogue", "Configure a site for \(counted(ids.count, "brand")) without a catalogue of its own",
      count: ids.count, ids)
  }

  /// One for each band of coverage: the lower it is, the more likely the reading or the matching is at fault.
  private static func bands(_ brands: [BrandFigures], _ thresholds: ReportThresholds) -> [Recommendation] {
    let measured = brands.compactMap { brand in
      brand.coverage?.coveragePercentage.double.map { (id: brand.id, percentage: $0) }
    }.sorted { ($0.percentage, $0.id) < ($1.percentage, $1.id) }
    var lower = 0.0
    return thresholds.coverageBands.enumerated().compactMap { index, bound in
      defer { lower = Double(bound) }
      let ids = measured.filter { $0.percentage >= lower && $0.percentage < Double(bound) }.map(\.id)
      guard !ids.isEmpty else { return nil }
      let advice = index == 0 ? "check their configurations and matches first" : "offer the buyers their gap lists"
      return Recommendation(
        "coverage-below-\(bound)", "\(counted(ids.count, "brand")) with a coverage below \(bound) %: \(advice)",
        count: ids.count,
        ids)
    }
  }
}

/// A number and what it counts, `1 pair` or `2 pairs`.
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
