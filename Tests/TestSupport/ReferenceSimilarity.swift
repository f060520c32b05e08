/// Slow, obvious twins of `Text.Similarity`: whole tables, no bits.
package enum ReferenceSimilarity {
  package static func levenshtein(_ a: [UInt32], _ b: [UInt32]) -> Int {
    var table = [[Int]](repeating: [Int](repeating: 0, count: b.count + 1), count: a.count + 1)
    for i in 0...a.count {
      for j in 0...b.count {
        if i == 0 || j == 0 {
          table[i][j] = i + j
        } else {
          table[i][j] = min(
            table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
        }
      }
    }
    return table[a.count][b.count]
  }

  package static func commonSubsequence(_ a: [UInt32], _ b: [UInt32]) -> Int {
    var table = [[Int]](repeating: [Int](repeating: 0, count: b.count + 1), count: a.count + 1)
    for i in 0..<a.count {
      for j in 0..<b.count {
        table[i + 1][j + 1] = a[i] == b[j] ? table[i][j] + 1 : max(table[i][j + 1], table[i + 1][j])
      }
    }
    return table[a.count][b.count]
  }

  /// Jaro as printed: pair each scalar of the shorter (on a tie: the smaller) text with the first free equal one near it.
  package static func jaro(_ first: [UInt32], _ second: [UInt32]) -> Double {
    if first.isEmpty && second.isEmpty { return 1 }
    let swapped = first.count > second.count || first.count == second.count && second.lexicographicallyPrecedes(first)
    let (a, b) = swapped ? (second, first) : (first, second)
    let reach = max(0, b.count / 2 - 1)
    var pairs: [(Int, Int)] = []
    for i in a.indices {
      let near = b.indices.filter { j in abs(i - j) <= reach && b[j] == a[i] && !pairs.contains { $0.1 == j } }
      if let j = near.first { pairs.append((i, j)) }
    }
    if pairs.isEmpty { return 0 }
    let ordered = zip(pairs.map { a[$0.0] }, pairs.map(\.1).sorted().map { b[$0] })
    let disorder = ordered.count { $0.0 != $0.1 }
    let matches = Double(pairs.count)
    return (matches / Double(a.count) + matches / Double(b.count) + (matches - Double(disorder / 2)) / matches) / 3
  }
}
