/// Where each scalar stands in a pattern of at most 64, as bit masks, so that one machine word is a column of the
/// dynamic programme (Myers 1999; Hyyrö 2003 for Levenshtein, 2004 for the longest common subsequence).
struct WordPattern: ~Copyable {
  private let length: Int
  private var ascii = InlineArray<128, UInt64>(repeating: 0)
  private var others: [(scalar: UInt32, mask: UInt64)] = []

  init(_ pattern: Span<UInt32>) {
    length = pattern.count
    for at in pattern.indices {
      let scalar = pattern[at]
      let bit = UInt64(1) << UInt64(at)
      if scalar < 128 {
        ascii[Int(scalar)] |= bit
      } else if let known = others.firstIndex(where: { $0.scalar == scalar }) {
        others[known].mask |= bit
      } else {
        others.append((scalar, bit))
      }
    }
  }

  private func mask(_ scalar: UInt32) -> UInt64 {
    if scalar < 128 { return ascii[Int(scalar)] }
    for other in others where other.scalar == scalar { return other.mask }
    return 0
  }

  func levenshtein(_ text: Span<UInt32>) -> Int {
    var positive = ~UInt64(0)
    var negative = UInt64(0)
    var distance = length
    let last = UInt64(1) << UInt64(length - 1)
    for at in text.indices {
      let match = mask(text[at])
      let diagonal = (((match & positive) &+ positive) ^ positive) | match | negative
      var up = negative | ~(diagonal | positive)
      var down = positive & diagonal
      if up & last != 0 { distance += 1 } else if down & last != 0 { distance -= 1 }
      up = up << 1 | 1
      down <<= 1
      positive = down | ~(diagonal | up)
      negative = up & diagonal
    }
    return distance
  }

  func commonSubsequence(_ text: Span<UInt32>) -> Int {
    var column = ~UInt64(0)
    for at in text.indices {
      let match = column & mask(text[at])
      column = (column &+ match) | (column &- match)
    }
    let used = length == 64 ? ~UInt64(0) : UInt64(1) << UInt64(length) - 1
    return (~column & used).nonzeroBitCount
  }
}

/// The same for patterns of any length: a column is a row of words, carries run from word to word.
struct BlockPattern {
  private let length: Int
  private let words: Int
  private var ascii: [UInt64]
  private var others: [UInt32: [UInt64]] = [:]

  init(_ pattern: Span<UInt32>) {
    length = pattern.count
    words = (pattern.count + 63) / 64
    ascii = [UInt64](repeating: 0, count: 128 * words)
    for at in pattern.indices {
      let scalar = pattern[at]
      let bit = UInt64(1) << UInt64(at % 64)
      if scalar < 128 {
        ascii[Int(scalar) * words + at / 64] |= bit
      } else {
        others[scalar, default: [UInt64](repeating: 0, count: words)][at / 64] |= bit
      }
    }
  }

  private func mask(_ scalar: UInt32, _ other: [UInt64]?, word: Int) -> UInt64 {
    scalar < 128 ? ascii[Int(scalar) * words + word] : other?[word] ?? 0
  }

  func levenshtein(_ text: Span<UInt32>) -> Int {
    var positive = [UInt64](repeating: ~0, count: words)
    var negative = [UInt64](repeating: 0, count: words)
    var distance = length
    let last = UInt64(1) << UInt64((length - 1) % 64)
    for at in text.indices {
      let other = text[at] < 128 ? nil : others[text[at]]
      var upCarry = UInt64(1)
      var downCarry = UInt64(0)
      for word in 0..<words {
        let match = mask(text[at], other, word: word) | downCarry
        let old = positive[word]
        let diagonal = (((match & old) &+ old) ^ old) | match | negative[word]
        var up = negative[word] | ~(diagonal | old)
        var down = old & diagonal
        if word == words - 1 {
          if up & last != 0 { distance += 1 } else if down & last != 0 { distance -= 1 }
        }
        (up, upCarry) = (up << 1 | upCarry, up >> 63)
        (down, downCarry) = (down << 1 | downCarry, down >> 63)
        positive[word] = down | ~(diagonal | up)
        negative[word] = up & diagonal
      }
    }
    return distance
  }

  func commonSubsequence(_ text: Span<UInt32>) -> Int {
    var column = [UInt64](repeating: ~0, count: words)
    for at in text.indices {
      let other = text[at] < 128 ? nil : others[text[at]]
      var carry = false
      for word in 0..<words {
        let match = column[word] & mask(text[at], other, word: word)
        let (sum, over) = column[word].addingReportingOverflow(match)
        let (carried, overCarry) = sum.addingReportingOverflow(carry ? 1 : 0)
        column[word] = carried | (column[word] & ~match)
        carry = over || overCarry
      }
    }
    let rest = length % 64
    if rest > 0 { column[words - 1] |= ~(UInt64(1) << UInt64(rest) - 1) }
    return column.reduce(0) { $0 + (~$1).nonzeroBitCount }
  }
}
