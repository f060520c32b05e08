internal import Text

/// Distinct words as dense numbers: everything after tokenising compares integers.
///
/// Words are UTF-8 in one flat array; the table is open addressing over a power of two, so that looking up allocates nothing.
struct Vocabulary: Sendable {
  private(set) var bytes: [UInt8] = []
  private(set) var byteStarts: [Int] = [0]
  private(set) var scalars: [UInt32] = []
  private(set) var scalarStarts: [Int] = [0]
  private(set) var traits: [WordTraits] = []
  private var slots = [Int32](repeating: -1, count: 1024)
  /// The hash of each word: words of other hashes are not looked at.
  private var hashes: [UInt32] = []

  var count: Int { traits.count }

  /// The number of `word`, which is added when it is new. O(length).
  mutating func number(of word: Span<UInt8>) -> Int32 {
    let hash = Self.hash(word)
    let slot = slot(of: word, hash)
    if slots[slot] >= 0 { return slots[slot] }
    let number = Int32(truncatingIfNeeded: count)
    slots[slot] = number
    hashes.append(hash)
    append(word)
    if count * 2 > slots.count { grow() }
    return number
  }

  mutating func number(of word: [UInt8]) -> Int32 { number(of: word.span) }

  /// The number of `word` if it was ever added.
  func known(_ word: Span<UInt8>) -> Int32? {
    let number = slots[slot(of: word, Self.hash(word))]
    return number < 0 ? nil : number
  }

  func known(_ word: String) -> Int32? { known(Array(word.utf8).span) }

  /// Adds the words of another vocabulary in their order, and gives the numbers that they have here.
  mutating func add(_ other: Vocabulary) -> [Int32] {
    (0..<other.count).map { number(of: other.bytes.span.extracting(other.byteRange(Int32(truncatingIfNeeded: $0)))) }
  }

  /// Where `word` is, or the free slot where it belongs.
  private func slot(of word: Span<UInt8>, _ hash: UInt32) -> Int {
    var slot = Int(hash) & (slots.count - 1)
    while slots[slot] >= 0 {
      let number = Int(slots[slot])
      if hashes[number] == hash, isWord(number, word) { return slot }
      slot = (slot + 1) & (slots.count - 1)
    }
    return slot
  }

  func byteRange(_ number: Int32) -> Range<Int> { byteStarts[Int(number)]..<byteStarts[Int(number) + 1] }

  func scalarRange(_ number: Int32) -> Range<Int> { scalarStarts[Int(number)]..<scalarStarts[Int(number) + 1] }

  /// The length of a word in Unicode scalars.
  func length(_ number: Int32) -> Int { scalarRange(number).count }

  func text(_ number: Int32) -> String { String(decoding: bytes[byteRange(number)], as: UTF8.self) }

  /// Whether `text` holds `word`.
  func holds(_ text: Int32, _ word: Int32) -> Bool {
    bytes.span.extracting(byteRange(text)).holds(bytes.span.extracting(byteRange(word)))
  }

  func starts(_ text: Int32, with word: Int32) -> Bool { bytes[byteRange(text)].starts(with: bytes[byteRange(word)]) }

  private mutating func append(_ word: Span<UInt8>) {
    var traits: WordTraits = []
    var isNumber = !word.isEmpty && ASCII.isDigit(word[0])
    var reader = UTF8Reader()
    while let scalar = reader.next(in: word) {
      scalars.append(scalar)
      if ASCII.isDigit(scalar) {
        traits.insert(.hasDigit)
      } else if scalar != 0x2E {
        traits.insert(.hasLetter)
        isNumber = false
      }
    }
    for at in word.indices { bytes.append(word[at]) }
    if isNumber { traits.insert(.isNumber) }
    self.traits.append(traits)
    byteStarts.append(bytes.count)
    scalarStarts.append(scalars.count)
  }

  private func isWord(_ number: Int, _ word: Span<UInt8>) -> Bool {
    let start = byteStarts[number]
    guard byteStarts[number + 1] - start == word.count else { return false }
    for at in word.indices where bytes[start + at] != word[at] { return false }
    return true
  }

  private mutating func grow() {
    var wider = [Int32](repeating: -1, count: slots.count * 2)
    for number in 0..<count {
      var slot = Int(hashes[number]) & (wider.count - 1)
      while wider[slot] >= 0 { slot = (slot + 1) & (wider.count - 1) }
      wider[slot] = Int32(truncatingIfNeeded: number)
    }
    slots = wider
  }

  /// FNV-1a (Fowler, Noll, Vo) with its high bits folded down.
  private static func hash(_ word: Span<UInt8>) -> UInt32 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for at in word.indices { hash = (hash ^ UInt64(word[at])) &* 0x100_0000_01b3 }
    return UInt32(truncatingIfNeeded: hash ^ (hash >> 29))
  }
}

/// What a word is made of.
struct WordTraits: OptionSet, Sendable {
  let rawValue: UInt8
  static let hasDigit = WordTraits(rawValue: 1)
  static let hasLetter = WordTraits(rawValue: 2)
  /// Digits only, or digits around one point.
  static let isNumber = WordTraits(rawValue: 4)
  /// Letters and digits: what a model designation looks like.
  static let isMixed: WordTraits = [.hasDigit, .hasLetter]
}

/// Reads scalars from UTF-8 that was made by `NormalForm`, hence well-formed.
struct UTF8Reader {
  var position = 0

  mutating func next(in bytes: Span<UInt8>) -> UInt32? {
    guard position < bytes.count else { return nil }
    let first = bytes[position]
    position += 1
    guard first >= 0x80 else { return UInt32(first) }
    let following = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1
    var scalar = UInt32(first) & (0x3F >> UInt32(following))
    for _ in 0..<following where position < bytes.count {
      scalar = scalar << 6 | UInt32(bytes[position] & 0x3F)
      position += 1
    }
    return scalar
  }
}
