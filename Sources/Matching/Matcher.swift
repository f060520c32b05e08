/// Links two catalogues that describe the same products, without labels.
///
/// The result depends on the records alone: not on their order, the clock or the process. Near-linear in the number of
/// records: every record is compared with a bounded number of candidates.
package struct Matcher: Sendable {
  package var constants: MatchConstants

  package init(constants: MatchConstants = .fitted) { self.constants = constants }

  /// Pairs below the cut but at least this probable go to a person.
  static let reviewFloor = 0.25

  /// Links two catalogues; `decisions` bind, by record ids.
  package func match(
    left: [MatchRecord], right: [MatchRecord], decisions: [MatchDecision] = []
  ) -> MatchResult {
    var result = MatchResult()
    var scored = ScoredPairs(left, right, constants)
    let verdicts = Verdicts(decisions, left, right)
    if !verdicts.isEmpty { scored.exclude { verdicts.isExcluded(left: $0, right: $1) } }
    let assigned = Assignment.greedy(scored.scores, scored.candidates)
    let logits = Acceptance.features(assigned, scored.scores, scored.candidates, scored.keys).map {
      Acceptance.logit($0, constants.acceptance)
    }
    let (probabilities, prior) = Acceptance.probabilities(logits)
    result.prior = prior
    result.cut = Acceptance.cut(probabilities)
    for (pair, probability) in zip(assigned, probabilities) where probability >= min(result.cut, Self.reviewFloor) {
      var match = scored.match(pair, probability)
      match.reason = scored.doubt(pair, probability, cut: result.cut)
      if match.reason == nil { result.links.append(match) } else { result.reviews.append(match) }
    }
    for (left, right) in verdicts.confirmed { result.links.append(scored.decided(left, right)) }
    result.links.sort { ($0.left, $0.right) < ($1.left, $1.right) }
    result.reviews.sort { ($0.left, $0.right) < ($1.left, $1.right) }
    return result
  }

  /// Every candidate pair with its features and likeness, for fitting the constants.
  package func features(left: [MatchRecord], right: [MatchRecord]) -> [PairFeatures] {
    var scored = ScoredPairs(left, right, constants)
    return scored.candidates.left.indices.map { pair in
      let (l, r) = scored.indices(pair)
      return PairFeatures(
        left: l, right: r, features: scored.features(pair),
        leftDensity: Double(scored.candidates.leftDensity[Int(scored.candidates.left[pair])]),
        rightDensity: Double(scored.candidates.rightDensity[Int(scored.candidates.right[pair])]))
    }
  }
}

/// What a fitter needs to know of a candidate pair.
package struct PairFeatures: Sendable {
  package var left: Int
  package var right: Int
  package var features: FeatureVector
  package var leftDensity: Double
  package var rightDensity: Double
}
