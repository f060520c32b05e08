/// Whether two catalogues are of one brand, so that its designations are what tells products apart.
enum CommonBrand {
  /// At least this share of the records that name a brand must name the same one.
  static let leastShare = 0.8
  /// At least this share of the titles of one side must name the brand, unless pages prove it.
  static let leastProof = 0.3

  /// The brand's words; nil where the catalogues are of several brands, or of one that nothing proves. `isOneBrand` says so
  /// where it is known, of a part.
  static func words(_ left: Corpus, _ right: Corpus, isOneBrand: Bool? = nil) -> Set<Int32>? {
    if let isOneBrand { return isOneBrand ? Set(left.makers.items).union(right.makers.items) : nil }
    guard let leftWord = commonest(left.makers), let rightWord = commonest(right.makers) else { return nil }
    for word in [leftWord, rightWord]
    where share(of: word, in: left.makers) >= leastShare && share(of: word, in: right.makers) >= leastShare {
      if [left, right].contains(where: { isProven(word, $0) }) {
        return Set(left.makers.items).union(right.makers.items)
      }
    }
    return nil
  }

  private static func commonest(_ makers: Lists) -> Int32? {
    var counts: [Int32: Int] = [:]
    for word in makers.items { counts[word, default: 0] += 1 }
    return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
  }

  /// The share of records with a brand whose brand has the word.
  private static func share(of word: Int32, in makers: Lists) -> Double {
    let named = (0..<makers.count).count { !makers[$0].isEmpty }
    let found = (0..<makers.count).count { makers.contains(word, in: $0) }
    return Double(found) / Double(max(1, named))
  }

  /// Whether the titles or the pages of a catalogue name the brand.
  private static func isProven(_ word: Int32, _ corpus: Corpus) -> Bool {
    let all = Double(max(1, corpus.count))
    let titles = (0..<corpus.count).count { corpus.titles.contains(word, in: $0) }
    let pages = (0..<corpus.count).count { corpus.brandTitles.contains(word, in: $0) }
    return Double(titles) / all >= leastProof || Double(pages) / all >= leastShare
  }
}
