/// A pair as the matcher sees it, linked or not, and what became of it.
package struct Comparison: Sendable, Equatable {
  package var match: Match
  package var outcome: Outcome

  package enum Outcome: Sendable, Equatable {
    case linked
    /// A person is asked, for this reason.
    case review(String)
    /// Two products, for this reason.
    case different(String)
    /// Nothing rules it out, but a better pair took one of its records, or it is too unlikely.
    case outdone, unlikely
    /// People's decisions leave no room for it.
    case decidedOtherwise
  }
}

/// The record that a question is about.
package enum MatchSubject: Sendable, Equatable {
  case left(Int)
  case right(Int)
}

extension Matcher {
  /// How one record compares with its best candidates, by what became of them, then by score: at most `count`.
  package func comparisons(
    of subject: MatchSubject, left: [MatchRecord], right: [MatchRecord], decisions: [MatchDecision] = [],
    isOneToOne: Bool = false, count: Int = 3
  ) -> [Comparison] {
    let run = MatchRun(self, left, right, decisions)
    return Array(run.comparisons(of: subject, run.result(isOneToOne: isOneToOne)).prefix(count))
  }
}

extension MatchRun {
  fileprivate func comparisons(of subject: MatchSubject, _ result: MatchResult) -> [Comparison] {
    func isAbout(_ match: Match) -> Bool {
      switch subject {
      case .left(let record): match.left == record
      case .right(let record): match.right == record
      }
    }
    let settled =
      result.links.filter(isAbout).map { Comparison(match: $0, outcome: .linked) }
      + result.reviews.filter(isAbout).map { Comparison(match: $0, outcome: .review($0.reason ?? "")) }
    let isSettled = Set(settled.map { [$0.match.left, $0.match.right] })
    let linked = (left: Set(result.links.map(\.left)), right: Set(result.links.map(\.right)))
    let others = scored.pairs(of: subject).compactMap { pair -> Comparison? in
      let (left, right) = scored.indices(pair)
      guard !isSettled.contains([left, right]) else { return nil }
      let isTaken = linked.left.contains(left) || linked.right.contains(right)
      return Comparison(match: scored.unlinked(pair, acceptance), outcome: outcome(pair, left, right, isTaken: isTaken))
    }
    return settled
      + others.sorted { a, b in
        (a.outcome.rank, b.match.score, a.match.left, a.match.right)
          < (b.outcome.rank, a.match.score, b.match.left, b.match.right)
      }
  }

  private func outcome(_ pair: Int, _ left: Int, _ right: Int, isTaken: Bool) -> Comparison.Outcome {
    if verdicts.isExcluded(left: left, right: right) { return .decidedOtherwise }
    if let conflict = scored.conflict(pair) { return .different(conflict.phrase) }
    return isTaken ? .outdone : .unlikely
  }
}

extension Comparison.Outcome {
  /// Pairs that a rule tells apart come last, however alike they look.
  fileprivate var rank: Int {
    switch self {
    case .linked: 0
    case .review: 1
    case .outdone, .unlikely, .decidedOtherwise: 2
    case .different: 3
    }
  }
}

extension Identity.Conflict {
  /// The conflict in words.
  var phrase: String {
    switch self {
    case .accessory: "one is an accessory, or they go with different things"
    case .kind: "different kinds of product"
    case .revision: "another revision"
    case .designation: "another designation"
    case .series: "another product of the series"
    case .name: "another name"
    case .number: "one has a number that the other lacks"
    case .variant: "the brand lists this variant by itself"
    }
  }
}
