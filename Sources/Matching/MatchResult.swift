/// One thing that spoke for (+) or against (−) a pair, with what each record said.
package struct Evidence: Sendable, Equatable {
  package var feature: Feature
  package var left: String
  package var right: String
  /// The feature's share in the pair's score.
  package var weight: Double

  package init(feature: Feature, left: String, right: String, weight: Double) {
    self.feature = feature
    self.left = left
    self.right = right
    self.weight = weight
  }
}

/// Another candidate for one side of a pair.
package struct Competitor: Sendable, Equatable {
  /// Whether `record` is an index into the left records, competing for the pair's right one; else the other way round.
  package var isLeft: Bool
  package var record: Int
  package var score: Double

  package init(isLeft: Bool, record: Int, score: Double) {
    self.isLeft = isLeft
    self.record = record
    self.score = score
  }
}

/// A pair of records with how sure the matcher is and why.
package struct Match: Sendable, Equatable {
  package var left: Int
  package var right: Int
  /// The sum of the evidence and of what every pair starts from.
  package var score: Double
  package var probability: Double
  /// The heaviest first.
  package var evidence: [Evidence]
  /// The two best other candidates of the pair's records, best first.
  package var competitors: [Competitor]
  /// Which variant of the left record the right one is: its colour, size or keys, as far as they are said.
  package var variant: [MatchRecord.Trait] = []
  /// Whether a person decided it.
  package var isDecided = false
  /// Why a person should look at it; nil for links.
  package var reason: String?
}

/// What a person said about two records, or about one that has no partner.
package struct MatchDecision: Sendable, Equatable {
  package enum Verdict: Sendable { case confirmed, refused, noPartner }

  package var leftID: String?
  package var rightID: String?
  package var verdict: Verdict

  package init(leftID: String?, rightID: String?, verdict: Verdict) {
    self.leftID = leftID
    self.rightID = rightID
    self.verdict = verdict
  }
}

/// What matching two catalogues gives; indices are those of the records handed in.
package struct MatchResult: Sendable, Equatable {
  /// By left, then right record. A right record is in at most one.
  package var links: [Match] = []
  /// Pairs in the grey zone, which a person should decide: in no link, by left, then right record.
  package var reviews: [Match] = []
  /// The share of assigned pairs that are expected to be right.
  package var prior = 0.5
  /// Whether `prior` was worked out from these catalogues; small ones get the shipped one.
  package var isPriorFitted = false
  /// Pairs from this probability on are links.
  package var cut = 1.0
}
