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
    let run = MatchRun(self, left, right, decisions)
    return run.result(isOneToOne: isOneToOne)
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
