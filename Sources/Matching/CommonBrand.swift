/// Whether two catalogues are of one brand, so that its designations are what tells products apart.
enum CommonBrand {
  /// At least this share of the records that name a brand must name the same one.
  static let leastShare = 0.8
  /// At least this share of the titles of one side must prove it by naming the brand.
  static let leastProof = 0.3

  /// The brand's words; nil where the catalogues are of several brands, or of none that the titles know.
  static func words(_ left: Corpus, _ right: Corpus) -> Set<Int32>? {
    guard let leftWord = commonest(left), let rightWord = commonest(right) else { return nil }
    for word in [leftWord, rightWord]
    where share(of: word, in: left.brands) >= leastShare && share(of: word, in: right.brands) >= leastShare {
      if max(proof(word, left), proof(word, right)) >= leastProof {
        return Set(left.brands.items).union(right.brands.items)
      }
    }
    return nil
  }

  private static func commonest(_ corpus: Corpus) -> Int32? {
    var counts: [Int32: Int] = [:]
    for word in corpus.brands.items { counts[word, default: 0] += 1 }
    return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
  }

  /// The share of records with a brand whose brand has the word.
  private static func share(of word: Int32, in brands: Lists) -> Double {
    var named = 0
    var found = 0
    for record in 0..<brands.count where !brands[record].isEmpty {
      named += 1
      if brands.contains(word, in: record) { found += 1 }
    }
    return Double(found) / Double(max(1, named))
  }

  private static func proof(_ word: Int32, _ corpus: Corpus) -> Double {
    let found = (0..<corpus.count).count { corpus.titles.contains(word, in: $0) }
    return Double(found) / Double(max(1, corpus.count))
  }
}
