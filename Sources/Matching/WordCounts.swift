#if canImport(Glibc)
  internal import Glibc
#endif

/// How many records have a word: those at hand, or more in the whole catalogues that they are a part of.
struct WordCounts {
  /// Records of both catalogues.
  let total: Double
  /// Of each word in the names of the whole; nil where the records at hand are all.
  private let whole: (left: [Int32], right: [Int32])?
  private let surroundings: Surroundings?

  init(_ left: Corpus, _ right: Corpus, _ vocabulary: Vocabulary, _ surroundings: Surroundings?) {
    self.surroundings = surroundings
    total = Double(surroundings?.count ?? left.count + right.count)
    whole = surroundings.map { surroundings in
      let bytes = vocabulary.bytes
      let numbers = (0..<vocabulary.count).map { word in
        NameWords.number(of: bytes.span.extracting(vocabulary.byteRange(Int32(truncatingIfNeeded: word))))
      }
      let wanted = WantedWords(numbers)
      let counts = surroundings.counts(wanted)
      let at = numbers.map { wanted.index(of: $0) }
      return (at.map { $0.map { counts.left[$0] } ?? 0 }, at.map { $0.map { counts.right[$0] } ?? 0 })
    }
  }

  /// ln(1 + N / df) of a word that `atHand` records have; as for df 1 where none has it.
  func rarity(_ word: Int32, _ atHand: Int32) -> Double {
    let everywhere = whole.map { $0.left[Int(word)] + $0.right[Int(word)] } ?? 0
    return log(1 + total / Double(max(1, atHand, everywhere)))
  }

  /// The same of a trigram, which is taken to be once in a name.
  func rarity(ofGram gram: UInt64, _ atHand: Int32) -> Double {
    let (first, second, third) = (gram >> 42, gram >> 21 & 0x1F_FFFF, gram & 0x1F_FFFF)
    let slot = NameWords.slot(
      UInt32(truncatingIfNeeded: first), UInt32(truncatingIfNeeded: second), UInt32(truncatingIfNeeded: third))
    return log(1 + total / Double(max(1, atHand, surroundings?.count(ofGram: slot) ?? 0)))
  }

  func left(_ atHand: [Int32]) -> [Int32] { whole.map { zip(atHand, $0.left).map(max) } ?? atHand }

  func right(_ atHand: [Int32]) -> [Int32] { whole.map { zip(atHand, $0.right).map(max) } ?? atHand }
}
