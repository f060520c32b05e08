/// Which rows hold a term, and how heavily: flat postings, terms that too many rows share left out.
struct InvertedIndex {
  private(set) var starts: [Int]
  private(set) var rows: [Int32]
  private(set) var weights: [Float]

  /// Terms of more rows than this say little about any; in a small catalogue every term is kept.
  static let commonShare = 0.05
  static let commonFloor = 200
  /// In a huge catalogue too, so that a query's work does not grow with it.
  static let commonCeiling = 5000

  init(_ terms: TermRows, termCount: Int) {
    var counts = [Int](repeating: 0, count: termCount + 1)
    for term in terms.terms { counts[Int(term) + 1] += 1 }
    let limit = min(Self.commonCeiling, max(Self.commonFloor, Int(Self.commonShare * Double(terms.count))))
    for term in counts.indices where counts[term] > limit { counts[term] = 0 }
    for term in 0..<termCount { counts[term + 1] += counts[term] }
    starts = counts
    rows = [Int32](repeating: 0, count: counts[termCount])
    weights = [Float](repeating: 0, count: counts[termCount])
    for row in 0..<terms.count {
      for at in terms.range(row) {
        let term = Int(terms.terms[at])
        guard starts[term] < starts[term + 1] else { continue }
        rows[counts[term]] = Int32(truncatingIfNeeded: row)
        weights[counts[term]] = terms.weights[at]
        counts[term] += 1
      }
    }
  }

  func postings(_ term: Int) -> Range<Int> { starts[term]..<starts[term + 1] }
}

/// A row of the other (or the same) catalogue and its likeness q.
struct Neighbour {
  var row: Int32
  var likeness: Float
}

/// Finds the rows most like a given one: its heaviest terms choose, the whole row ranks.
struct Retrieval {
  private let index: InvertedIndex
  private let targets: TermRows
  private var sums: [Float]
  private var touched: [Int32] = []
  private var query: [Float]
  /// Postings that all queries so far have walked.
  private(set) var walked = 0

  /// A query walks this many of its heaviest terms, and on while it is cheap.
  static let heaviestTerms = 24
  /// No query walks more postings than this for every row asked for and one, so that a catalogue's size does not count:
  /// what is left tells little apart.
  static let postingsPerRow = 256
  /// Rows that the chosen terms put forward are ranked by their whole likeness: this many more than asked for.
  static let spare = 10

  init(_ targets: TermRows, termCount: Int) {
    self.targets = targets
    index = InvertedIndex(targets, termCount: termCount)
    sums = [Float](repeating: 0, count: targets.count)
    query = [Float](repeating: 0, count: termCount)
  }

  /// The `count` rows most like row `row` of `source`, best first, ties by row; O(postings walked).
  mutating func nearest(_ count: Int, to row: Int, of source: TermRows, excludingItself: Bool = false) -> [Neighbour] {
    let range = source.range(row)
    var chosen = TopRows(limit: count + Self.spare)
    walked += Self.walk(heaviest(source, range), index, most: Self.postingsPerRow * (count + 1), &sums, &touched)
    Self.collect(touched, &sums, excluding: excludingItself ? row : nil, into: &chosen)
    touched.removeAll(keepingCapacity: true)
    ask(source, range)
    var best = TopRows(limit: count)
    for candidate in chosen.rows {
      best.offer(Neighbour(row: candidate.row, likeness: likeness(Int(candidate.row))))
    }
    forget(source, range)
    return best.sorted()
  }

  /// The likeness of given rows to row `row` of `source`, by whole rows.
  mutating func likenesses(of candidates: [Int32], to row: Int, of source: TermRows) -> [Float] {
    let range = source.range(row)
    ask(source, range)
    let result = candidates.map { likeness(Int($0)) }
    forget(source, range)
    return result
  }

  /// Puts a row's weights where `likeness` looks for them.
  private mutating func ask(_ source: TermRows, _ range: Range<Int>) {
    var query = query.mutableSpan
    for at in range { query[Int(source.terms[at])] = source.weights[at] }
  }

