#if canImport(Glibc)
  internal import Glibc
#endif

/// Compares two records of different catalogues word by word.
struct PairComparison {
  let left: Corpus
  let right: Corpus
  let vocabulary: Vocabulary
  private let rarity: [Double]
  private let leftCodeCounts: [Int32]
  private let rightCodeCounts: [Int32]
  private let likeness: WordLikeness

  /// Designations shorter than this agree by chance.
  static let shortestCode = 3
  /// From this length on a designation may be found inside another text.
  static let shortestContained = 5

  init(_ left: Corpus, _ right: Corpus, _ vocabulary: Vocabulary) {
    self.left = left
    self.right = right
    self.vocabulary = vocabulary
    rarity = Self.rarity(left, right, vocabulary.count)
    leftCodeCounts = Self.counts(left.codesAndJoins, vocabulary.count)
    rightCodeCounts = Self.counts(right.codesAndJoins, vocabulary.count)
    likeness = WordLikeness(vocabulary)
  }

  /// ln(1 + N / df) of each word, df over title, brand and model of both catalogues; 1 for a word of none of them.
  private static func rarity(_ left: Corpus, _ right: Corpus, _ words: Int) -> [Double] {
    var documents = counts(left.words, words)
    for word in right.words.items { documents[Int(word)] += 1 }
    let total = Double(left.count + right.count)
    return documents.map { log(1 + total / Double(max(1, $0))) }
  }

  private static func counts(_ lists: Lists, _ words: Int) -> [Int32] {
    var counts = [Int32](repeating: 0, count: words)
    for word in lists.items { counts[Int(word)] += 1 }
    return counts
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
    var whole = 0.0
    var explained = 0.0
    var rest: [Int32] = []
    for word in xs.titles[x] {
      whole += rarity[Int(word)]
      if ys.words.contains(word, in: y) || ys.joins.contains(word, in: y) {
        explained += rarity[Int(word)]
      } else {
        rest.append(word)
      }
    }
    guard !rest.isEmpty else { return (whole > 0 ? 1 : 0, 0) }
    let joined = xs.joins[x].filter { ys.words.contains($0, in: y) }
    let others = ys.words[y].filter { !xs.words.contains($0, in: x) }
    var numbers = 0
    for word in rest {
      if joined.contains(where: { vocabulary.holds($0, word) }) {
        explained += rarity[Int(word)]
        continue
      }
      var best = 0.0
      for other in others { best = max(best, likeness(word, other)) }
      if best > 0 {
        explained += best * rarity[Int(word)]
      } else if isDescribed(word, by: ys, y) {
        explained += rarity[Int(word)]
      } else if vocabulary.traits[Int(word)].contains(.isNumber) {
        numbers += 1
      }
    }
    return (explained / whole, numbers)
  }

  private func isDescribed(_ word: Int32, by corpus: Corpus, _ record: Int) -> Bool {
    if corpus.descriptions.contains(word, in: record) { return true }
    return vocabulary.length(word) >= Self.shortestContained
      && corpus.flatDescriptions.contains(word, of: vocabulary, in: record)
  }

  private func codeRarity(_ leftRecord: Int, _ rightRecord: Int) -> Double {
    var fewest = Int32.max
    for (xs, x, ys, y) in [(left, leftRecord, right, rightRecord), (right, rightRecord, left, leftRecord)] {
      for code in xs.codesAndJoins[x] {
        let records = max(1, leftCodeCounts[Int(code)], rightCodeCounts[Int(code)])
        guard records < fewest else { continue }
        let length = vocabulary.length(code)
        if length >= Self.shortestCode && ys.codesAndJoins.contains(code, in: y)
          || length >= Self.shortestContained && ys.flatTitles.contains(code, of: vocabulary, in: y)
        {
          fewest = records
        }
      }
    }
    return fewest == .max ? 0 : 1 / Double(fewest)
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
    return 1 - likeness.indel(a, b)
  }
}
