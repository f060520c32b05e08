#if canImport(Glibc)
  internal import Glibc
#endif

/// Which assigned pairs are likely links: a logit, the catalogue's own prior, and the cut with the best expected F1.
struct Acceptance {
  /// The one-to-one core, best first, and how probable each pair is.
  let assigned: [Int]
  let probabilities: [Double]
  let prior: Double
  let isPriorFitted: Bool
  /// Accepting from this probability on maximises the expected F1, as far as the calibration allows links there.
  let cut: Double
  private let constants: MatchConstants
  private let margins: (left: [Double], right: [Double])

  /// A logit fitted on clean sets is too sure elsewhere; this share of it is believed.
  static let temperature = 0.7
  static let highestPrior = 0.99
  /// Pseudo-pairs at one half, so that a handful of pairs does not decide the prior.
  static let priorWeight = 4.0
  /// Fewer assigned pairs than this do not tell the prior.
  static let fewestPairs = 20

  init(_ scored: ScoredPairs, _ constants: MatchConstants) {
    self.constants = constants
    assigned = Assignment.greedy(scored.scores, scored.candidates)
    margins = scored.candidates.margins(scored.scores, keys: scored.keys, alone: .infinity)
    isPriorFitted = assigned.count >= Self.fewestPairs
    let logits = assigned.map { [margins] in Self.logit($0, scored, margins, constants) }
    let shipped = scored.isOneBrand ? constants.brandPrior : constants.prior
    let (expected, prior) = Self.probabilities(logits, prior: isPriorFitted ? nil : shipped)
    self.prior = prior
    probabilities = expected.map { constants.calibration($0) }
    cut = max(Self.cut(probabilities), constants.calibration.linkFrom)
  }

  /// How probable a pair is that the core left out, as a variant of one that it holds.
  func probability(of pair: Int, _ scored: ScoredPairs) -> Double {
    constants.calibration(Self.shifted([Self.logit(pair, scored, margins, constants)], prior)[0])
  }

  /// The features of the logit: score, its margins in row and column, and how crowded each own catalogue is.
  static func features(
    _ pair: Int, _ scored: ScoredPairs, _ margins: (left: [Double], right: [Double])
  ) -> [Double] {
    let candidates = scored.candidates
    return [
      min(8, max(-8, scored.scores[pair])), min(6, max(-4, margins.left[pair])), min(6, max(-4, margins.right[pair])),
      Double(candidates.leftDensity[Int(candidates.left[pair])]),
      Double(candidates.rightDensity[Int(candidates.right[pair])]),
    ]
  }

  private static func logit(
    _ pair: Int, _ scored: ScoredPairs, _ margins: (left: [Double], right: [Double]), _ constants: MatchConstants
  ) -> Double {
    let features = features(pair, scored, margins)
    return temperature
      * features.indices.reduce(constants.acceptance.intercept) { $0 + constants.acceptance.slope($1) * features[$1] }
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

  /// The probability from which on accepting maximises the expected F1: half of that F1, since a pair of probability p
  /// raises 2 · right / (accepted + expected) exactly when p is more. 1 for no pairs.
  static func cut(_ probabilities: [Double]) -> Double {
    let total = probabilities.reduce(0, +)
    var sum = 0.0
    var best = 0.0
    for (rank, probability) in probabilities.sorted(by: >).enumerated() {
      sum += probability
      best = max(best, 2 * sum / (Double(rank + 1) + total))
    }
    return probabilities.isEmpty ? 1 : best / 2
  }
}
