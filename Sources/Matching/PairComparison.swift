#if canImport(Glibc)
  internal import Glibc
#endif

/// What two catalogues know of their words: how rare each is, and how many records hold a designation.
struct CatalogueWords: Sendable {
  let left: Corpus
  let right: Corpus
  let vocabulary: Vocabulary
  /// ln(1 + N / df) of each word, df over title, brand and model of both catalogues; as for df 1 where it is in none.
  let rarity: [Double]
  let leftCodeCounts: [Int32]
  let rightCodeCounts: [Int32]

  init(_ left: Corpus, _ right: Corpus, _ vocabulary: Vocabulary, _ counts: WordCounts) {
    self.left = left
    self.right = right
    self.vocabulary = vocabulary
    var documents = Self.counts(left.words, vocabulary.count)
    for word in right.words.items { documents[Int(word)] += 1 }
    rarity = documents.indices.map { counts.rarity(Int32(truncatingIfNeeded: $0), documents[$0]) }
    leftCodeCounts = counts.left(Self.counts(left.codesAndJoins, vocabulary.count))
    rightCodeCounts = counts.right(Self.counts(right.codesAndJoins, vocabulary.count))
  }

  private static func counts(_ lists: Lists, _ words: Int) -> [Int32] {
    var counts = [Int32](repeating: 0, count: words)
    for word in lists.items { counts[Int(word)] += 1 }
    return counts
  }
}

/// Compares records of the two catalogues word by word; each thread has its own.
struct PairComparison {
  let left: Corpus
  let right: Corpus
  let vocabulary: Vocabulary
  private let words: CatalogueWords
  private let likeness: WordLikeness

  /// Designations shorter than this agree by chance.
  static let shortestCode = 3
  /// From this length on a designation may be found inside another text.
  static let shortestContained = 5

  init(_ words: CatalogueWords) {
    left = words.left
    right = words.right
    vocabulary = words.vocabulary
    self.words = words
    likeness = WordLikeness(vocabulary)
  }

  /// All features but the margins, which are of the whole candidate list.
  func features(_ leftRecord: Int, _ rightRecord: Int) -> FeatureVector {
    var features = FeatureVector()
    let forth = coverage(of: left, leftRecord, by: right, rightRecord)
    let back = coverage(of: right, rightRecord, by: left, leftRecord)
    features[.leftCoverage] = forth.share
    features[.rightCoverage] = back.share
    features[.unexplainedNumbers] = Double(forth.numbers + back.numbers)
    features[.codeRarity] = codeRarity(leftRecord, rightRecord)
    features[.codeConflict] = isCodeConflict(leftRecord, rightRecord) ? 1 : 0
    features[.brandConflict] = isBrandConflict(leftRecord, rightRecord) ? 1 : 0
    features[.priceGap] = priceGap(leftRecord, rightRecord)
    features[.colourConflict] = isConflict(left.colours[leftRecord], right.colours[rightRecord]) ? 1 : 0
    features[.platformConflict] = isConflict(left.platforms[leftRecord], right.platforms[rightRecord]) ? 1 : 0
    features[.modelDistance] = modelDistance(leftRecord, rightRecord)
    return features
  }

  /// How much of `x`'s title, by rarity, `y` explains, and how many of its numbers `y` does not.
  private func coverage(
    of xs: Corpus, _ x: Int, by ys: Corpus, _ y: Int
  ) -> (share: Double, numbers: Int) {
    let other = other(of: ys, y, than: xs, x)
    var whole = 0.0
    var explained = 0.0
    var numbers = 0
    for at in xs.titles.range(x) {
      let word = xs.titles.items[at]
      let weight = words.rarity[Int(word)]
      whole += weight
      let (share, isMissingNumber) = self.explained(word, by: other, ys, y)
      explained += share * weight
      if isMissingNumber { numbers += 1 }
    }
    return (whole > 0 ? explained / whole : 0, numbers)
  }

  /// What a record has beside the words that it shares with another one, `x`.
  struct Other {
    /// Its words that `x` does not have.
    var words: [Int32] = []
    /// Joins of `x` that it writes as one word.
    var joins: [Int32] = []
  }

  func other(of ys: Corpus, _ y: Int, than xs: Corpus, _ x: Int) -> Other {
    var other = Other()
    var mine = xs.words.range(x)
    for at in ys.words.range(y) {
      let word = ys.words.items[at]
      while !mine.isEmpty, xs.words.items[mine.lowerBound] < word { mine.removeFirst() }
      if mine.isEmpty || xs.words.items[mine.lowerBound] != word { other.words.append(word) }
    }
    for at in xs.joins.range(x) where ys.words.contains(xs.joins.items[at], in: y) {
      other.joins.append(xs.joins.items[at])
    }
    return other
  }

