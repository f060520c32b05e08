#if canImport(Glibc)
  internal import Glibc
#endif

/// Which records of two catalogues resemble a few of them: a rough and fast search by the rarest words of the names.
struct Surroundings {
  private let names: (left: NameWords, right: NameWords)
  private let counts: [UInt32: Int32]

  /// This many records of the other catalogue, and of its own, surround each record.
  static let others = 3
  static let own = 1
  /// Words that are looked up of each name, the rarest first, and records that are looked at of each word.
  private static let words = 4
  private static let longestPostings = 64

  init(left: RecordSource, right: RecordSource) {
    names = (NameWords(left), NameWords(right))
    var counts: [UInt32: Int32] = [:]
    counts.reserveCapacity(names.left.words.count + names.right.words.count)
    for word in names.left.words { counts[word, default: 0] += 1 }
    for word in names.right.words { counts[word, default: 0] += 1 }
    self.counts = counts
  }

  /// The records that resemble those given, without them. O(words of both catalogues).
  func around(left: Set<Int>, right: Set<Int>) -> (left: Set<Int>, right: Set<Int>) {
    let wanted = left.map { rarest(names.left, $0) } + right.map { rarest(names.right, $0) }
    let postings = Postings(words: Set(wanted.joined()), names: names)
    var found: (left: Set<Int>, right: Set<Int>) = ([], [])
    for (number, words) in wanted.enumerated() {
      let isLeft = number < left.count
      found.left.formUnion(best(words, postings.left, isLeft ? Self.own + 1 : Self.others))
      found.right.formUnion(best(words, postings.right, isLeft ? Self.others : Self.own + 1))
    }
    return (found.left.subtracting(left), found.right.subtracting(right))
  }

  private func rarest(_ names: NameWords, _ record: Int) -> [UInt32] {
    Array(
      Set(names[record]).sorted { (counts[$0, default: 0], $0) < (counts[$1, default: 0], $1) }.prefix(Self.words))
  }

  private func best(_ words: [UInt32], _ postings: [UInt32: [Int32]], _ count: Int) -> [Int] {
    var weights: [Int32: Double] = [:]
    for word in words {
      let weight = 1 / Double(max(1, counts[word, default: 1]))
      for record in postings[word, default: []] { weights[record, default: 0] += weight }
    }
    return weights.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.prefix(count).map { Int($0.key) }
  }

  /// Which records hold each of some words.
  private struct Postings {
    var left: [UInt32: [Int32]] = [:]
    var right: [UInt32: [Int32]] = [:]

    init(words: Set<UInt32>, names: (left: NameWords, right: NameWords)) {
      left = Self.postings(words, names.left)
      right = Self.postings(words, names.right)
    }

    private static func postings(_ words: Set<UInt32>, _ names: NameWords) -> [UInt32: [Int32]] {
      var postings: [UInt32: [Int32]] = [:]
      for record in 0..<names.count {
        for word in names[record] where words.contains(word) && postings[word, default: []].count < longestPostings {
          postings[word, default: []].append(Int32(truncatingIfNeeded: record))
        }
      }
      return postings
    }
  }
}

/// The records of one catalogue, made only when they are needed.
package struct RecordSource {
  package var count: Int
  /// The UTF-8 of a record's name and codes, as far as it can be had without work.
  package var name: (Int) -> [ArraySlice<UInt8>]
  package var record: (Int) -> MatchRecord

  package init(count: Int, name: @escaping (Int) -> [ArraySlice<UInt8>], record: @escaping (Int) -> MatchRecord) {
    self.count = count
    self.name = name
    self.record = record
  }
}

/// The words of all names as numbers: runs of letters and digits without case, and neighbours of which one has a digit as
/// one word, so that `FP-30` is also `fp30`. Two words of one number are taken for the same.
struct NameWords {
  private(set) var words: [UInt32] = []
  private var starts: [Int] = [0]

  var count: Int { starts.count - 1 }

  subscript(record: Int) -> ArraySlice<UInt32> { words[starts[record]..<starts[record + 1]] }

  private static let longestName = 256
  private static let seed: UInt32 = 0x811C_9DC5

  init(_ source: RecordSource) {
    starts.reserveCapacity(source.count + 1)
    for record in 0..<source.count {
      for name in source.name(record) { append(name.prefix(Self.longestName)) }
      starts.append(words.count)
    }
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
