/// What a word of a product name says by itself.
enum WordClass: UInt8 {
  case unknown
  /// Nouns that decide what kind of article it is.
  case instrument, accessory, part, bundle
  /// Words that describe and never belong to a model.
  case descriptor
  /// Words that belong to the model before them: Pro, Mini, XT.
  case suffix
  /// Words that belong to the brand before them: Audio, Professional.
  case brandTail
  case color, colorModifier, colorCode
  case side
  /// After a number: volts, bits, pieces; keys; inches.
  case unit, keysUnit, inchUnit
  /// `mk`, `mark`; `gen`, `generation`.
  case revision, generation
  case forWord, withWord
}

/// The words that are recognised, by their folded letters and digits; a flat hash table with linear probing.
struct NameLexicon {
  struct Entry {
    var wordClass = WordClass.unknown
    /// The index of the color or side, else 0.
    var value: UInt8 = 0
  }

  static let shared = NameLexicon()

  /// Words longer than this are not in the table.
  static let longestWord = 24

  private struct Slot {
    var start: UInt16 = 0
    var length: UInt8 = 0
    var entry = Entry()
  }

  private static let capacity = 4096
  private var slots = [Slot](repeating: Slot(), count: capacity)
  private var bytes: [UInt8] = []

  private init() {
    for (wordClass, words) in Self.words {
      for word in words.split(separator: " ") { insert(word, Entry(wordClass: wordClass)) }
    }
    for (index, words) in Self.colors.enumerated() {
      for word in words.words.split(separator: " ") { insert(word, Entry(wordClass: .color, value: UInt8(index))) }
      for code in words.codes.split(separator: " ") { insert(code, Entry(wordClass: .colorCode, value: UInt8(index))) }
    }
    for (index, words) in Self.sides.enumerated() {
      for word in words.split(separator: " ") { insert(word, Entry(wordClass: .side, value: UInt8(index))) }
    }
  }

  /// The first class a word is given counts.
  private mutating func insert(_ word: Substring, _ entry: Entry) {
    let key = Array(word.utf8)
    guard !key.isEmpty, key.count <= Self.longestWord else { return }
    var index = Int(truncatingIfNeeded: Self.hash(key.span) & UInt64(Self.capacity - 1))
    while slots[index].length > 0 {
      if bytes[Int(slots[index].start)..<Int(slots[index].start) + Int(slots[index].length)].elementsEqual(key) {
        return
      }
      index = (index + 1) & (Self.capacity - 1)
    }
    slots[index] = Slot(start: UInt16(bytes.count), length: UInt8(key.count), entry: entry)
    bytes += key
  }

  /// The entry of `key`, a word's folded letters and digits. O(1).
  func entry(_ key: borrowing Span<UInt8>) -> Entry {
    guard !key.isEmpty, key.count <= Self.longestWord else { return Entry() }
    var index = Int(truncatingIfNeeded: Self.hash(key) & UInt64(Self.capacity - 1))
    while true {
      let slot = slots[index]
      if slot.length == 0 { return Entry() }
      if Int(slot.length) == key.count, isEqual(key, at: Int(slot.start)) { return slot.entry }
      index = (index + 1) & (Self.capacity - 1)
    }
  }

  private func isEqual(_ key: borrowing Span<UInt8>, at start: Int) -> Bool {
    for offset in 0..<key.count where bytes[start + offset] != key[offset] { return false }
    return true
  }

  /// FNV-1a with a final mix.
  private static func hash(_ key: borrowing Span<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for index in 0..<key.count { hash = (hash ^ UInt64(key[index])) &* 0x100_0000_01B3 }
    return hash ^ (hash >> 29)
  }
}
