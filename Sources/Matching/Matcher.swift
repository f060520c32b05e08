/// Links two catalogues that describe the same products, without labels.
///
/// The result depends on the records alone: not on their order, the clock or the process. Near-linear in the number of
/// records: every record is compared with a bounded number of candidates.
package struct Matcher: Sendable {
  package var constants: MatchConstants

  package init(constants: MatchConstants = .fitted) { self.constants = constants }

  package func match(left: [MatchRecord], right: [MatchRecord]) -> MatchResult {
    var scored = ScoredPairs(left, right, constants)
    let assigned = Assignment.greedy(scored.scores, scored.candidates)
    let logits = Acceptance.features(assigned, scored.scores, scored.candidates).map {
      Acceptance.logit($0, constants.acceptance)
    }
    let (probabilities, prior) = Acceptance.probabilities(logits)
    let cut = Acceptance.cut(probabilities)
    var links: [Match] = []
    for (pair, probability) in zip(assigned, probabilities) where probability >= cut {
      links.append(scored.match(pair, probability))
    }
    links.sort { ($0.left, $0.right) < ($1.left, $1.right) }
    return MatchResult(links: links, prior: prior, cut: cut)
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

/// All candidate pairs of two catalogues with their scores.
struct ScoredPairs {
  let candidates: Candidates
  private(set) var scores: [Double] = []
  private let leftOrder: [Int]
  private let rightOrder: [Int]
  private let margins: (row: [Double], column: [Double])
  private let slopes: [Double]
  private var comparison: PairComparison

  init(_ left: [MatchRecord], _ right: [MatchRecord], _ constants: MatchConstants) {
    leftOrder = Self.order(left)
    rightOrder = Self.order(right)
    var vocabulary = Vocabulary()
    var leftCorpus = Corpus(leftOrder.map { left[$0] }, &vocabulary)
    var rightCorpus = Corpus(rightOrder.map { right[$0] }, &vocabulary)
    let marks = WordMarks(vocabulary)
    leftCorpus.mark(marks)
    rightCorpus.mark(marks)
    candidates = Candidates(TermWeights(leftCorpus, rightCorpus, vocabulary))
    comparison = PairComparison(leftCorpus, rightCorpus, vocabulary)
    margins = candidates.margins(candidates.likeness.map(Double.init), alone: 1)
    slopes = Feature.allCases.map { constants.score.slope($0.rawValue) }
    let intercept = constants.score.intercept
    scores.reserveCapacity(candidates.count)
    for pair in 0..<candidates.count {
      let features = features(pair)
      var score = intercept
      for feature in Feature.allCases { score += slopes[feature.rawValue] * features[feature] }
      scores.append(score)
    }
  }

  /// Records by identity, then by content, so that input order never counts.
  private static func order(_ records: [MatchRecord]) -> [Int] {
    records.indices.sorted { a, b in
      let (x, y) = (records[a], records[b])
      return (x.id, x.title, x.itemCode, x.model, x.description) < (y.id, y.title, y.itemCode, y.model, y.description)
    }
  }

  func indices(_ pair: Int) -> (left: Int, right: Int) {
    (leftOrder[Int(candidates.left[pair])], rightOrder[Int(candidates.right[pair])])
  }

  mutating func features(_ pair: Int) -> FeatureVector {
    var features = comparison.features(Int(candidates.left[pair]), Int(candidates.right[pair]))
    features[.leftMargin] = min(1, max(-1, margins.row[pair]))
    features[.rightMargin] = min(1, max(-1, margins.column[pair]))
    return features
  }

  mutating func match(_ pair: Int, _ probability: Double) -> Match {
    let (left, right) = indices(pair)
    let features = features(pair)
    let evidence = Feature.allCases.compactMap { feature -> Evidence? in
      let weight = slopes[feature.rawValue] * features[feature]
      return weight == 0 ? nil : Evidence(feature: "\(feature)", left: "", right: "", weight: weight)
    }
    return Match(
      left: left, right: right, score: scores[pair], probability: probability, evidence: evidence, competitors: [])
  }
}
