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
  /// Right records that a left one is compared with because it is nearest to them: one name a thousand times has as many.
  static let mostSuitors = 1024

  /// Left records that are not `isOpen` look no further than right ones: they are there to compete only.
  init(_ terms: TermWeights, _ parallel: Parallel, isOpen: [Bool]? = nil) {
    let (leftRows, rightRows) = (terms.left, terms.right)
    let inLeft = Retrieval(leftRows, termCount: terms.termCount)
    leftDensity = Self.densities(leftRows, inLeft, parallel)
    let nearestLeft = parallel.map(rightRows.count) { range in
      var search = inLeft
      return range.map { search.nearest(Self.perRight, to: $0, of: rightRows) }
    }
    var wanted = [[Int32]](repeating: [], count: leftRows.count)
    for (right, neighbours) in nearestLeft.enumerated() {
      for neighbour in neighbours where wanted[Int(neighbour.row)].count < Self.mostSuitors {
        wanted[Int(neighbour.row)].append(Int32(truncatingIfNeeded: right))
      }
    }
    let inRight = Retrieval(rightRows, termCount: terms.termCount)
    rightDensity = Self.densities(rightRows, inRight, parallel)
    let found = parallel.map(leftRows.count) { [wanted] range in
      var search = inRight
      return range.map { record in
        let most = isOpen.map { $0[record] } ?? true ? Self.perLeft : Self.perRight
        let rows = Self.distinct(wanted[record] + search.nearest(most, to: record, of: leftRows).map(\.row))
        return (rows: rows, likeness: search.likenesses(of: rows, to: record, of: leftRows))
      }
    }
    for (record, pairs) in found.enumerated() {
      right += pairs.rows
      left += repeatElement(Int32(truncatingIfNeeded: record), count: pairs.rows.count)
      likeness += pairs.likeness
      rowStarts.append(right.count)
    }
  }

  /// Each row's likeness to the nearest other row of its own catalogue.
  private static func densities(_ rows: TermRows, _ retrieval: Retrieval, _ parallel: Parallel) -> [Float] {
    parallel.map(rows.count) { range in
      var search = retrieval
      return range.map { search.nearest(1, to: $0, of: rows, excludingItself: true).first?.likeness ?? 0 }
    }
  }

  private static func distinct(_ rows: [Int32]) -> [Int32] {
    var result: [Int32] = []
    for row in rows.sorted() where row != result.last { result.append(row) }
    return result
  }

  /// The pairs of each right record, by left record.
  func columns() -> [[Int32]] {
    var columns = [[Int32]](repeating: [], count: rightDensity.count)
    for pair in 0..<count { columns[Int(right[pair])].append(Int32(truncatingIfNeeded: pair)) }
    return columns
  }

  /// Each pair's score less the best one of another right record of the same left record, and of another left record of
  /// the same right one. Records with the same key are variants of one product and do not compete.
  ///
  /// Without a competitor the margin is `alone`.
  func margins(_ scores: [Double], keys: ModelKeys, alone: Double) -> (left: [Double], right: [Double]) {
    (
      Self.margins(scores, of: left, count: leftDensity.count, others: right.map { keys.right[Int($0)] }, alone: alone),
      Self.margins(scores, of: right, count: rightDensity.count, others: left.map { keys.left[Int($0)] }, alone: alone)
    )
  }

  private static func margins(
    _ scores: [Double], of records: [Int32], count: Int, others keys: [Int32], alone: Double
  ) -> [Double] {
    var best = [Double](repeating: -.infinity, count: count)
    var bestKey = [Int32](repeating: -1, count: count)
    var second = best
    for pair in scores.indices {
      let (record, score, key) = (Int(records[pair]), scores[pair], keys[pair])
      if score > best[record] {
        if key != bestKey[record] { second[record] = best[record] }
        best[record] = score
        bestKey[record] = key
      } else if score > second[record], key != bestKey[record] {
        second[record] = score
      }
    }
    return scores.indices.map { pair in
      let record = Int(records[pair])
      let other = keys[pair] == bestKey[record] ? second[record] : best[record]
      return other == -.infinity ? alone : scores[pair] - other
    }
  }
}

/// Which records are variants of one product: equal numbers for equal models.
struct ModelKeys {
  var left: [Int32]
  var right: [Int32]

  /// Every record is a model of its own.
  init(leftCount: Int, rightCount: Int) {
    left = (0..<leftCount).map { Int32(truncatingIfNeeded: $0) }
    right = (0..<rightCount).map { Int32(truncatingIfNeeded: $0) }
  }

  init(left: [Int32], right: [Int32]) {
    self.left = left
    self.right = right
  }
}
