/// Pairs worth comparing: every left record with its nearest right ones, and the other way round; ordered by left, right.
struct Candidates {
  private(set) var left: [Int32] = []
  private(set) var right: [Int32] = []
  /// The likeness q of each pair.
  private(set) var likeness: [Float] = []
  /// Where each left record's pairs begin; one more at the end.
  private(set) var rowStarts: [Int] = [0]
  /// How like the nearest other record of its own catalogue each record is: crowded ones are easily mistaken.
  private(set) var leftDensity: [Float] = []
  private(set) var rightDensity: [Float] = []

  var count: Int { left.count }

  static let perLeft = 15
  static let perRight = 3

  init(_ terms: TermWeights) {
    let (leftRows, rightRows) = (terms.left, terms.right)
    var rights = [[Int32]](repeating: [], count: leftRows.count)
    var search = Retrieval(leftRows, termCount: terms.termCount)
    leftDensity = (0..<leftRows.count).map {
      search.nearest(1, to: $0, of: leftRows, excludingItself: true).first?.likeness ?? 0
    }
    for right in 0..<rightRows.count {
      for neighbour in search.nearest(Self.perRight, to: right, of: rightRows) {
        rights[Int(neighbour.row)].append(Int32(truncatingIfNeeded: right))
      }
    }
    search = Retrieval(rightRows, termCount: terms.termCount)
    rightDensity = (0..<rightRows.count).map {
      search.nearest(1, to: $0, of: rightRows, excludingItself: true).first?.likeness ?? 0
    }
    for record in 0..<leftRows.count {
      rights[record] += search.nearest(Self.perLeft, to: record, of: leftRows).map(\.row)
      let distinct = Self.distinct(rights[record])
      right += distinct
      left += repeatElement(Int32(truncatingIfNeeded: record), count: distinct.count)
      likeness += search.likenesses(of: distinct, to: record, of: leftRows)
      rowStarts.append(right.count)
      rights[record] = []
    }
  }

  private static func distinct(_ rows: [Int32]) -> [Int32] {
    var result: [Int32] = []
    for row in rows.sorted() where row != result.last { result.append(row) }
    return result
  }

  /// Each pair's `scores` less the best other one of the same left record, and of the same right record.
  ///
  /// Without another candidate the margin is `alone`.
  func margins(_ scores: [Double], alone: Double) -> (row: [Double], column: [Double]) {
    (
      Self.margins(scores, keys: left, count: leftDensity.count, alone: alone),
      Self.margins(scores, keys: right, count: rightDensity.count, alone: alone)
    )
  }

  private static func margins(_ scores: [Double], keys: [Int32], count: Int, alone: Double) -> [Double] {
    var best = [Double](repeating: -.infinity, count: count)
    var second = best
    for (score, key) in zip(scores, keys) {
      if score > best[Int(key)] {
        second[Int(key)] = best[Int(key)]
        best[Int(key)] = score
      } else if score > second[Int(key)] {
        second[Int(key)] = score
      }
    }
    return zip(scores, keys).map { score, key in
      let other = score == best[Int(key)] ? second[Int(key)] : best[Int(key)]
      return other == -.infinity ? alone : score - other
    }
  }
}
