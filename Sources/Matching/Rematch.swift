/// What a run on whole catalogues found, for a run on a part of them.
package struct Expectation: Sendable, Equatable {
  package var prior: Double
  package var isPriorFitted: Bool
  package var cut: Double
  /// Whether the rules of one brand held; nil where nobody asks.
  package var isOneBrand: Bool?

  package init(prior: Double, isPriorFitted: Bool, cut: Double, isOneBrand: Bool? = nil) {
    self.prior = prior
    self.isPriorFitted = isPriorFitted
    self.cut = cut
    self.isOneBrand = isOneBrand
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
  /// `known` are the pairs that were linked before, between records that are still there and did not change. Nil where an
  /// outcome is neither near certain nor nearly ruled out: then what only a whole run knows may tip it. Pairs of which
  /// nothing changed keep the figures of the run that compared them. How common a word is, is counted in all names.
  /// O(length of all names), then as `match` on the part.
  package func rematch(
    left: RecordSource, right: RecordSource, known: [(left: Int, right: Int)], open: RecordSets,
    decisions: [MatchDecision] = [], isOneToOne: Bool = false, expecting expectation: Expectation
  ) -> Rematch? {
    let surroundings = Surroundings(left: left, right: right, parallel)
    var standing = known.enumerated().map { Standing(left: $1.left, right: $1.right, origin: .known($0)) }
    var result = Rematch()
    var due = open
    /// Those of the records matched again that may have no partner.
    var lonely = RecordSets()
    var rounds = 0
    while !due.isEmpty || !lonely.isEmpty {
      rounds += 1
      guard rounds <= Self.mostRounds else { return nil }
      var around = Surroundings.Found()
      if due.isEmpty {
        // A whole run pairs what is left over by spelling alone.
        lonely = standing.without(lonely)
        around = surroundings.spelled(like: lonely, among: standing.leftOver(left.count, right.count, for: lonely))
        if around.near.isEmpty { break }
        (due, lonely) = (lonely, RecordSets())
      } else {
        lonely.formUnion(due)
      }
      around.formUnion(surroundings.around(due))
      let part = due.closed(around: around.records, standing)
      let found = rematch(
        part, left, right, due, decisions, isOneToOne,
        WholeRun(expectation: expectation, surroundings: surroundings, near: around.near))
      guard let found else { return nil }
      // What lost its partner looks for another.
      due = result.take(found, matchedAgain: due, &standing)
    }
    for case .new(let match) in standing.map(\.origin) { result.links.append(match) }
    return result
  }

  /// Outcomes of these probabilities are near certain, or nearly ruled out.
  package static let clearlyLinked = 0.98
  private static let clearlyApart = 0.1

  /// Chains of products that take one another's partner are short.
  private static let mostRounds = 8

  /// The links and reviews of a part, those without an open record without evidence; nil where one with an open record is
  /// unclear.
  private func rematch(
    _ part: RecordSets, _ left: RecordSource, _ right: RecordSource, _ open: RecordSets, _ decisions: [MatchDecision],
    _ isOneToOne: Bool, _ whole: WholeRun
  ) -> MatchResult? {
    let (lefts, rights) = (part.left.sorted(), part.right.sorted())
    let run = MatchRun(
      self, lefts.map(left.record), rights.map(right.record), decisions, of: whole,
      open: Set(lefts.indices.filter { open.left.contains(lefts[$0]) })
    ) { left, right in
      let pair = RecordPair(left: lefts[left], right: rights[right])
      return open.touches(pair.left, pair.right) && !whole.near.contains(pair)
    }
    func isOpen(_ left: Int, _ right: Int) -> Bool { open.touches(lefts[left], rights[right]) }
    let unclear = Self.clearlyApart..<Self.clearlyLinked
    guard !run.hasAssigned(unclear, where: isOpen) else { return nil }
    var found = run.result(isOneToOne: isOneToOne, wanted: isOpen)
    guard !found.links.contains(where: { isOpen($0.left, $0.right) && unclear.contains($0.probability) }) else {
      return nil
    }
    func renumber(_ matches: inout [Match]) {
      for at in matches.indices {
        (matches[at].left, matches[at].right) = (lefts[matches[at].left], rights[matches[at].right])
        matches[at].competitors = matches[at].competitors.map {
          Competitor(isLeft: $0.isLeft, record: $0.isLeft ? lefts[$0.record] : rights[$0.record], score: $0.score)
        }
      }
    }
    renumber(&found.links)
    renumber(&found.reviews)
    return found
  }
}

/// What a run on a part takes over from a run on the whole.
struct WholeRun {
  let expectation: Expectation
  let surroundings: Surroundings
  /// Pairs with an open record that a whole run would compare; in a part, strangers come near each other.
  let near: Set<RecordPair>
}

/// A pair that holds for now.
private struct Standing {
  enum Origin {
    case known(Int)
    case new(Match)
  }

  var left: Int
  var right: Int
  var origin: Origin
}

extension [Standing] {
  /// The given records that are in no pair.
  fileprivate func without(_ records: RecordSets) -> RecordSets {
    RecordSets(
      left: records.left.subtracting(map(\.left)), right: records.right.subtracting(map(\.right)))
  }

  /// Which of so many records of each catalogue are in no pair, as far as given ones of the other catalogue need to know.
  fileprivate func leftOver(_ left: Int, _ right: Int, for records: RecordSets) -> RecordSets {
    without(
      RecordSets(left: records.right.isEmpty ? [] : Set(0..<left), right: records.left.isEmpty ? [] : Set(0..<right)))
  }
}

extension Rematch {
  /// Takes what a part gave: new pairs stand, and those that they contradict fall. Gives the records that had a pair
  /// before and have none now.
  fileprivate mutating func take(
    _ found: MatchResult, matchedAgain due: RecordSets, _ standing: inout [Standing]
  ) -> RecordSets {
    let new = found.links.filter { due.touches($0.left, $0.right) }
    let linked = RecordSets(left: Set(new.map(\.left)), right: Set(new.map(\.right)))
    let holds = Set(found.links.map { [$0.left, $0.right] })
    var fallen = RecordSets()
    standing.removeAll { pair in
      let isContradicted = linked.touches(pair.left, pair.right) && !holds.contains([pair.left, pair.right])
      guard isContradicted || due.touches(pair.left, pair.right) else { return false }
      if case .known(let index) = pair.origin { dropped.insert(index) }
      fallen.formUnion(RecordSets(left: [pair.left], right: [pair.right]))
      return true
    }
    standing += new.map { Standing(left: $0.left, right: $0.right, origin: .new($0)) }
    reviews.removeAll { due.touches($0.left, $0.right) || linked.touches($0.left, $0.right) }
    reviews += found.reviews.filter { due.touches($0.left, $0.right) }
    open.formUnion(due)
    guard !fallen.isEmpty else { return fallen }
    let held = RecordSets(left: Set(standing.map(\.left)), right: Set(standing.map(\.right)))
    return RecordSets(
      left: fallen.left.subtracting(held.left).subtracting(due.left),
      right: fallen.right.subtracting(held.right).subtracting(due.right))
  }
}

extension RecordSets {
  /// These records, those around them, and the partners of all.
  fileprivate func closed(around: RecordSets, _ standing: [Standing]) -> RecordSets {
    var near = self
    near.formUnion(around)
    var part = near
    for pair in standing {
      if near.left.contains(pair.left) { part.right.insert(pair.right) }
      if near.right.contains(pair.right) { part.left.insert(pair.left) }
    }
    return part
  }
}
