import Matching
import TestSupport
import Testing

struct GeneratedTests {
  @Test func `at most one in a hundred siblings of products is linked when they themselves are not sold`() {
    var generated = 0
    var linked: [String] = []
    for seed in seeds(20) {
      var catalogue = InventedCatalogue(seed: seed)
      let siblings = catalogue.siblings()
      let left = siblings.enumerated().map { catalogue.brandRecord($1, $0) }
      let right = catalogue.shop()
      let result = Matcher().match(left: left, right: right)
      generated += siblings.count
      linked += result.links.map { "\(left[$0.left].title) -> \(right[$0.right].title) (seed \(seed))" }
    }
    print("siblings: \(linked.count) of \(generated) linked")
    #expect(linked.count * 100 <= generated, "\(linked.prefix(20))")
  }

  @Test func `at least ninety-five in a hundred variants join the product that they vary`() {
    var generated = 0
    var missed: [String] = []
    for seed in seeds(20) {
      var catalogue = InventedCatalogue(seed: seed)
      let variants = catalogue.variants()
      let right = catalogue.shop() + variants.map(\.record)
      let result = Matcher().match(left: catalogue.line(), right: right)
      let attached = Dictionary(result.links.map { (right[$0.right].id, $0.left) }) { first, _ in first }
      generated += variants.count
      missed += variants.filter { attached[$0.record.id] != $0.model }.map(\.record.title)
    }
    print("variants: \(generated - missed.count) of \(generated) attached")
    #expect(missed.count * 20 <= generated, "\(missed.prefix(20))")
  }

  @Test(arguments: seeds(10))
  func `every product that both have is linked, and to itself`(seed: UInt64) {
    let catalogue = InventedCatalogue(seed: seed)
    let result = Matcher().match(left: catalogue.line(), right: catalogue.shop())
    #expect(result.links.allSatisfy { $0.left == $0.right })
    #expect(result.links.count * 50 >= catalogue.models.count * 49)
  }

  @Test(arguments: seeds(10))
  func `the order of the input does not count`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var catalogue = InventedCatalogue(seed: seed, count: 25)
    let left = catalogue.line() + catalogue.siblings().enumerated().map { catalogue.brandRecord($1, 100 + $0) }
    let right = catalogue.shop() + catalogue.variants().map(\.record)
    let shuffledLeft = left.shuffled(using: &random)
    let shuffledRight = right.shuffled(using: &random)
    func described(_ result: MatchResult, _ left: [MatchRecord], _ right: [MatchRecord]) -> Set<String> {
      Set(
        (result.links + result.reviews).map {
          "\(left[$0.left].id) \(right[$0.right].id) \($0.score) \($0.probability) \($0.reason ?? "") \($0.evidence)"
        })
    }
    let straight = Matcher().match(left: left, right: right)
    let shuffled = Matcher().match(left: shuffledLeft, right: shuffledRight)
    #expect(described(straight, left, right) == described(shuffled, shuffledLeft, shuffledRight))
  }
}
