/// The matching of two catalogues: every candidate pair scored, and which of them are accepted.
struct MatchRun {
  let scored: ScoredPairs
  let acceptance: Acceptance
  let verdicts: Verdicts

  /// Pairs below the cut but at least this probable go to a person.
  static let reviewFloor = 0.25
  /// Where nothing but likeness speaks for a pair, a person sees it only when it is likely.
  static let unclearFloor = 0.5

  /// With `whole`, the records are a part of larger catalogues, and only the `open` left ones look far for partners;
  /// pairs that are `strange` are never made.
  init(
    _ matcher: Matcher, _ left: [MatchRecord], _ right: [MatchRecord], _ decisions: [MatchDecision],
    of whole: WholeRun? = nil, open: Set<Int>? = nil, isStrange: ((Int, Int) -> Bool)? = nil
  ) {
    var scored = ScoredPairs(
      left, right, matcher.constants, matcher.parallel, of: whole, open: open)
    let verdicts = Verdicts(decisions, left, right)
    if !verdicts.isEmpty { scored.exclude { verdicts.isExcluded(left: $0, right: $1) } }
    if let isStrange { scored.exclude(isStrange) }
    self.scored = scored
    self.verdicts = verdicts
    acceptance = Acceptance(scored, matcher.constants, expecting: whole?.expectation)
  }

  /// Whether a pair of such a probability was assigned, as a link or not.
  func hasAssigned(_ probabilities: Range<Double>, where isMeant: (_ left: Int, _ right: Int) -> Bool) -> Bool {
    zip(acceptance.assigned, acceptance.probabilities).contains { pair, probability in
      guard probabilities.contains(probability) else { return false }
      let (left, right) = scored.indices(pair)
      return isMeant(left, right)
    }
  }

  /// The links and reviews; evidence and competitors only of pairs that are `wanted`.
  func result(isOneToOne: Bool, wanted: (Int, Int) -> Bool = { _, _ in true }) -> MatchResult {
    var result = MatchResult(prior: acceptance.prior, isPriorFitted: acceptance.isPriorFitted, cut: acceptance.cut)
    for (pair, probability) in zip(acceptance.assigned, acceptance.probabilities) {
      guard let reason = scored.doubt(pair, probability, cut: acceptance.cut) else {
        result.links.append(scored.match(pair, probability, wanted))
        continue
      }
      let floor = scored.isUnclear(pair) ? Self.unclearFloor : min(acceptance.cut, Self.reviewFloor)
      if probability >= floor {
        var match = scored.match(pair, probability, wanted)
        match.reason = reason
        result.reviews.append(match)
      }
    }
    for (left, right) in verdicts.confirmed { result.links.append(scored.decided(left, right)) }
    if !isOneToOne { attachVariants(&result, wanted) }
    result.links.sort { ($0.left, $0.right) < ($1.left, $1.right) }
    result.reviews.sort { ($0.left, $0.right) < ($1.left, $1.right) }
    return result
  }

  /// Joins right records that are in no link to the left record whose designation or name they give.
  private func attachVariants(_ result: inout MatchResult, _ wanted: (Int, Int) -> Bool) {
    var isTaken = Set(result.links.map(\.right))
    var attached: Set<Int> = []
    for pair in scored.samePairs() {
      let (left, right) = scored.indices(pair)
      guard !isTaken.contains(right), verdicts.allowsVariant(left: left, right: right) else { continue }
      let probability = acceptance.probability(of: pair, scored)
      guard scored.doubt(pair, probability, cut: acceptance.cut) == nil else { continue }
      isTaken.insert(right)
      attached.insert(right)
      result.links.append(scored.match(pair, probability, wanted))
    }
    if !attached.isEmpty { result.reviews.removeAll { attached.contains($0.right) } }
  }
}
