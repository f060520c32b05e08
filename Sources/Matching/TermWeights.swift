#if canImport(Glibc)
  internal import Glibc
#endif

/// The catalogues as weighted terms: trigrams of `^word$`, and words with joins; each part of a row has length 1,
/// so that the product of two rows, at most 2, is the likeness q by which candidates are found.
struct TermRows {
  private(set) var starts: [Int] = [0]
  private(set) var terms: [Int32] = []
  private(set) var weights: [Float] = []

  var count: Int { starts.count - 1 }

  func range(_ row: Int) -> Range<Int> { starts[row]..<starts[row + 1] }

  fileprivate mutating func append(_ row: [(term: Int32, weight: Float)]) {
    for item in row {
      terms.append(item.term)
      weights.append(item.weight)
    }
    starts.append(terms.count)
  }

  /// Turns term frequencies into (1 + ln tf) · ln(1 + N / df), each part scaled to length 1.
  fileprivate mutating func weigh(_ inverse: [Double], gramsFrom border: Int) {
    for row in 0..<count {
      var squares = (0.0, 0.0)
      for at in range(row) {
        let weight = Double(weights[at]) * inverse[Int(terms[at])]
        weights[at] = Float(weight)
        if terms[at] < border { squares.0 += weight * weight } else { squares.1 += weight * weight }
      }
      let scale = (
        Float(squares.0 > 0 ? 1 / squares.0.squareRoot() : 0), Float(squares.1 > 0 ? 1 / squares.1.squareRoot() : 0)
      )
      for at in range(row) { weights[at] *= terms[at] < border ? scale.0 : scale.1 }
    }
  }
}

/// Both catalogues' rows over one numbering of terms: the vocabulary's words first, then the trigrams.
struct TermWeights {
  private(set) var left = TermRows()
  private(set) var right = TermRows()
  private(set) var termCount = 0

  init(_ left: Corpus, _ right: Corpus, _ vocabulary: Vocabulary, _ counts: WordCounts) {
    var grams = Trigrams(vocabulary)
    for record in 0..<left.count { self.left.append(Self.frequencies(left, record, &grams)) }
    for record in 0..<right.count { self.right.append(Self.frequencies(right, record, &grams)) }
    termCount = vocabulary.count + grams.count
    var documents = [Int32](repeating: 0, count: termCount)
    for term in self.left.terms { documents[Int(term)] += 1 }
    for term in self.right.terms { documents[Int(term)] += 1 }
    let border = vocabulary.count
    let inverse = documents.indices.map { term in
      term < border
        ? counts.rarity(Int32(truncatingIfNeeded: term), documents[term])
        : counts.rarity(ofGram: grams.keys[term - border], documents[term])
    }
    self.left.weigh(inverse, gramsFrom: border)
    self.right.weigh(inverse, gramsFrom: border)
  }

  private static func frequencies(
    _ corpus: Corpus, _ record: Int, _ grams: inout Trigrams
  ) -> [(term: Int32, weight: Float)] {
    var terms = corpus.text[record] + corpus.textJoins[record]
    for word in corpus.text[record] { terms.append(contentsOf: grams.terms(of: word)) }
    terms.sort()
    var result: [(term: Int32, weight: Float)] = []
    var at = terms.startIndex
    while at < terms.endIndex {
      var next = at + 1
      while next < terms.endIndex, terms[next] == terms[at] { next += 1 }
      result.append((terms[at], Float(1 + log(Double(next - at)))))
      at = next
    }
    return result
  }
}

/// Trigrams of `^word$` as term numbers after the vocabulary's words, worked out once a word.
private struct Trigrams {
  private let vocabulary: Vocabulary
  private var numbers: [UInt64: Int32] = [:]
  /// Three scalars of 21 bits each, by number.
  private(set) var keys: [UInt64] = []
  private var lists: [Int32] = []
  private var ranges: [Range<Int>?]

  var count: Int { keys.count }

  init(_ vocabulary: Vocabulary) {
    self.vocabulary = vocabulary
    ranges = Array(repeating: nil, count: vocabulary.count)
  }

  mutating func terms(of word: Int32) -> ArraySlice<Int32> {
    if let range = ranges[Int(word)] { return lists[range] }
    let start = lists.count
    let scalars = vocabulary.scalars[vocabulary.scalarRange(word)]
    var (first, second) = (UInt64(UInt8(ascii: "^")), UInt64(scalars.first ?? 0))
    for scalar in scalars.dropFirst() + [UInt32(UInt8(ascii: "$"))] {
      let key = first << 42 | second << 21 | UInt64(scalar)
      let number = numbers[key] ?? Int32(truncatingIfNeeded: vocabulary.count + numbers.count)
      if Int(number) == vocabulary.count + keys.count {
        numbers[key] = number
        keys.append(key)
      }
      lists.append(number)
      (first, second) = (second, UInt64(scalar))
    }
    ranges[Int(word)] = start..<lists.count
    return lists[start...]
  }
}
