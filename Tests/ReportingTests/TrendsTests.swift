import Catalogue
import JSON
import Records
import TestSupport
import Testing

@testable import Reporting

struct TrendsTests {
  private static let changes: [JSONObject] = [
    ["change_type": "added"], ["change_type": "deleted"],
    ["change_type": "modified", "price": ["old": 100, "new": 110]],
    ["change_type": "modified", "price": ["old": 100, "new": 90]], ["change_type": "modified"],
  ]

  private func batch(_ time: String, isFirst: Bool = false, _ changes: [JSONObject] = changes) -> ChangeBatch {
    ChangeBatch(
      source: .halilit, time: time, isFirstReading: isFirst,
      changes: changes.map { PriceableChange(Record($0), time: time) })
  }

  @Test func `changes are counted by kind; what is read for the first time is not new`() {
    let tally = ChangeTally([
      batch("2026-06-01T00:00:00Z"), batch("2026-06-02T00:00:00Z", isFirst: true, [["change_type": "added"]]),
    ])
    #expect(
      JSON.object(JSONObject(tally.members)).text
        == #"{"first_read":1,"added":1,"gone":1,"price_changed":2,"price_up":1,"price_down":1}"#)
    #expect(tally.growth == 1)
  }

  /// Plays a catalogue forward and asks for every day of its past.
  @Test(arguments: seeds(40))
  func `the counts of the past are those of the days themselves`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let lookback = try #require(Lookback(now: "2026-06-30T12:00:00Z"))
    var count = 20
    var counts: [Int] = []
    var batches: [ChangeBatch] = []
    for day in lookback.days {
      let added = Int.random(in: 0...4, using: &random), gone = min(count, Int.random(in: 0...4, using: &random))
      count += added - gone
      counts.append(count)
      let changes = Array(repeating: Self.changes[0], count: added) + Array(repeating: Self.changes[1], count: gone)
      batches.append(batch("\(day)T05:00:00Z", changes.shuffled(using: &random)))
    }
    let figures = SourceFigures(
      source: .halilit, productCount: count, inStockCount: 0, suspectCount: 0, carriedCount: 0, hasDocument: true,
      state: nil)
    let brand = BrandFigures(id: "acme", name: "Acme", coverage: nil, sources: [figures], reviews: [], batches: batches)
    let trends = Trends([brand], [], lookback, reportedCoverage: [:]).json
    #expect(trends["days"]?.array?.map { $0["halilit"]?["count"]?.int } == counts)
    #expect(trends["windows"]?.array?.map { $0["halilit"]?["now"]?.int } == [count, count, count])
    #expect(trends["windows"]?[1]?["halilit"]?["then"]?.int == counts[counts.count - 8])
  }

  @Test(
    arguments: [(100.0, 150.0, 50.0), (3, 2, -33.3), (0, 5, nil), (1e-300, 1e300, nil)] as [(Double, Double, Double?)])
  func `a price changes by per cent of the old one`(old: Double, new: Double, percent: Double?) {
    let record = Record(["change_type": "modified", "price": ["old": .number("\(old)"), "new": .number("\(new)")]])
    #expect(PriceableChange(record, time: "").percent == percent)
  }

  @Test(arguments: [
    ("yesterday", false), ("2026-06-30T12:00:00Z", true), ("2026-06-30", false), ("2026-13-30T12:00:00Z", false),
  ])
  func `a report needs a moment`(text: String, isMoment: Bool) {
    #expect((Lookback(now: text) != nil) == isMoment)
  }
}