  /// How well `y` explains a word of `x`'s title; where it does not at all, whether the word is a number.
  func explained(_ word: Int32, by other: Other, _ ys: Corpus, _ y: Int) -> (share: Double, isMissingNumber: Bool) {
    if ys.words.contains(word, in: y) || ys.joins.contains(word, in: y) { return (1, false) }
    for join in other.joins where vocabulary.holds(join, word) { return (1, false) }
    let best = likeness.best(of: other.words, for: word)
    if best > 0 { return (best, false) }
    if isDescribed(word, by: ys, y) { return (1, false) }
    return (0, vocabulary.traits[Int(word)].contains(.isNumber))
  }

  private func isDescribed(_ word: Int32, by corpus: Corpus, _ record: Int) -> Bool {
    if corpus.descriptions.contains(word, in: record) { return true }
    return vocabulary.length(word) >= Self.shortestContained
      && corpus.flatDescriptions.contains(word, of: vocabulary, in: record)
  }

  private func codeRarity(_ leftRecord: Int, _ rightRecord: Int) -> Double {
    let fewest = min(
      rarestCode(of: left, leftRecord, in: right, rightRecord), rarestCode(of: right, rightRecord, in: left, leftRecord)
    )
    return fewest == .max ? 0 : 1 / Double(fewest)
  }

  /// How many records of one catalogue hold the rarest designation of `x` that `y` holds too.
  private func rarestCode(of xs: Corpus, _ x: Int, in ys: Corpus, _ y: Int) -> Int32 {
    var fewest = Int32.max
    for at in xs.codesAndJoins.range(x) {
      let code = xs.codesAndJoins.items[at]
      let records = max(1, words.leftCodeCounts[Int(code)], words.rightCodeCounts[Int(code)])
      guard records < fewest else { continue }
      let length = vocabulary.length(code)
      if length >= Self.shortestCode && ys.codesAndJoins.contains(code, in: y)
        || length >= Self.shortestContained && ys.flatTitles.contains(code, of: vocabulary, in: y)
      {
        fewest = records
      }
    }
    return fewest
  }

  private func isCodeConflict(_ leftRecord: Int, _ rightRecord: Int) -> Bool {
    if left.codes[leftRecord].isEmpty || right.codes[rightRecord].isEmpty { return false }
    if left.codes.intersects(leftRecord, right.codes, rightRecord) { return false }
    return !left.codes[leftRecord].contains { isContained($0, in: right, rightRecord) }
      && !right.codes[rightRecord].contains { isContained($0, in: left, leftRecord) }
  }

  private func isContained(_ code: Int32, in corpus: Corpus, _ record: Int) -> Bool {
    guard vocabulary.length(code) >= Self.shortestContained else { return false }
    return corpus.flatTitles.contains(code, of: vocabulary, in: record)
      || corpus.flatDescriptions.contains(code, of: vocabulary, in: record)
  }

  private func isBrandConflict(_ leftRecord: Int, _ rightRecord: Int) -> Bool {
    !left.brands[leftRecord].isEmpty && !right.brands[rightRecord].isEmpty
      && !left.brands.intersects(leftRecord, right.brands, rightRecord)
  }

  private func priceGap(_ leftRecord: Int, _ rightRecord: Int) -> Double {
    guard let a = left.prices[leftRecord], let b = right.prices[rightRecord], a.currency == b.currency else { return 0 }
    return min(3, abs(log(a.amount / b.amount)))
  }

  private func isConflict(_ a: UInt64, _ b: UInt64) -> Bool { a != 0 && b != 0 && a & b == 0 }

  private func modelDistance(_ leftRecord: Int, _ rightRecord: Int) -> Double {
    let (a, b) = (left.models[leftRecord], right.models[rightRecord])
    guard a >= 0, b >= 0, a != b else { return 0 }
    let (short, long) = vocabulary.length(a) <= vocabulary.length(b) ? (a, b) : (b, a)
    if vocabulary.length(short) >= 4, vocabulary.holds(long, short) { return 0 }
    if right.flatTitles.contains(a, of: vocabulary, in: rightRecord)
      || left.flatTitles.contains(b, of: vocabulary, in: leftRecord)
    {
      return 0
    }
    return 1 - WordLikeness.indel(a, b, vocabulary)
  }
}
