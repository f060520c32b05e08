#if canImport(Glibc)
  internal import Glibc
#endif

/// Decides which assigned pairs are links: a logit, the catalogue's own prior, and the cut with the best expected F1.
package enum Acceptance {
  package enum Feature: Int, CaseIterable, Sendable {
    case score, leftMargin, rightMargin, leftDensity, rightDensity
  }

  /// A logit of one half prior has been fitted on clean sets; this share of it is believed.
  static let temperature = 0.7
  static let highestPrior = 0.99
  /// Pseudo-pairs at one half, so that a handful of pairs does not decide the prior.
  static let priorWeight = 4.0

  /// The features of `pairs` for the acceptance logit, a row each.
  static func features(
    _ pairs: [Int], _ scores: [Double], _ candidates: Candidates, _ keys: ModelKeys
  ) -> [[Double]] {
    let margins = candidates.margins(scores, keys: keys, alone: .infinity)
    return pairs.map { pair in
      [
        min(8, max(-8, scores[pair])), min(6, max(-4, margins.left[pair])), min(6, max(-4, margins.right[pair])),
        Double(candidates.leftDensity[Int(candidates.left[pair])]),
        Double(candidates.rightDensity[Int(candidates.right[pair])]),
      ]
    }
  }

  static func logit(_ features: [Double], _ constants: MatchConstants.Linear) -> Double {
    temperature * features.indices.reduce(constants.intercept) { $0 + constants.slope($1) * features[$1] }
  }

  /// Probabilities under the prior that makes them consistent (Saerens, Latinne, Decaestecker 2002), from logits under 1/2.
  static func probabilities(_ logits: [Double], prior given: Double? = nil) -> (probabilities: [Double], prior: Double)
  {
    var prior = given ?? 0.5
    var probabilities = shifted(logits, prior)
    guard given == nil else { return (probabilities, prior) }
    for _ in 0..<200 {
      let next = (probabilities.reduce(0, +) + priorWeight / 2) / (Double(logits.count) + priorWeight)
      let bounded = min(highestPrior, max(0.01, next))
      if abs(bounded - prior) < 1e-7 { break }
      prior = bounded
      probabilities = shifted(logits, prior)
    }
    return (probabilities, prior)
  }

  private static func shifted(_ logits: [Double], _ prior: Double) -> [Double] {
    let shift = log(prior / (1 - prior))
    return logits.map { 1 / (1 + exp(-($0 + shift))) }
  }

  /// The probability from which on accepting maximises the expected F1; 1 for no pairs.
  static func cut(_ probabilities: [Double]) -> Double {
    let total = probabilities.reduce(0, +)
    var sum = 0.0
    var best = (value: -1.0, cut: 1.0)
    for (rank, probability) in probabilities.sorted(by: >).enumerated() {
      sum += probability
      let expected = 2 * sum / (Double(rank + 1) + total)
      if expected > best.value { best = (expected, probability) }
    }
    return best.cut
  }
}
