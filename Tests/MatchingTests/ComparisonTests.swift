import Matching
import TestSupport
import Testing

struct ComparisonTests {
  private let left = ["DX-40", "DX-60"].enumerated().map {
    MatchRecord(id: "b\($0)", title: $1, catalogueBrand: "tamarind")
  }
  private let right = ["Tamarind DX-40", "Tamarind DX-40X", "Tamarind DX-60 Case", "Tamarind DX-60"].enumerated().map {
    MatchRecord(id: "h\($0)", title: $1, brandTitle: "Tamarind", catalogueBrand: "tamarind")
  }

  @Test func `the link comes first, then what a rule does not tell apart, then the rest by score`() {
    let found = Matcher().comparisons(of: .left(0), left: left, right: right, count: 4)
    #expect(found.first?.match.right == 0 && found.first?.outcome == .linked)
    #expect(found.first { $0.match.right == 1 }?.outcome == .different("another designation"))
    #expect(found.allSatisfy { $0.match.left == 0 })
    let scores = found.dropFirst().map(\.match.score)
    #expect(scores == scores.sorted(by: >))
  }

  @Test func `an item's candidates are the products of the brand`() {
    let found = Matcher().comparisons(of: .right(2), left: left, right: right)
    #expect(found.allSatisfy { $0.match.right == 2 && $0.outcome != .linked })
    #expect(found.first { $0.match.left == 1 }?.match.probability == 0)
  }

  @Test func `what a person refused is said to be so`() {
    let refused = MatchDecision(leftID: "b0", rightID: "h0", verdict: .refused)
    let found = Matcher().comparisons(of: .left(0), left: left, right: right, decisions: [refused], count: 9)
    #expect(found.first { $0.match.right == 0 }?.outcome == .decidedOtherwise)
  }

  @Test(arguments: seeds(5)) func `what is linked is what matching links`(seed: UInt64) {
    let catalogue = InventedCatalogue(seed: seed, count: 12)
    let result = Matcher().match(left: catalogue.line(), right: catalogue.shop())
    for index in catalogue.models.indices {
      let found = Matcher().comparisons(of: .left(index), left: catalogue.line(), right: catalogue.shop())
      #expect(found.filter { $0.outcome == .linked }.map(\.match) == result.links.filter { $0.left == index })
    }
  }
}
