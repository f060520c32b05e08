/// Many short lists of numbers in one flat array.
struct Lists: Sendable {
  private(set) var items: [Int32] = []
  private(set) var starts: [Int] = [0]

  var count: Int { starts.count - 1 }

  func range(_ list: Int) -> Range<Int> { starts[list]..<starts[list + 1] }

  subscript(list: Int) -> ArraySlice<Int32> { items[range(list)] }

  mutating func append(_ list: some Sequence<Int32>) {
    items.append(contentsOf: list)
    starts.append(items.count)
  }

  /// Adds the distinct numbers of `list` in ascending order.
  mutating func append(distinct list: [Int32]) {
    var last: Int32 = -1
    for item in list.sorted() where item != last {
      items.append(item)
      last = item
    }
    starts.append(items.count)
  }

  mutating func append(contentsOf other: Lists) {
    let offset = items.count
    items += other.items
    starts += other.starts.dropFirst().map { $0 + offset }
  }

  /// Puts `numbers[n]` for each number n.
  mutating func renumber(_ numbers: [Int32]) { items = items.map { numbers[Int($0)] } }

  /// Puts `numbers[n]` for each number n, and makes each list distinct and ascending.
  mutating func renumber(distinct numbers: [Int32]) {
    var renumbered = Lists()
    renumbered.items.reserveCapacity(items.count)
    renumbered.starts.reserveCapacity(starts.count)
    for list in 0..<count { renumbered.append(distinct: self[list].map { numbers[Int($0)] }) }
    self = renumbered
  }

  /// Whether `list`, which is ascending, holds `item`. O(log length).
  func contains(_ item: Int32, in list: Int) -> Bool {
    var low = starts[list]
    var high = starts[list + 1]
    while low < high {
      let middle = (low + high) >> 1
      if items[middle] < item { low = middle + 1 } else { high = middle }
    }
    return low < starts[list + 1] && items[low] == item
  }

  /// Whether two ascending lists share a number.
  func intersects(_ list: Int, _ others: Lists, _ other: Int) -> Bool {
    var (a, b) = (starts[list], others.starts[other])
    while a < starts[list + 1], b < others.starts[other + 1] {
      if items[a] == others.items[b] { return true }
      if items[a] < others.items[b] { a += 1 } else { b += 1 }
    }
    return false
  }
}

/// Many texts in one flat array, each with a filter of its trigrams, so that most searches for a word end at once.
struct FlatTexts: Sendable {
  private var bytes: [UInt8] = []
  private var starts: [Int] = [0]
  private var filters: [UInt64] = []
  private var filterStarts: [Int] = [0]

  mutating func append(_ text: [UInt8]) {
    let base = filters.count
    // Four bits a byte, a power of two: about a quarter of the filter is set.
    let words = text.count < 3 ? 0 : 1 << (Int.bitWidth - ((text.count * 4 - 1) / 64).leadingZeroBitCount)
    filters.append(contentsOf: repeatElement(0, count: words))
    if words > 0 {
      for at in 0..<text.count - 2 {
        let bit = Self.hash(text[at], text[at + 1], text[at + 2]) & (words * 64 - 1)
        filters[base + bit >> 6] |= 1 << UInt64(bit & 63)
      }
    }
    filterStarts.append(filters.count)
    bytes.append(contentsOf: text)
    starts.append(bytes.count)
  }

  mutating func append(contentsOf other: FlatTexts) {
    let (offset, filterOffset) = (bytes.count, filters.count)
    bytes += other.bytes
    starts += other.starts.dropFirst().map { $0 + offset }
    filters += other.filters
    filterStarts += other.filterStarts.dropFirst().map { $0 + filterOffset }
  }

  /// Whether the text holds `word`, which has at least three bytes.
  func contains(_ word: Int32, of vocabulary: Vocabulary, in text: Int) -> Bool {
    let word = vocabulary.bytes.span.extracting(vocabulary.byteRange(word))
    let (start, end) = (starts[text], starts[text + 1])
    guard word.count >= 3, word.count <= end - start else { return false }
    let base = filterStarts[text]
    let mask = (filterStarts[text + 1] - base) * 64 - 1
    for at in 0..<word.count - 2 {
      let bit = Self.hash(word[at], word[at + 1], word[at + 2]) & mask
      if filters[base + bit >> 6] & 1 << UInt64(bit & 63) == 0 { return false }
    }
    return bytes.span.extracting(start..<end).holds(word)
  }

  private static func hash(_ a: UInt8, _ b: UInt8, _ c: UInt8) -> Int {
    let key = UInt32(a) << 16 | UInt32(b) << 8 | UInt32(c)
    return Int((UInt64(key) &* 0x9E37_79B9_7F4A_7C15) >> 33)
  }
}

extension Span<UInt8> {
  /// Whether the bytes of `word` stand somewhere in these; true for an empty word.
  func holds(_ word: Span<UInt8>) -> Bool {
    guard let first = word.isEmpty ? nil : word[0] else { return true }
    var at = 0
    while at <= count - word.count {
      if self[at] == first {
        var same = 1
        while same < word.count, self[at + same] == word[same] { same += 1 }
        if same == word.count { return true }
      }
      at += 1
    }
    return false
  }
}
