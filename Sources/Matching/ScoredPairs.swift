/// All candidate pairs of two catalogues with their scores.
struct ScoredPairs {
  let candidates: Candidates
  private(set) var scores: [Double]
  /// What the rules of one brand say of each pair; empty where the catalogues are of several.
  let identities: [Identity]
  let keys: ModelKeys
  private let leftOrder: [Int]
  private let rightOrder: [Int]
  /// Where each record handed in stands in the order.
  private let leftPosition: [Int]
  private let rightPosition: [Int]
  /// The candidate pairs of each right record.
  private let columns: [[Int32]]
  private let scoring: PairScoring
  let comparison: PairComparison
  let rules: IdentityRules?

  /// With a `whole`, the records are a part of larger catalogues in which words are counted; of them only the `open`
  /// left ones look far for partners.
  init(
    _ left: [MatchRecord], _ right: [MatchRecord], _ constants: MatchConstants, _ parallel: Parallel,
    of whole: WholeRun? = nil, open: Set<Int>? = nil
  ) {
    leftOrder = Self.order(left)
    rightOrder = Self.order(right)
    leftPosition = Self.positions(leftOrder)
    rightPosition = Self.positions(rightOrder)
    let (left, right) = (leftOrder.map { left[$0] }, rightOrder.map { right[$0] })
    var vocabulary = Vocabulary()
    var leftCorpus = Corpus(left, &vocabulary, parallel)
    var rightCorpus = Corpus(right, &vocabulary, parallel)
    rules = IdentityRules(left, right, leftCorpus, rightCorpus, &vocabulary, isOneBrand: whole?.expectation.isOneBrand)
    leftCorpus.readDescriptions(left, vocabulary, parallel)
    rightCorpus.readDescriptions(right, vocabulary, parallel)
    let marks = WordMarks(vocabulary)
    leftCorpus.mark(marks)
    rightCorpus.mark(marks)
    let counts = WordCounts(leftCorpus, rightCorpus, vocabulary, whole?.surroundings)
    let leftOrder = leftOrder
    let candidates = Candidates(
      TermWeights(leftCorpus, rightCorpus, vocabulary, counts), parallel,
      isOpen: open.map { open in leftOrder.map { open.contains($0) } })
    let words = CatalogueWords(leftCorpus, rightCorpus, vocabulary, counts)
    let identities = rules?.identities(candidates, parallel) ?? []
    keys = rules?.keys ?? ModelKeys(leftCount: left.count, rightCount: right.count)
    let likeness = candidates.likeness.indices.map { pair in
      !identities.isEmpty && identities[pair].isDifferent ? -.infinity : Double(candidates.likeness[pair])
    }
    let margins = candidates.margins(likeness, keys: keys, alone: 1)
    let scoring = PairScoring(
      candidates: candidates, identities: identities, rules: rules, left: margins.left, right: margins.right, constants)
    scores = parallel.map(candidates.count) { range in
      let comparison = PairComparison(words)
      return range.map { pair in
        !identities.isEmpty && identities[pair].isDifferent
          ? -.infinity : scoring.sum(scoring.features(pair, comparison))
      }
    }
    columns = candidates.columns()
    comparison = PairComparison(words)
    self.candidates = candidates
    self.identities = identities
    self.scoring = scoring
  }

  /// Records by identity, then by content, so that input order never counts.
  private static func order(_ records: [MatchRecord]) -> [Int] {
    let ids = records.map(\.id)
    return records.indices.sorted { a, b in
      if ids[a] != ids[b] { return ids[a] < ids[b] }
      let (x, y) = (records[a], records[b])
      return (x.title, x.itemCode, x.model, x.description) < (y.title, y.itemCode, y.model, y.description)
    }
  }

  private static func positions(_ order: [Int]) -> [Int] {
    var positions = order
    for (position, record) in order.enumerated() { positions[record] = position }
    return positions
  }

  /// Whether the rules of one brand hold.
  var isOneBrand: Bool { rules != nil }

  func indices(_ pair: Int) -> (left: Int, right: Int) {
    (leftOrder[Int(candidates.left[pair])], rightOrder[Int(candidates.right[pair])])
  }

  func features(_ pair: Int) -> FeatureVector { scoring.features(pair, comparison) }

  /// Rules pairs out: they are never assigned, and compete with nothing.
  mutating func exclude(_ isExcluded: (_ left: Int, _ right: Int) -> Bool) {
    for pair in 0..<candidates.count {
      let (left, right) = indices(pair)
      if isExcluded(left, right) { scores[pair] = -.infinity }
    }
  }

  /// The pair as it is told; evidence and competitors only where it is `wanted`.
  func match(_ pair: Int, _ probability: Double, _ wanted: (Int, Int) -> Bool = { _, _ in true }) -> Match {
    let (left, right) = indices(pair)
    guard wanted(left, right) else {
      return Match(
        left: left, right: right, score: scores[pair], probability: probability, evidence: [], competitors: [])
    }
    return Match(
      left: left, right: right, score: scores[pair], probability: probability,
      evidence: evidence(features(pair), Int(candidates.left[pair]), Int(candidates.right[pair])),
      competitors: competitors(pair), variant: rules?.variant(Int(candidates.right[pair])) ?? [])
  }

