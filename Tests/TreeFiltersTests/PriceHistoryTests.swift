import Filtering
import JSON
import TestSupport
import Testing

@testable import TreeFilters

@Suite struct PriceHistoryTests {
  private let bench: Bench

  init() throws {
    bench = try Bench()
    for (day, price) in [(1, 100), (2, 118), (3, 1180), (4, 59)] {
      let more =
        #","price_ils":\#(price),"currency":"ILS","fetched_at":"2026-01-0\#(day)T00:00:00Z""#
      let other = #","in_stock":\#(day % 2 == 0)"#
      _ = try bench.store("halilit", [Sample.listing(), Sample.product("7", more), Sample.product("8", other)])
    }
    _ = try bench.store("halilit", [Sample.listing(), Sample.product("8"), Sample.product("9", "", "beta")])
  }

  private func history(_ words: String...) throws -> [JSON] {
    try run(PriceHistory.self, words + ["--data", bench.root]).lines.map { try JSON(parsing: String($0)) }
  }

  @Test func `prices come oldest first, a jump is told and not believed`() throws {
    let points = try history("--brand", "acme", "--id", "7")
    #expect(points.map { $0["change_type"] } == ["added", "modified", "modified", "modified", "deleted"])
    #expect(points.map { $0["price"] } == [100, 118, .null, 59, .null])
    #expect(points.map { $0["previous"] } == [.null, 100, .null, 118, 59])
    #expect(points.map { $0["change_percent"] } == [.null, 18, .null, -50, .null])
    #expect(points.map { $0["flag"] } == [.null, .null, "price-jump", .null, .null])
    #expect(points.map { $0["doubted_price"] } == [nil, nil, 1180, nil, nil])
    #expect(points.map { $0["currency"] } == ["ILS", "ILS", .null, "ILS", "ILS"])
  }

  @Test func `changes that say nothing of a price are left out`() throws {
    #expect(try history("--id", "8").isEmpty)
    #expect(try history("--brand", "beta").isEmpty)
    #expect(try history("--source", "brand").isEmpty)
    #expect(try history("--flagged").map { $0["product_id"] } == ["7"])
  }

  @Test(arguments: [(["--brand", "gamma"], Status.noInput), (["--brand", "a/b"], .usage), (["x"], .usage)])
  func `a call that cannot be meant ends with its status`(words: [String], status: Status) throws {
    #expect(try run(PriceHistory.self, words + ["--data", bench.root]).status == status)
  }
}
