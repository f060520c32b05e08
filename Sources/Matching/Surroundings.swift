internal import Text

#if canImport(Glibc)
  internal import Glibc
#endif

/// What a part of two catalogues cannot know of the whole: which other records resemble some, and how common words are.
struct Surroundings: Sendable {
  private let names: (left: NameWords, right: NameWords)
  private let sources: (left: RecordSource, right: RecordSource)
  /// How often each trigram is in all names, by `NameWords.slot`.
  private let grams: [Int32]
  private let parallel: Parallel

  /// This many records of the other catalogue, and of its own, surround each record.
  static let others = 2
  static let own = 1
  /// A pair is near where one is among this many that most resemble the other, as many as a whole run compares.
  static let near = Candidates.perLeft
  /// Words that are looked up of each name, the rarest first, and records that are looked at of each word.
  private static let words = 4
  private static let longestPostings: Int32 = 64

  init(left: RecordSource, right: RecordSource, _ parallel: Parallel) {
    names = (NameWords(left, parallel), NameWords(right, parallel))
    grams = zip(names.left.grams, names.right.grams).map { $0 + $1 }
    sources = (left, right)
    self.parallel = parallel
  }

  var count: Int { names.left.count + names.right.count }

  /// How often a trigram is in the names of both catalogues.
  func count(ofGram slot: Int) -> Int32 { grams[slot] }

  /// In how many names of either catalogue each of some words is.
  func counts(_ words: WantedWords) -> (left: [Int32], right: [Int32]) {
    let counts = parallel.each([names.left, names.right]) { $0.counts(words) }
    return (counts[0], counts[1])
  }

  /// The records that resemble some, without those, and which pairs with those are near.
  struct Found {
    var records = RecordSets()
    var near: Set<RecordPair> = []

    mutating func formUnion(_ other: Self) {
      records.formUnion(other.records)
      near.formUnion(other.near)
    }
  }

  /// What resembles the records given: a rough and fast search by the rarest words of the names. O(words of both
  /// catalogues).
  func around(_ records: RecordSets) -> Found {
    let (lefts, rights) = (records.left.sorted(), records.right.sorted())
    let words = rarestWords(lefts.map { names.left[$0] } + rights.map { names.right[$0] })
    let wanted = WantedWords(words.joined().map(\.word))
    let found = parallel.each([(names.left, true), (names.right, false)]) { names, isLeft in
      let postings = Postings(names, wanted, longest: Self.longestPostings)
      var sums = [Float](repeating: 0, count: names.count)
      var found: Set<Int> = []
      var near: Set<RecordPair> = []
      for (subject, words) in words.enumerated() {
        let isOwn = (subject < lefts.count) == isLeft
        let best = postings.best(isOwn ? Self.own + 1 : Self.near, by: words, &sums)
        found.formUnion(best.prefix(isOwn ? Self.own + 1 : Self.others))
        if isOwn { continue }
        for other in best {
          near.insert(
            isLeft
              ? RecordPair(left: other, right: rights[subject - lefts.count])
              : RecordPair(left: lefts[subject], right: other))
        }
      }
      return (found, near)
    }
    return Found(
      records: RecordSets(left: found[0].0.subtracting(records.left), right: found[1].0.subtracting(records.right)),
      near: found[0].1.union(found[1].1))
  }

  /// Which of the `others` are spelled like the records given, of the other catalogue each.
  func spelled(like records: RecordSets, among others: RecordSets) -> Found {
    var found = Found()
    let weights = grams.map { count in
      let rarity = log(1 + Float(self.count) / Float(max(1, count)))
      return rarity * rarity
    }
    /// What of `others` is spelled most like each of some records, the most alike first.
    func most(
      like records: Set<Int>, of source: RecordSource, _ others: Set<Int>, of otherSource: RecordSource
    ) -> [(record: Int, best: [Int])] {
      guard !records.isEmpty, !others.isEmpty else { return [] }
      var spellings = Spellings(others.sorted(), of: otherSource, weights: weights)
      return records.map { ($0, spellings.best(Self.near, like: NameWords.grams(of: source.name($0)))) }
    }
    for (left, best) in most(like: records.left, of: sources.left, others.right, of: sources.right) {
      found.records.right.formUnion(best.prefix(Self.others))
      found.near.formUnion(best.map { RecordPair(left: left, right: $0) })
    }
    for (right, best) in most(like: records.right, of: sources.right, others.left, of: sources.left) {
      found.records.left.formUnion(best.prefix(Self.others))
      found.near.formUnion(best.map { RecordPair(left: $0, right: right) })
    }
    found.records.left.subtract(records.left)
    found.records.right.subtract(records.right)
    return found
  }