  private mutating func forget(_ source: TermRows, _ range: Range<Int>) {
    var query = query.mutableSpan
    for at in range { query[Int(source.terms[at])] = 0 }
  }

  private func likeness(_ target: Int) -> Float {
    let range = targets.range(target)
    let terms = targets.terms.span.extracting(range)
    let weights = targets.weights.span.extracting(range)
    let query = query.span
    var sum: Float = 0
    for at in terms.indices { sum += query[Int(terms[at])] * weights[at] }
    return sum
  }

  /// A row's terms that the index has, the heaviest first, then by number.
  private func heaviest(_ source: TermRows, _ range: Range<Int>) -> [(term: Int, weight: Float)] {
    // Weights are positive: their bits rise with them.
    var keys: [UInt64] = []
    keys.reserveCapacity(range.count)
    for at in range where !index.postings(Int(source.terms[at])).isEmpty {
      keys.append(UInt64(~source.weights[at].bitPattern) << 32 | UInt64(UInt32(bitPattern: source.terms[at])))
    }
    keys.sort()
    return keys.map { key in
      (Int(UInt32(truncatingIfNeeded: key)), Float(bitPattern: ~UInt32(truncatingIfNeeded: key >> 32)))
    }
  }

  /// Offers the rows that were touched, and leaves their sums at 0.
  private static func collect(
    _ touched: [Int32], _ sums: inout [Float], excluding row: Int?, into chosen: inout TopRows
  ) {
    var sums = sums.mutableSpan
    for target in touched {
      let likeness = sums[Int(target)]
      sums[Int(target)] = 0
      if likeness >= chosen.least, Int(target) != row { chosen.offer(Neighbour(row: target, likeness: likeness)) }
    }
  }

  /// Adds up what the postings of `terms` say of each row; gives how many it walked.
  private static func walk(
    _ terms: [(term: Int, weight: Float)], _ index: InvertedIndex, most: Int, _ sums: inout [Float],
    _ touched: inout [Int32]
  ) -> Int {
    var sums = sums.mutableSpan
    var walked = 0
    for (number, (term, weight)) in terms.enumerated() {
      let postings = index.postings(term)
      // The first term always counts: a query without any would find nothing.
      if number > 0, walked + postings.count > (number < Self.heaviestTerms ? most : most / 2) { break }
      walked += postings.count
      let rows = index.rows.span.extracting(postings)
      let weights = index.weights.span.extracting(postings)
      for at in rows.indices {
        let target = Int(rows[at])
        let sum = sums[target]
        if sum == 0 { touched.append(rows[at]) }
        sums[target] = sum + weight * weights[at]
      }
    }
    return walked
  }
}

/// The best rows seen, at most `limit`, as a heap with the worst on top.
struct TopRows {
  let limit: Int
  private(set) var rows: [Neighbour] = []

  init(limit: Int) {
    self.limit = limit
    rows.reserveCapacity(limit)
  }

  mutating func offer(_ candidate: Neighbour) {
    if rows.count < limit {
      rows.append(candidate)
      rise(rows.count - 1)
    } else if let worst = rows.first, Self.isBetter(candidate, worst) {
      rows[0] = candidate
      sink()
    } else {
      return
    }
    if rows.count == limit { least = rows.first?.likeness ?? least }
  }

  /// What a row needs to be among the best.
  private(set) var least = -Float.infinity

  func sorted() -> [Neighbour] { rows.sorted(by: Self.isBetter) }

  private static func isBetter(_ a: Neighbour, _ b: Neighbour) -> Bool {
    a.likeness != b.likeness ? a.likeness > b.likeness : a.row < b.row
  }

  private mutating func rise(_ start: Int) {
    var at = start
    while at > 0, Self.isBetter(rows[(at - 1) / 2], rows[at]) {
      rows.swapAt(at, (at - 1) / 2)
      at = (at - 1) / 2
    }
  }

  private mutating func sink() {
    var at = 0
    while true {
      var worst = at
      for child in [2 * at + 1, 2 * at + 2] where child < rows.count && Self.isBetter(rows[worst], rows[child]) {
        worst = child
      }
      if worst == at { return }
      rows.swapAt(at, worst)
      at = worst
    }
  }
}
