internal import Text

/// How well one word stands for another that is spelled differently: abbreviations, misspellings, longer designations.
///
/// A class, so that the memory of past comparisons is never copied.
final class WordLikeness {
  private let vocabulary: Vocabulary
  /// Letters of each word as bits: words without common letters are told apart at once.
  private let letters: [UInt32]
  /// The last result for each slot of word pairs; the same pairs come again and again within a brand.
  private var cache: [(words: UInt64, likeness: Double)]

  private static let cacheSize = 1 << 16

  init(_ vocabulary: Vocabulary) {
    self.vocabulary = vocabulary
    letters = (0..<Int32(truncatingIfNeeded: vocabulary.count)).map { word in
      vocabulary.scalars[vocabulary.scalarRange(word)].reduce(0) { $0 | 1 << ($1 & 31) }
    }
    cache = Array(repeating: (.max, 0), count: Self.cacheSize)
  }

  /// How well the best of `words` stands for `word`: 0 where none does, at most .95.
  func best(of words: [Int32], for word: Int32) -> Double {
    let own = letters[Int(word)]
    let ownCount = own.nonzeroBitCount
    var best = 0.0
    for other in words {
      let theirs = letters[Int(other)]
      if (own & theirs).nonzeroBitCount * 2 < min(ownCount, theirs.nonzeroBitCount) { continue }
      best = max(best, remembered(word, other))
    }
    return best
  }

  private func remembered(_ a: Int32, _ b: Int32) -> Double {
    let key = UInt64(UInt32(truncatingIfNeeded: min(a, b))) << 32 | UInt64(UInt32(truncatingIfNeeded: max(a, b)))
    let slot = Int((key &* 0x9E37_79B9_7F4A_7C15) >> 48)
    let known = cache[slot]
    if known.words == key { return known.likeness }
    let value = vocabulary.length(a) <= vocabulary.length(b) ? compare(a, b) : compare(b, a)
    cache[slot] = (key, value)
    return value
  }

  /// The indel likeness of two words.
  static func indel(_ a: Int32, _ b: Int32, _ vocabulary: Vocabulary) -> Double {
    let all = vocabulary.scalars
    let scalars = all.span
    return Similarity.indelLikeness(
      scalars.extracting(vocabulary.scalarRange(a)), scalars.extracting(vocabulary.scalarRange(b)))
  }

  private func compare(_ short: Int32, _ long: Int32) -> Double {
    let all = vocabulary.scalars
    let scalars = all.span
    let a = scalars.extracting(vocabulary.scalarRange(short))
    let b = scalars.extracting(vocabulary.scalarRange(long))
    let traits = vocabulary.traits[Int(short)].union(vocabulary.traits[Int(long)])
    if traits.contains(.hasDigit) { return a.count >= 5 && Self.holds(b, a) ? 0.9 : 0 }
    let abbreviation = Self.abbreviation(a, of: b)
    guard a.count >= 4 else { return abbreviation }
    let spelling = Similarity.jaroWinkler(a, b)
    return spelling >= 0.9 ? max(abbreviation, spelling - 0.05) : abbreviation
  }

  /// .9 for a beginning of at least three letters, .7 for letters in their order that make half the word.
  private static func abbreviation(_ short: Span<UInt32>, of long: Span<UInt32>) -> Double {
    guard short.count >= 3, short.count < long.count, short[0] == long[0] else { return 0 }
    var prefix = 0
    while prefix < short.count, short[prefix] == long[prefix] { prefix += 1 }
    if prefix == short.count { return 0.9 }
    guard short.count * 2 >= long.count else { return 0 }
    var found = 0
    for at in long.indices where found < short.count && long[at] == short[found] { found += 1 }
    return found == short.count ? 0.7 : 0
  }

  private static func holds(_ text: Span<UInt32>, _ word: Span<UInt32>) -> Bool {
    var start = 0
    while start + word.count <= text.count {
      var same = 0
      while same < word.count, text[start + same] == word[same] { same += 1 }
      if same == word.count { return true }
      start += 1
    }
    return false
  }
}
