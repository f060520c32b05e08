/// Links two catalogues that describe the same products, without labels.
///
/// The result depends on the records alone: not on their order, the clock or the process. Near-linear in the number of
/// records: every record is compared with a bounded number of candidates.
package struct Matcher: Sendable {
  package var constants: MatchConstants

  package var parallel: Parallel

  package init(constants: MatchConstants = .fitted, parallel: Parallel = .serial) {
    self.constants = constants
    self.parallel = parallel
  }

  /// Links two catalogues; `decisions` bind, by record ids. Unless `isOneToOne`, right records that vary from a linked one
  /// in colour, size or keys join its left record.
  package func match(
    left: [MatchRecord], right: [MatchRecord], decisions: [MatchDecision] = [], isOneToOne: Bool = false
  ) -> MatchResult {
    var scored = ScoredPairs(left, right, constants, parallel)
    let verdicts = Verdicts(decisions, left, right)
    if !verdicts.isEmpty { scored.exclude { verdicts.isExcluded(left: $0, right: $1) } }
    let acceptance = Acceptance(scored, constants)
    var result = MatchResult(prior: acceptance.prior, isPriorFitted: acceptance.isPriorFitted, cut: acceptance.cut)
    for (pair, probability) in zip(acceptance.assigned, acceptance.probabilities) {
      guard let reason = scored.doubt(pair, probability, cut: acceptance.cut) else {
        result.links.append(scored.match(pair, probability))
        continue
      }
      let floor = scored.isUnclear(pair) ? Self.unclearFloor : min(acceptance.cut, Self.reviewFloor)
      if probability >= floor {
        var match = scored.match(pair, probability)
        match.reason = reason
        result.reviews.append(match)
      }
    }
    for (left, right) in verdicts.confirmed { result.links.append(scored.decided(left, right)) }
    if !isOneToOne { attachVariants(&result, scored, acceptance, verdicts) }
    (result.leftDuplicates, result.rightDuplicates) = scored.duplicates(left, right)
    result.links.sort { ($0.left, $0.right) < ($1.left, $1.right) }
    result.reviews.sort { ($0.left, $0.right) < ($1.left, $1.right) }
    return result
  }

  /// Pairs below the cut but at least this probable go to a person.
  static let reviewFloor = 0.25
  /// Where nothing but likeness speaks for a pair, a person sees it only when it is likely.
  static let unclearFloor = 0.5

  /// Joins right records that are in no link to the left record whose designation or name they give.
  private func attachVariants(
    _ result: inout MatchResult, _ scored: ScoredPairs, _ acceptance: Acceptance, _ verdicts: Verdicts
  ) {
    var isTaken = Set(result.links.map(\.right))
    for pair in scored.samePairs() {
      let (left, right) = scored.indices(pair)
      guard !isTaken.contains(right), verdicts.allowsVariant(left: left, right: right) else { continue }
      let probability = acceptance.probability(of: pair, scored)
      guard scored.doubt(pair, probability, cut: acceptance.cut) == nil else { continue }
      isTaken.insert(right)
      result.links.append(scored.match(pair, probability))
      result.reviews.removeAll { $0.right == right }
    }
  }

  /// Every candidate pair with its features and likeness, for fitting the constants.
  package func features(left: [MatchRecord], right: [MatchRecord]) -> [PairFeatures] {
    let scored = ScoredPairs(left, right, constants, parallel)
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
