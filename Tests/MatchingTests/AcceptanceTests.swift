import TestSupport
import Testing

@testable import Matching

struct AcceptanceTests {
  @Test func `the cut accepts exactly the pairs that maximise the expected F1`() {
    #expect(Acceptance.cut([]) == 1)
    #expect(Acceptance.cut([1, 1, 0]) == 0.5)
    for seed in seeds(200) {
      var random = SplitMix64(seed: seed)
      let probabilities = (0..<12).map { _ in Double.random(in: 0...1, using: &random) }.sorted(by: >)
      let expected = (1...12).map { count in
        2 * probabilities.prefix(count).reduce(0, +) / (Double(count) + probabilities.reduce(0, +))
      }
      let best = (expected.indices.max { expected[$0] < expected[$1] } ?? 0) + 1
      #expect(probabilities.count { $0 >= Acceptance.cut(probabilities) } == best, "seed \(seed)")
    }
  }

  @Test func `the prior is found again in logits that were drawn with it`() {
    var random = SplitMix64(seed: 5)
    for share in [0.2, 0.5, 0.9] {
      let logits = (0..<4000).map { _ in
        let isRight = Double.random(in: 0...1, using: &random) < share
        // Two normal classes of distance 4: the sum of twelve uniforms is nearly normal.
        let noise = (0..<12).reduce(-6.0) { sum, _ in sum + Double.random(in: 0...1, using: &random) }
        return 4 * ((isRight ? 2 : -2) + noise)
      }
      let (probabilities, prior) = Acceptance.probabilities(logits)
      #expect(abs(prior - share) < 0.03)
      #expect(abs(probabilities.reduce(0, +) / 4000 - share) < 0.03)
    }
  }
}
