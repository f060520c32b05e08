internal import Text

#if canImport(Glibc)
  internal import Glibc
#endif

/// What a part of two catalogues cannot know of the whole: which other records resemble some, and how common words are.
struct Surroundings: Sendable {
  private let names: (left: NameWords, right: NameWords)
  private let parallel: Parallel

  /// This many records of the other catalogue, and of its own, surround each record.
  static let others = 3
  static let own = 1
  /// A pair is near where one is among this many that most resemble the other, as many as a whole run compares.
  static let near = Candidates.perLeft
  /// Words that are looked up of each name, the rarest first, and records that are looked at of each word.
  private static let words = 4
  private static let longestPostings: Int32 = 64

  init(left: RecordSource, right: RecordSource, _ parallel: Parallel) {
    names = (NameWords(left, parallel), NameWords(right, parallel))
    self.parallel = parallel
  }

  var count: Int { names.left.count + names.right.count }

  /// In how many names of either catalogue each of some words is.
  func counts(_ words: WantedWords) -> (left: [Int32], right: [Int32]) {
    let counts = parallel.each([names.left, names.right]) { $0.counts(words) }
    return (counts[0], counts[1])
  }

  /// The records that resemble those given, without them, and which pairs with those given are near: a rough and fast
  /// search by the rarest words of the names. O(words of both catalogues).
  func around(_ records: RecordSets) -> (records: RecordSets, near: Set<RecordPair>) {
    let lefts = records.left.sorted()
    let subjects = lefts.map { names.left[$0] } + records.right.sorted().map { names.right[$0] }
    let all = WantedWords(subjects.joined())
    let counts = counts(all)
    let rarest = subjects.map { subject in
      Array(
        subject.map { (count: all.sum(of: counts, $0), word: $0) }.sorted { $0 < $1 }.prefix(Self.words))
    }
    let wanted = WantedWords(rarest.joined().map(\.word))
    let rights = records.right.sorted()
    let found = parallel.each([(names.left, true), (names.right, false)]) { names, isLeft in
      let postings = Postings(names, wanted, longest: Self.longestPostings)
      var sums = [Double](repeating: 0, count: names.count)
      var found: Set<Int> = []
      var near: Set<RecordPair> = []
      for (number, words) in rarest.enumerated() {
        let isOwn = (number < lefts.count) == isLeft
        let best = postings.best(isOwn ? Self.own + 1 : Self.near, by: words, &sums)
        found.formUnion(best.prefix(isOwn ? Self.own + 1 : Self.others))
        if isOwn { continue }
        for other in best {
          near.insert(
            isLeft
              ? RecordPair(left: other, right: rights[number - lefts.count])
              : RecordPair(left: lefts[number], right: other))
        }
      }
      return (found, near)
    }
    return (
      RecordSets(
        left: found[0].0.subtracting(records.left), right: found[1].0.subtracting(records.right)),
      found[0].1.union(found[1].1)
    )
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
  func best(_ count: Int, by words: [(count: Int32, word: UInt32)], _ sums: inout [Double]) -> [Int] {
    var touched: [Int32] = []
    for (common, word) in words {
      guard let at = wanted.index(of: word) else { continue }
      for record in records[Int(starts[at])..<Int(starts[at + 1])] {
        if sums[Int(record)] == 0 { touched.append(record) }
        sums[Int(record)] += 1 / Double(max(1, common))
      }
    }
    let weighed = touched.map { (weight: sums[Int($0)], record: $0) }
    for record in touched { sums[Int(record)] = 0 }
    return weighed.sorted { ($0.weight, $1.record) > ($1.weight, $0.record) }.prefix(count).map { Int($0.record) }
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

/// The distinct words of all names as numbers: runs of letters and digits without case, and neighbours of which one has a digit as
/// one word, so that `FP-30` is also `fp30`. Two words of one number are taken for the same.
struct NameWords: Sendable {
  private(set) var words: [UInt32] = []
  private var starts: [Int] = [0]

  var count: Int { starts.count - 1 }

  subscript(record: Int) -> ArraySlice<UInt32> { words[starts[record]..<starts[record + 1]] }

  private static let longestName = 256
  private static let seed: UInt32 = 0x811C_9DC5

  init(_ source: RecordSource, _ parallel: Parallel) {
    let parts = parallel.each(parallel.shares(source.count)) { records in
      var part = Self()
      for record in records {
        for name in source.name(record) { part.append(name.prefix(Self.longestName)) }
        part.endRecord()
      }
      return part
    }
    for part in parts {
      starts += part.starts.dropFirst().map { $0 + words.count }
      words += part.words
    }
  }

  private init() {}

  /// Leaves each word of the record once.
  private mutating func endRecord() {
    let record = starts[starts.count - 1]..<words.count
    words[record].sort()
    var end = record.lowerBound
    for at in record where at == record.lowerBound || words[at] != words[end - 1] {
      words[end] = words[at]
      end += 1
    }
    words.removeLast(words.count - end)
    starts.append(end)
  }

  /// In how many names each of some words is.
  func counts(_ wanted: WantedWords) -> [Int32] {
    var counts = [Int32](repeating: 0, count: wanted.count)
    for word in words { if let at = wanted.index(of: word) { counts[at] += 1 } }
    return counts
  }

  /// The number of a folded word as it would stand in a name.
  static func number(of word: Span<UInt8>) -> UInt32 {
    var number = seed
    for at in word.indices { number = step(number, word[at]) }
    return number
  }

  private mutating func append(_ name: ArraySlice<UInt8>) {
    var word = Self.seed
    var length = 0
    var hasDigit = false
    var previous: (word: UInt32, hasDigit: Bool, bytes: Range<Int>)?
    var start = name.startIndex
    func hash(_ bytes: Range<Int>, from seed: UInt32) -> UInt32 {
      name[bytes].reduce(seed) { Self.step($0, Self.folded($1)) }
    }
    func end(_ at: Int, _ words: inout [UInt32]) {
      guard length > 0 else { return }
      words.append(word)
      if let previous, previous.hasDigit || hasDigit { words.append(hash(start..<at, from: previous.word)) }
      previous = (word, hasDigit, start..<at)
      (word, length, hasDigit) = (Self.seed, 0, false)
    }
    for at in name.indices {
      let byte = Self.folded(name[at])
      let isDigit = ASCII.isDigit(byte)
      guard isDigit || ASCII.isLower(byte) || byte >= 0x80 else {
        end(at, &words)
        continue
      }
      if length == 0 { start = at }
      word = Self.step(word, byte)
      length += 1
      hasDigit = hasDigit || isDigit
    }
    end(name.endIndex, &words)
  }

  private static func folded(_ byte: UInt8) -> UInt8 { ASCII.isUpper(byte) ? byte | 0x20 : byte }

  /// FNV-1a: going on from the number of one word gives the number of both together.
  private static func step(_ hash: UInt32, _ byte: UInt8) -> UInt32 { (hash ^ UInt32(byte)) &* 0x0100_0193 }
}
