import Catalogue
import JSON
import TestSupport
import Testing

@Suite struct CoverageTests {
  private func coverage(halilit: Int, brand: Int, common: Int, matched: Int, priced: Int = 0) -> Coverage {
    var coverage = Coverage()
    coverage.halilitCount = halilit
    coverage.brandCount = brand
    coverage.commonCount = common
    coverage.matchedCount = matched
    coverage.pricedCount = priced
    return coverage
  }

  @Test(arguments: [
    (common: 0, brand: 0, percentage: "null"), (0, 7, "0"), (7, 7, "100"), (1, 3, "33.33"), (2, 3, "66.67"),
    (1, 8, "12.5"),
    (1, 800, "0.13"), (1, 20_000, "0.01"), (1, 20_001, "0"), (33, 500, "6.6"),
  ])
  func `coverage is common over brand in per cent, and null without brand products`(
    common: Int, brand: Int, percentage: String
  ) {
    #expect(coverage(halilit: 9, brand: brand, common: common, matched: common).coveragePercentage.text == percentage)
  }

  @Test func `each of the four coverages has its own base`() {
    let coverage = coverage(halilit: 10, brand: 8, common: 3, matched: 4, priced: 7)
    #expect(coverage.unifiedCount == 14)
    #expect(coverage.coveragePercentage.text == "37.5")
    #expect(coverage.primaryShare.text == "0.2143")
    #expect(coverage.halilitMatchRate.text == "0.4")
    #expect(coverage.pricedShare.text == "0.5")
  }

  @Test func `without products every coverage is null`() {
    let members = Coverage().members
    for name in ["coverage_percentage", "primary_share", "halilit_match_rate", "priced_share"] {
      #expect(members[name] == .null)
    }
  }

  @Test(arguments: seeds(200))
  func `the sums hold and adding up parts keeps them`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let parts = (0..<3).map { _ in
      let (halilit, brand) = (Int.random(in: 0...90, using: &random), Int.random(in: 0...90, using: &random))
      let common = Int.random(in: 0...min(halilit, brand), using: &random)
      let matched = common == 0 ? 0 : Int.random(in: common...halilit, using: &random)
      return coverage(halilit: halilit, brand: brand, common: common, matched: matched)
    }
    let total = parts.reduce(Coverage(), +)
    for coverage in parts + [total] {
      #expect(coverage.commonCount + coverage.gapCount == coverage.brandCount)
      #expect(coverage.matchedCount + coverage.halilitOnlyCount == coverage.halilitCount)
      if let share = coverage.coveragePercentage.double {
        let exact = Double(coverage.commonCount) * 100 / Double(coverage.brandCount)
        #expect(abs(share - exact) <= 0.005 + 1e-9)
      } else {
        #expect(coverage.brandCount == 0)
      }
    }
    #expect(total.gapCount == parts.map(\.gapCount).reduce(0, +))
  }
}
