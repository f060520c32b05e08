internal import Catalogue
internal import JSON
internal import Tree

/// When one source of a brand was last seen to say what its document says.
struct Freshness {
  enum State: String { case fresh, stale, never }

  let brandID: String
  let figures: SourceFigures
  let hours: Int?
  let limitHours: Int
  let state: State

  init(_ brandID: String, _ figures: SourceFigures, _ lookback: Lookback, _ thresholds: ReportThresholds) {
    self.brandID = brandID
    self.figures = figures
    limitHours = figures.source == .halilit ? thresholds.halilitFreshHours : thresholds.brandFreshHours
    hours = figures.state?.verifiedAt.flatMap(lookback.hours)
    state = hours.map { [limitHours] in $0 > limitHours ? .stale : .fresh } ?? .never
  }

  var json: JSON {
    [
      "brand_id": .string(brandID), "source": .string(figures.source.rawValue), "products": JSON(figures.productCount),
      "verified_at": JSON(figures.state?.verifiedAt), "age_hours": hours.map { JSON($0) } ?? .null,
      "limit_hours": JSON(limitHours), "state": .string(state.rawValue),
      "complete": .bool(figures.state?.isComplete ?? false),
    ]
  }
}
