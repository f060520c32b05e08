internal import JSON
package import Catalogue

/// From when on a report calls something odd; every one of them has a name in settings.json.
package struct ReportThresholds: Sendable {
  /// Hours after which a source counts as stale: the limits of check-health.
  private(set) var halilitFreshHours = 48
  private(set) var brandFreshHours = 168
  /// More products than these lost in 7 days are odd.
  private(set) var droppedItems = 10
  /// More Halilit items than these without one PRIMARY pair are odd.
  private(set) var unmatchedItems = 50
  /// A change of price by more than this is odd.
  private(set) var pricePercent = 50
  /// Bounds of the bands of coverage, rising.
  private(set) var coverageBands = [20, 50, 80]

  package init(_ settings: Settings) throws(SettingsError) {
    let health = settings.json["health"], report = settings.json["report"]
    halilitFreshHours = try Self.count(health, "health.halilit_fresh_h") ?? halilitFreshHours
    brandFreshHours = try Self.count(health, "health.brand_fresh_h") ?? brandFreshHours
    droppedItems = try Self.count(report, "report.dropped_items") ?? droppedItems
    unmatchedItems = try Self.count(report, "report.unmatched_items") ?? unmatchedItems
    pricePercent = try Self.count(report, "report.price_percent") ?? pricePercent
    if let bands = report?["coverage_bands"] {
      let bounds = bands.array?.compactMap(\.int) ?? []
      guard !bounds.isEmpty, bounds.count == bands.array?.count, bounds == bounds.sorted() else {
        throw SettingsError(member: "report.coverage_bands", expected: "a list of rising whole numbers")
      }
      coverageBands = bounds
    }
  }

  private static func count(_ section: JSON?, _ path: String) throws(SettingsError) -> Int? {
    guard let value = section?[String(path.drop { $0 != "." }.dropFirst())] else { return nil }
    guard let count = value.int, count >= 0 else {
      throw SettingsError(member: path, expected: "a whole number of 0 or more")
    }
    return count
  }
}
