/// Which of some records are spelled like others: those that share their rare trigrams.
struct Spellings {
  private let records: [Int]
  private let weights: [Float]
  /// Where the rows of each trigram begin; one more at the end.
  private var starts: [Int32]
  private var rows: [Int32]
  /// The squared length of each row as a vector of weighted trigrams.
  private var squares: [Float] = []
  private var sums: [Float]

  /// Rows that are looked at of each trigram: more of them tell little apart.
  private static let longestPostings: Int32 = 512

  /// `weights` are by `NameWords.slot`. O(length of the records' names).
  init(_ records: [Int], of source: RecordSource, weights: [Float]) {
    self.records = records
    self.weights = weights
    sums = Array(repeating: 0, count: records.count)
    starts = Array(repeating: 0, count: weights.count + 1)
    let grams = records.map { NameWords.grams(of: source.name($0)) }
    for slot in grams.joined() { starts[Int(slot) + 1] += 1 }
    for slot in weights.indices { starts[slot + 1] += starts[slot] }
    var next = starts
    rows = Array(repeating: 0, count: Int(starts[weights.count]))
    for (row, slots) in grams.enumerated() {
      for slot in slots {
        rows[Int(next[Int(slot)])] = Int32(truncatingIfNeeded: row)
        next[Int(slot)] += 1
      }
      squares.append(slots.reduce(0) { $0 + weights[Int($1)] })
    }
  }

  /// The `most` records spelled most like a name with these distinct trigrams, the most alike first.
  mutating func best(_ most: Int, like grams: [UInt16]) -> [Int] {
    var touched: [Int32] = []
    for slot in grams.map(Int.init) where starts[slot + 1] - starts[slot] <= Self.longestPostings {
      for row in rows[Int(starts[slot])..<Int(starts[slot + 1])] {
        if sums[Int(row)] == 0 { touched.append(row) }
        sums[Int(row)] += weights[slot]
      }
    }
    var best = TopRows(limit: most)
    for row in touched {
      let sum = sums[Int(row)]
      sums[Int(row)] = 0
      best.offer(Neighbour(row: row, likeness: sum * sum / squares[Int(row)]))
    }
    return best.sorted().map { records[Int($0.row)] }
  }
}
