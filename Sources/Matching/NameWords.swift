internal import Text

/// The distinct words of all names as numbers: runs of letters and digits without case, and neighbours of which one has a
/// digit as one word, so that `FP-30` is also `fp30`. Two words of one number are taken for the same.
struct NameWords: Sendable {
  private(set) var words: [UInt32] = []
  private var starts: [Int] = [0]
  /// How often each trigram of `^word$` is in all names, by `slot`.
  private(set) var grams: [Int32]
  /// The trigrams one by one, where they are not counted.
  private var slots: [UInt16] = []

  var count: Int { starts.count - 1 }

  subscript(record: Int) -> ArraySlice<UInt32> { words[starts[record]..<starts[record + 1]] }

  private static let longestName = 256

  init(_ source: RecordSource, _ parallel: Parallel) {
    self.init()
    let parts = parallel.each(parallel.shares(source.count)) { records in
      var part = Self()
      for record in records {
        for name in source.name(record) {
          let name = name.prefix(Self.longestName)
          part.append(name.span)
        }
        part.endRecord()
      }
      return part
    }
    if parts.count == 1 {
      self = parts[0]
      return
    }
    for part in parts {
      starts += part.starts.dropFirst().map { $0 + words.count }
      words += part.words
      for slot in part.grams.indices { grams[slot] += part.grams[slot] }
    }
  }

  private init(grams: [Int32] = Array(repeating: 0, count: 1 << gramBits)) { self.grams = grams }

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

  private static let gramBits = 16

  /// The number of a trigram; few share one.
  static func slot(_ first: UInt32, _ second: UInt32, _ third: UInt32) -> Int {
    let key = UInt64(first) << 42 | UInt64(second) << 21 | UInt64(third)
    return Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> UInt64(64 - gramBits))
  }

  /// The distinct trigrams of one record's names, ascending.
  static func grams(of names: [ArraySlice<UInt8>]) -> [UInt16] {
    var record = Self(grams: [])
    for name in names {
      let name = name.prefix(longestName)
      record.append(name.span)
    }
    var distinct: [UInt16] = []
    for slot in record.slots.sorted() where slot != distinct.last { distinct.append(slot) }
    return distinct
  }

  /// The number of a folded word as it would stand in a name.
  static func number(of word: Span<UInt8>) -> UInt32 {
    var number = Word.seed
    for at in word.indices { number = Word.step(number, word[at]) }
    return number
  }

  private mutating func append(_ name: Span<UInt8>) {
    var word = Word(after: nil)
    var previous: Word?
    for at in name.indices {
      let byte = ASCII.isUpper(name[at]) ? name[at] | 0x20 : name[at]
      if ASCII.isDigit(byte) || ASCII.isLower(byte) || byte >= 0x80 {
        if let scalar = word.take(byte) { count(scalar, &word) }
      } else if word.length > 0 {
        end(&word, &previous)
      }
    }
    if word.length > 0 { end(&word, &previous) }
  }

  private mutating func end(_ word: inout Word, _ previous: inout Word?) {
    count(UInt32(UInt8(ascii: "$")), &word)
    words.append(word.number)
    if let previous, previous.hasDigit || word.hasDigit { words.append(word.joined) }
    previous = word
    word = Word(after: previous)
  }

  private mutating func count(_ scalar: UInt32, _ word: inout Word) {
    if word.first != 0 {
      let slot = Self.slot(word.first, word.second, scalar)
      if grams.isEmpty { slots.append(UInt16(truncatingIfNeeded: slot)) } else { grams[slot] += 1 }
    }
    (word.first, word.second) = (word.second, scalar)
  }
}

/// A word on its way: its number, and that of the word before it and it as one.
private struct Word {
  private(set) var number = seed
  private(set) var joined: UInt32
  private(set) var length = 0
  private(set) var hasDigit = false
  /// The last two scalars; a word begins with `^`.
  var first: UInt32 = 0
  var second = UInt32(UInt8(ascii: "^"))
  private var scalar: UInt32 = 0
  private var following = 0

  static let seed: UInt32 = 0x811C_9DC5

  init(after previous: Word?) { joined = previous?.number ?? Self.seed }

  /// FNV-1a: going on from the number of one word gives the number of both together.
  static func step(_ hash: UInt32, _ byte: UInt8) -> UInt32 { (hash ^ UInt32(byte)) &* 0x0100_0193 }

  /// Takes a byte of well-formed UTF-8; gives the scalar that it ends.
  mutating func take(_ byte: UInt8) -> UInt32? {
    number = Self.step(number, byte)
    joined = Self.step(joined, byte)
    length += 1
    if byte < 0x80 {
      hasDigit = hasDigit || ASCII.isDigit(byte)
      return UInt32(byte)
    }
    if byte >= 0xC0 {
      following = byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : 1
      scalar = UInt32(byte) & (0x3F >> UInt32(following))
      return nil
    }
    scalar = scalar << 6 | UInt32(byte & 0x3F)
    following -= 1
    return following == 0 ? scalar : nil
  }
}
