internal import Catalogue
internal import JSON
internal import Records

/// How the catalogues moved: the last 24 hours, 7 days and 30 days, and each day of them.
///
/// Counts of the past follow from today's documents and the changes since, so that they need no earlier report.
struct Trends {
  static let windows = [("24 h", 24), ("7 d", 7 * 24), ("30 d", 30 * 24)]

  let brands: [BrandFigures]
  let runs: [RunFigures]
  let lookback: Lookback
  /// Coverage as it was reported on earlier days, by day.
  let reportedCoverage: [String: JSON]

  private let now: [Source: Int]
  private let batches: [ChangeBatch]

  init(_ brands: [BrandFigures], _ runs: [RunFigures], _ lookback: Lookback, reportedCoverage: [String: JSON]) {
    self.brands = brands
    self.runs = runs
    self.lookback = lookback
    self.reportedCoverage = reportedCoverage
    now = Dictionary(
      uniqueKeysWithValues: [Source.halilit, .brand].map { source in (source, brands.sum { $0.count(source) }) })
    batches = brands.flatMap(\.batches)
  }

  var json: JSON {
    ["windows": .array(Self.windows.map { window($0.0, hours: $0.1) }), "days": .array(days)]
  }

  private func window(_ name: String, hours: Int) -> JSON {
    let since = lookback.moment(hoursAgo: hours)
    let runs = runs.filter { $0.startedAt >= since && $0.state != "running" }
    let failed = runs.count(where: \.hasFailed)
    var object: JSONObject = ["name": .string(name), "hours": JSON(hours), "since": .string(since)]
    for source in [Source.halilit, .brand] {
      let tally = ChangeTally(batches.filter { $0.source == source && $0.time >= since })
      let now = now[source] ?? 0
      object[source.rawValue] = .object(
        JSONObject([.init("then", JSON(now - tally.growth)), .init("now", JSON(now))] + tally.members))
    }
    object["runs"] = [
      "count": JSON(runs.count), "failed": JSON(failed),
      "success_percentage": Coverage.ratio((runs.count - failed) * 100, runs.count, decimals: 2),
    ]
    return .object(object)
  }

  private var days: [JSON] {
    var left = now
    let byDay = Dictionary(grouping: batches) { $0.time.prefix(10) }
    return lookback.days.reversed().map { day in
      let today = byDay[day[...]] ?? []
      var object: JSONObject = ["day": .string(day)]
      for source in [Source.halilit, .brand] {
        let tally = ChangeTally(today.filter { $0.source == source })
        object[source.rawValue] = .object(JSONObject([.init("count", JSON(left[source] ?? 0))] + tally.members))
        left[source, default: 0] -= tally.growth
      }
      object["coverage_percentage"] = reportedCoverage[day] ?? .null
      return JSON.object(object)
    }.reversed()
  }
}

/// Changes added up by kind.
struct ChangeTally {
  /// Products of catalogues that were read for the first time; new to us, not new.
  private(set) var firstRead = 0
  private(set) var added = 0
  private(set) var gone = 0
  private(set) var priceUp = 0
  private(set) var priceDown = 0

  init(_ batches: [ChangeBatch]) {
    for batch in batches {
      for change in batch.changes {
        switch change.record.string("change_type") {
        case "added": if batch.isFirstReading { firstRead += 1 } else { added += 1 }
        case "deleted": gone += 1
        default:
          guard let price = change.price else { continue }
          if price.new > price.old { priceUp += 1 } else { priceDown += 1 }
        }
      }
    }
  }

  /// By how many products the catalogues grew.
  var growth: Int { firstRead + added - gone }

  var members: [JSONObject.Member] {
    [
      .init("first_read", JSON(firstRead)), .init("added", JSON(added)), .init("gone", JSON(gone)),
      .init("price_changed", JSON(priceUp + priceDown)), .init("price_up", JSON(priceUp)),
      .init("price_down", JSON(priceDown)),
    ]
  }
}

extension Sequence {
  func sum(_ value: (Element) throws -> Int) rethrows -> Int { try reduce(0) { try $0 + value($1) } }
}

extension Array {
  /// The elements by falling value; those of equal value keep their order. O(n log n).
  func largestFirst<Value: Comparable>(_ value: (Element) -> Value) -> [Element] {
    enumerated().map { (offset: $0.offset, value: value($0.element), element: $0.element) }
      .sorted { $0.value == $1.value ? $0.offset < $1.offset : $0.value > $1.value }.map(\.element)
  }
}
