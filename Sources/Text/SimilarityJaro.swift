extension Similarity {
  package static func jaro(_ a: Span<UInt32>, _ b: Span<UInt32>) -> Double {
    if a.isEmpty && b.isEmpty { return 1 }
    if a.isEmpty || b.isEmpty { return 0 }
    // Greedy pairing depends on the order of the two texts; a fixed order makes the measure symmetric.
    let (short, long) = isOrdered(a, b) ? (a, b) : (b, a)
    let agreement =
      long.count <= 64 ? wordAgreement(short, long) : agreement(short, long)
    guard agreement.matches > 0 else { return 0 }
    let matches = Double(agreement.matches)
    let inOrder = matches - Double(agreement.disorder / 2)
    return (matches / Double(a.count) + matches / Double(b.count) + inOrder / matches) / 3
  }

  package static func jaroWinkler(
    _ a: Span<UInt32>, _ b: Span<UInt32>, prefixWeight: Double = 0.1
  ) -> Double {
    let likeness = jaro(a, b)
    guard likeness > 0.7 else { return likeness }
    var prefix = 0
    while prefix < min(4, a.count, b.count), a[prefix] == b[prefix] { prefix += 1 }
    return min(1, likeness + Double(prefix) * prefixWeight * (1 - likeness))
  }

  private static func isOrdered(_ a: Span<UInt32>, _ b: Span<UInt32>) -> Bool {
    if a.count != b.count { return a.count < b.count }
    for at in a.indices where a[at] != b[at] { return a[at] < b[at] }
    return true
  }

  private static func window(_ at: Int, _ long: Int) -> Range<Int> {
    let reach = max(0, long / 2 - 1)
    return min(long, max(0, at - reach))..<min(long, at + reach + 1)
  }

  /// Both texts at most 64: the paired places are the bits of one word each, and nothing is allocated.
  private static func wordAgreement(
    _ short: Span<UInt32>, _ long: Span<UInt32>
  ) -> (matches: Int, disorder: Int) {
    var shortPaired = UInt64(0)
    var longPaired = UInt64(0)
    for at in short.indices {
      for other in window(at, long.count)
      where long[other] == short[at] && longPaired & UInt64(1) << UInt64(other) == 0 {
        shortPaired |= UInt64(1) << UInt64(at)
        longPaired |= UInt64(1) << UInt64(other)
        break
      }
    }
    let matches = shortPaired.nonzeroBitCount
    var disorder = 0
    while shortPaired != 0 {
      if short[shortPaired.trailingZeroBitCount] != long[longPaired.trailingZeroBitCount] { disorder += 1 }
      shortPaired &= shortPaired - 1
      longPaired &= longPaired - 1
    }
    return (matches, disorder)
  }

  private static func agreement(
    _ short: Span<UInt32>, _ long: Span<UInt32>
  ) -> (matches: Int, disorder: Int) {
    var shortPaired: [Int] = []
    var longPaired = [Bool](repeating: false, count: long.count)
    for at in short.indices {
      for other in window(at, long.count) where long[other] == short[at] && !longPaired[other] {
        longPaired[other] = true
        shortPaired.append(at)
        break
      }
    }
    var disorder = 0
    var next = 0
    for other in long.indices where longPaired[other] {
      if short[shortPaired[next]] != long[other] { disorder += 1 }
      next += 1
    }
    return (shortPaired.count, disorder)
  }
}