  /// A pair that is no link: its score as if no rule spoke, its probability 0 where one does.
  func unlinked(_ pair: Int, _ acceptance: Acceptance) -> Match {
    let isRuledOut = scores[pair] == -.infinity
    var match = match(pair, isRuledOut ? 0 : acceptance.probability(of: pair, self))
    if isRuledOut { match.score = scoring.sum(features(pair)) }
    return match
  }

  /// The candidate pairs of one record.
  func pairs(of subject: MatchSubject) -> [Int] {
    switch subject {
    case .left(let record):
      let row = leftPosition[record]
      return Array(candidates.rowStarts[row]..<candidates.rowStarts[row + 1])
    case .right(let record): return columns[rightPosition[record]].map(Int.init)
    }
  }

  /// What tells the two records of a pair apart, by the rules of one brand.
  func conflict(_ pair: Int) -> Identity.Conflict? {
    guard !identities.isEmpty, case .different(let conflict) = identities[pair] else { return nil }
    return conflict
  }

  /// Whether the rules of one brand find nothing that proves the pair.
  func isUnclear(_ pair: Int) -> Bool { !identities.isEmpty && !identities[pair].isSame }

  /// Pairs of one brand that are the same product by designation, identifier or name; best first.
  func samePairs() -> [Int] {
    identities.indices.filter { identities[$0].isSame && scores[$0] > -.infinity }
      .sorted { (scores[$0], $1) > (scores[$1], $0) }
  }

  /// Why a person should look at an assigned pair; nil where it is a link.
  func doubt(_ pair: Int, _ probability: Double, cut: Double) -> String? {
    if probability < cut { return "probability below the cut" }
    guard !identities.isEmpty else { return nil }
    return identities[pair].isSame ? nil : "no common designation, identifier or whole name"
  }

  /// A pair that a person confirmed, whether or not it was a candidate.
  func decided(_ left: Int, _ right: Int) -> Match {
    let (l, r) = (leftPosition[left], rightPosition[right])
    let features = comparison.features(l, r)
    return Match(
      left: left, right: right, score: scoring.sum(features), probability: 1, evidence: evidence(features, l, r),
      competitors: [],
      isDecided: true)
  }

  private func evidence(_ features: FeatureVector, _ l: Int, _ r: Int) -> [Evidence] {
    Feature.all.compactMap { feature -> Evidence? in
      let weight = scoring.slopes[feature.rawValue] * features[feature]
      guard weight != 0 else { return nil }
      let said = rules.flatMap { $0.said(feature, l, r) } ?? comparison.said(feature, features, l, r)
      return Evidence(feature: feature, left: said.left, right: said.right, weight: weight)
    }.sorted { abs($0.weight) > abs($1.weight) }
  }

  private func competitors(_ pair: Int) -> [Competitor] {
    let (left, right) = (candidates.left[pair], candidates.right[pair])
    let row = candidates.rowStarts[Int(left)]..<candidates.rowStarts[Int(left) + 1]
    var others = row.filter { $0 != pair }.map {
      Competitor(isLeft: false, record: rightOrder[Int(candidates.right[$0])], score: scores[$0])
    }
    for other in columns[Int(right)] where other != pair {
      others.append(
        Competitor(isLeft: true, record: leftOrder[Int(candidates.left[Int(other)])], score: scores[Int(other)]))
    }
    others.removeAll { $0.score == -.infinity }
    others.sort { ($0.score, $1.isLeft ? 1 : 0, $1.record) > ($1.score, $0.isLeft ? 1 : 0, $0.record) }
    return Array(others.prefix(2))
  }
}

/// How a candidate pair's features add up to its score.
struct PairScoring: Sendable {
  let slopes: [Double]
  private let intercept: Double
  private let candidates: Candidates
  private let identities: [Identity]
  private let rules: IdentityRules?
  private let leftMargins: [Double]
  private let rightMargins: [Double]

  init(
    candidates: Candidates, identities: [Identity], rules: IdentityRules?, left leftMargins: [Double],
    right rightMargins: [Double], _ constants: MatchConstants
  ) {
    self.candidates = candidates
    self.identities = identities
    self.rules = rules
    self.leftMargins = leftMargins
    self.rightMargins = rightMargins
    slopes = Feature.fitted.map { constants.score.slope($0.rawValue) } + [constants.identity, constants.variant]
    intercept = constants.score.intercept
  }

  func features(_ pair: Int, _ comparison: PairComparison) -> FeatureVector {
    let (left, right) = (Int(candidates.left[pair]), Int(candidates.right[pair]))
    var features = comparison.features(left, right)
    features[.leftMargin] = min(1, max(-1, leftMargins[pair]))
    features[.rightMargin] = min(1, max(-1, rightMargins[pair]))
    if let rules {
      features[.identity] = identities[pair].isSame ? 1 : 0
      features[.variant] = Double(rules.variations(left, right))
    }
    return features
  }

  func sum(_ features: FeatureVector) -> Double {
    Feature.all.reduce(intercept) { $0 + slopes[$1.rawValue] * features[$1] }
  }
}
