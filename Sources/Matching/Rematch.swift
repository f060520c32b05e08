/// What a run on whole catalogues found, for a run on a part of them.
package struct Expectation: Sendable, Equatable {
  package var prior: Double
  package var isPriorFitted: Bool
  package var cut: Double

  package init(prior: Double, isPriorFitted: Bool, cut: Double) {
    self.prior = prior
    self.isPriorFitted = isPriorFitted
    self.cut = cut
  }
}

/// Records of both catalogues by index.
package struct RecordSets: Sendable, Equatable {
  package var isEmpty: Bool { left.isEmpty && right.isEmpty }

  package var left: Set<Int>
  package var right: Set<Int>

  package init(left: Set<Int> = [], right: Set<Int> = []) {
    self.left = left
    self.right = right
  }

  package func touches(_ left: Int, _ right: Int) -> Bool { self.left.contains(left) || self.right.contains(right) }

  mutating func formUnion(_ other: Self) {
    left.formUnion(other.left)
    right.formUnion(other.right)
  }
}

/// What changes in links when a few records do.
package struct Rematch: Sendable, Equatable {
  /// New links and reviews; all have a record that changed or lost its partner.
  package var links: [Match] = []
  package var reviews: [Match] = []
  /// Which of the links known before no longer hold.
  package var dropped: Set<Int> = []
  /// The records that were matched again.
  package var open = RecordSets()

  /// Nothing changes.
  package init() {}
}

extension Matcher {
  /// Matches a few changed records again, with what resembles them and what that was linked to.
  ///
  /// `known` are the pairs that were linked before, between records that are still there and did not change. Links are
  /// those of a whole run as long as what resembles an open record is found by the rarest words of the names; scores and
  /// probabilities are by the words of the part. O(words of all names), then as `match` on the part.
  package func rematch(
    left: RecordSource, right: RecordSource, known: [(left: Int, right: Int)], open: RecordSets,
    decisions: [MatchDecision] = [], isOneToOne: Bool = false, expecting expectation: Expectation
  ) -> Rematch {
    let surroundings = Surroundings(left: left, right: right)
    let partners = Partners(known)
    var open = open
    var result = Rematch()
    for _ in 0..<Self.mostRounds {
      let part = partners.closing(open, surroundings.around(left: open.left, right: open.right))
      result = rematch(part, left, right, open, known, decisions, isOneToOne, expectation)
      result.open = open
      let released = Self.released(result, known, open)
      if released.isEmpty { break }
      // What lost its partner looks for another.
      open.formUnion(released)
    }
    return result
  }

  /// Chains of products that take one another's partner are short.
  private static let mostRounds = 4

  private func rematch(
    _ part: RecordSets, _ left: RecordSource, _ right: RecordSource, _ open: RecordSets,
    _ known: [(left: Int, right: Int)], _ decisions: [MatchDecision], _ isOneToOne: Bool, _ expectation: Expectation
  ) -> Rematch {
    let (lefts, rights) = (part.left.sorted(), part.right.sorted())
    let run = MatchRun(
      self, lefts.map(left.record), rights.map(right.record), decisions, expecting: expectation)
    let found = run.result(isOneToOne: isOneToOne)
    func whole(_ matches: [Match]) -> [Match] {
      matches.map { match in
        var match = match
        (match.left, match.right) = (lefts[match.left], rights[match.right])
        match.competitors = match.competitors.map {
          Competitor(isLeft: $0.isLeft, record: $0.isLeft ? lefts[$0.record] : rights[$0.record], score: $0.score)
        }
        return match
      }
    }
    let links = whole(found.links)
    var result = Rematch()
    result.links = links.filter { open.touches($0.left, $0.right) }
    result.reviews = whole(found.reviews).filter { open.touches($0.left, $0.right) }
    let contested = RecordSets(left: Set(result.links.map(\.left)), right: Set(result.links.map(\.right)))
    let confirmed = Set(links.map { [$0.left, $0.right] })
    for (index, pair) in known.enumerated() {
      let isGone = contested.touches(pair.left, pair.right) && !confirmed.contains([pair.left, pair.right])
      if isGone || open.touches(pair.left, pair.right) { result.dropped.insert(index) }
    }
    return result
  }

  /// Records that had a pair which no longer holds, and now have none.
  private static func released(_ result: Rematch, _ known: [(left: Int, right: Int)], _ open: RecordSets) -> RecordSets
  {
    var held = RecordSets(left: Set(result.links.map(\.left)), right: Set(result.links.map(\.right)))
    for (index, pair) in known.enumerated() where !result.dropped.contains(index) {
      held.left.insert(pair.left)
      held.right.insert(pair.right)
    }
    let lost = result.dropped.map { known[$0] }
    return RecordSets(
      left: Set(lost.map(\.left)).subtracting(held.left).subtracting(open.left),
      right: Set(lost.map(\.right)).subtracting(held.right).subtracting(open.right))
  }
}

/// Who was linked to whom.
private struct Partners {
  private var ofLeft: [Int: [Int]] = [:]
  private var ofRight: [Int: [Int]] = [:]

  init(_ known: [(left: Int, right: Int)]) {
    for pair in known {
      ofLeft[pair.left, default: []].append(pair.right)
      ofRight[pair.right, default: []].append(pair.left)
    }
  }

  /// Open records, those around them, and the partners of all.
  func closing(_ open: RecordSets, _ around: (left: Set<Int>, right: Set<Int>)) -> RecordSets {
    var part = open
    part.formUnion(RecordSets(left: around.left, right: around.right))
    part.formUnion(
      RecordSets(
        left: Set(part.right.flatMap { ofRight[$0, default: []] }),
        right: Set(part.left.flatMap { ofLeft[$0, default: []] })))
    return part
  }
}
