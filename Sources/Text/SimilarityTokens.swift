extension Similarity {
  /// `indelLikeness` of the words in sorted order: word order does not count.
  package static func tokenSort(_ a: String, _ b: String) -> Double {
    indelLikeness(joined(words(a)), joined(words(b)))
  }

  /// The best likeness between the common words, and the common words followed by each text's own: 1 when one text's
  /// words are among the other's. 0 where a text has no words.
  package static func tokenSet(_ a: String, _ b: String) -> Double {
    let (left, right) = (Set(words(a)), Set(words(b)))
    if left.isEmpty || right.isEmpty { return 0 }
    let common = joined(left.intersection(right).sorted())
    let leftOnly = joined(left.subtracting(right).sorted())
    let rightOnly = joined(right.subtracting(left).sorted())
    if !common.isEmpty && (leftOnly.isEmpty || rightOnly.isEmpty) { return 1 }
    let leftAll = joined([common, leftOnly].filter { !$0.isEmpty })
    let rightAll = joined([common, rightOnly].filter { !$0.isEmpty })
    let whole = indelLikeness(leftAll, rightAll)
    if common.isEmpty { return whole }
    return max(whole, indelLikeness(common, leftAll), indelLikeness(common, rightAll))
  }

  private static func words(_ text: String) -> [String] {
    text.split(whereSeparator: \.isWhitespace).map(String.init).sorted()
  }

  private static func joined(_ words: [String]) -> String { words.joined(separator: " ") }
}