  /// The rarest words of each of some names, with how many names have them.
  private func rarestWords(_ names: [ArraySlice<UInt32>]) -> [[(count: Int32, word: UInt32)]] {
    let all = WantedWords(names.joined())
    let counts = counts(all)
    return names.map { words in
      Array(words.map { (count: all.sum(of: counts, $0), word: $0) }.sorted { $0 < $1 }.prefix(Self.words))
    }
  }
}

/// Two records, one of each catalogue.
struct RecordPair: Hashable, Sendable {
  var left: Int
  var right: Int
}

/// Which records of a catalogue hold each of some words, the first few of them.
private struct Postings {
  private let wanted: WantedWords
  private var starts: [Int32] = [0]
  private var records: [Int32]

  init(_ names: NameWords, _ wanted: WantedWords, longest: Int32) {
    self.wanted = wanted
    for count in names.counts(wanted) { starts.append(starts[starts.count - 1] + min(count, longest)) }
    var next = starts
    records = Array(repeating: 0, count: Int(starts[starts.count - 1]))
    for record in 0..<names.count {
      for word in names[record] {
        guard let at = wanted.index(of: word), next[at] < starts[at + 1] else { continue }
        records[Int(next[at])] = Int32(truncatingIfNeeded: record)
        next[at] += 1
      }
    }
  }

  /// The records that hold the most of `words`, by rarity; `sums` are 0 for every record, and left so.
  func best(_ count: Int, by words: [(count: Int32, word: UInt32)], _ sums: inout [Float]) -> [Int] {
    var touched: [Int32] = []
    for (common, word) in words {
      guard let at = wanted.index(of: word) else { continue }
      for record in records[Int(starts[at])..<Int(starts[at + 1])] {
        if sums[Int(record)] == 0 { touched.append(record) }
        sums[Int(record)] += 1 / Float(max(1, common))
      }
    }
    var best = TopRows(limit: count)
    for record in touched {
      best.offer(Neighbour(row: record, likeness: sums[Int(record)]))
      sums[Int(record)] = 0
    }
    return best.sorted().map { Int($0.row) }
  }
}

/// Some words of names by number, dense: a table over a power of two with open addressing.
struct WantedWords: Sendable {
  private var slots: [(word: UInt32, index: Int32)]
  private(set) var count = 0

  init(_ words: some Sequence<UInt32>) {
    let words = Array(words)
    slots = Array(repeating: (0, -1), count: 1 << (Int.bitWidth - (words.count * 2).leadingZeroBitCount))
    for word in words {
      let slot = slot(of: word)
      guard slots[slot].index < 0 else { continue }
      slots[slot] = (word, Int32(truncatingIfNeeded: count))
      count += 1
    }
  }

  func index(of word: UInt32) -> Int? {
    let index = slots[slot(of: word)].index
    return index < 0 ? nil : Int(index)
  }

  func sum(of counts: (left: [Int32], right: [Int32]), _ word: UInt32) -> Int32 {
    index(of: word).map { counts.left[$0] + counts.right[$0] } ?? 0
  }

  private func slot(of word: UInt32) -> Int {
    var slot = Int(word ^ word >> 15) & (slots.count - 1)
    while slots[slot].index >= 0, slots[slot].word != word { slot = (slot + 1) & (slots.count - 1) }
    return slot
  }
}

/// The records of one catalogue, made only when they are needed.
package struct RecordSource: Sendable {
  package var count: Int
  /// The UTF-8 of a record's name and codes, as far as it can be had without work.
  package var name: @Sendable (Int) -> [ArraySlice<UInt8>]
  package var record: @Sendable (Int) -> MatchRecord

  package init(
    count: Int, name: @escaping @Sendable (Int) -> [ArraySlice<UInt8>],
    record: @escaping @Sendable (Int) -> MatchRecord
  ) {
    self.count = count
    self.name = name
    self.record = record
  }
}
