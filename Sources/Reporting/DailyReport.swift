internal import Catalogue
package import JSON
internal import Posix
internal import Records
package import Tree

/// The daily report: every figure of it is counted from the data tree's documents, none is remembered or typed.
package struct DailyReport {
  /// Pairs under review that the report shows.
  private static let shownReviews = 20
  private static let rankedBrands = 3
  private static let shownRuns = 10

  private let brands: [BrandFigures]
  private let freshness: [Freshness]
  private let runs: [RunFigures]
  private let lookback: Lookback
  private let thresholds: ReportThresholds
  private let reportedCoverage: [String: JSON]

  /// Reads the documents. O(all documents and a month of history).
  package init(of tree: Tree, _ lookback: Lookback) throws {
    let thresholds = try ReportThresholds(tree.readSettings())
    let brands = try tree.brandFigures(lookback)
    self.lookback = lookback
    self.thresholds = thresholds
    self.brands = brands
    freshness = brands.flatMap { brand in
      brand.sources.map { Freshness(brand.id, $0, lookback, thresholds) }
    }
    runs = try tree.runs(since: lookback.start)
    var coverage = try tree.reportedCoverage(of: lookback.days)
    coverage[lookback.day] = Self.total(brands).coveragePercentage
    reportedCoverage = coverage
  }

  private static func total(_ brands: [BrandFigures]) -> Coverage {
    brands.compactMap(\.coverage).reduce(Coverage(), +)
  }

  /// The report's members in their order.
  package var json: JSONObject {
    let changes = ProductChanges(brands, lookback)
    let subject = AnomalySubject(
      brands: brands, freshness: freshness, runs: runs, lookback: lookback, thresholds: thresholds)
    return [
      "type": "report", "at": .string(lookback.now), "day": .string(lookback.day), "totals": totals,
      "recommendations": .array(Recommendation.all(brands, freshness, thresholds).map(\.json)),
      "anomalies": .array(AnomalyRule.anomalies(of: subject).map(\.json)),
      "trends": Trends(brands, runs, lookback, reportedCoverage: reportedCoverage).json,
      "top_brands": ranked { $0 > $1 }, "bottom_brands": ranked { $0 < $1 },
      "new_products": changes.new, "gone_products": changes.gone, "price_changes": changes.prices,
      "review": review, "runs": .array(runs.prefix(Self.shownRuns).map(\.json)),
      "brands": .array(brands.map(row)), "sources": .array(freshness.map(\.json)),
    ]
  }

  private var totals: JSON {
    var object: JSONObject = [
      "brand_count": JSON(brands.count),
      "compared_brand_count": JSON(brands.count { ($0.coverage?.brandCount ?? 0) > 0 }),
    ]
    object.members += Self.total(brands).members.members
    let halilit = brands.compactMap { $0.figures(.halilit) }
    object["in_stock_count"] = JSON(halilit.sum(\.inStockCount))
    object["review_count"] = JSON(brands.sum(\.reviews.count))
    object["suspect_count"] = JSON(brands.flatMap(\.sources).sum(\.suspectCount))
    object["carried_count"] = JSON(brands.flatMap(\.sources).sum(\.carriedCount))
    for state in [Freshness.State.fresh, .stale, .never] {
      object["\(state.rawValue)_sources"] = JSON(freshness.count { $0.state == state })
    }
    return .object(object)
  }

  private func row(_ brand: BrandFigures) -> JSON {
    var object: JSONObject = ["brand_id": .string(brand.id), "name": .string(brand.name)]
    object.members += (brand.coverage ?? Coverage()).members.members
    object["review_count"] = JSON(brand.reviews.count)
    object["suspect_count"] = JSON(brand.sources.sum(\.suspectCount))
    let since = lookback.moment(hoursAgo: 7 * 24)
    let tally = ChangeTally(brand.batches.filter { $0.source == .halilit && $0.time >= since })
    object["changes_7d"] = .object(JSONObject(tally.members))
    return .object(object)
  }

  /// The brands with the best or the worst coverage, among those that have one.
  private func ranked(_ precedes: (Double, Double) -> Bool) -> JSON {
    let measured = brands.compactMap { brand in
      (brand.coverage?.coveragePercentage.double).map { (brand: brand, percentage: $0) }
    }
    let ranked = measured.sorted { a, b in
      a.percentage == b.percentage ? a.brand.id < b.brand.id : precedes(a.percentage, b.percentage)
    }
    return .array(
      ranked.prefix(Self.rankedBrands).map { entry in
        let coverage = entry.brand.coverage ?? Coverage()
        return [
          "brand_id": .string(entry.brand.id), "name": .string(entry.brand.name),
          "coverage_percentage": coverage.coveragePercentage, "common_count": JSON(coverage.commonCount),
          "brand_website_count": JSON(coverage.brandCount),
        ]
      })
  }

  /// The surest pairs first: they are the quickest to decide.
  private var review: JSON {
    let pairs = brands.flatMap(\.reviews).largestFirst { $0.double("probability") ?? 0 }
    return [
      "total": JSON(pairs.count),
      "brands": .array(
        brands.filter { !$0.reviews.isEmpty }.map { ["brand_id": .string($0.id), "count": JSON($0.reviews.count)] }),
      "pairs": .array(
        pairs.prefix(Self.shownReviews).map { pair in
          [
            "brand_id": JSON(pair.string("brand_id")), "brand": pair.value("brand") ?? .null,
            "halilit": pair.value("halilit") ?? .null, "probability": pair.value("probability") ?? .null,
            "reason": JSON(pair.string("reason")),
          ]
        }),
    ]
  }
}

extension Tree {
  package func report(_ day: String, _ ending: String) -> String {
    "\(root)/reports/report_\(day.filter { $0 != "-" }).\(ending)"
  }

  /// The coverage that the reports of these days state, by day.
  func reportedCoverage(of days: [String]) throws -> [String: JSON] {
    var coverage: [String: JSON] = [:]
    for day in days {
      coverage[day] = try readRecord(report(day, "json"))?.value("totals")?["coverage_percentage"]
    }
    return coverage
  }
}
