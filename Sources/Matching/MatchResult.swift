/// One feature that spoke for (+) or against (−) a pair, with what each record said.
package struct Evidence: Sendable, Equatable {
  package var feature: String
  package var left: String
  package var right: String
  package var weight: Double

  package init(feature: String, left: String, right: String, weight: Double) {
    self.feature = feature
    self.left = left
    self.right = right
    self.weight = weight
  }
}

/// Another candidate for one side of a pair.
package struct Competitor: Sendable, Equatable {
  /// An index into the left or the right records.
  package var record: Int
  package var isLeft: Bool
  package var score: Double

  package init(record: Int, isLeft: Bool, score: Double) {
    self.record = record
    self.isLeft = isLeft
    self.score = score
  }
}

/// A pair of records with how sure the matcher is and why.
package struct Match: Sendable, Equatable {
  package var left: Int
  package var right: Int
  /// The sum of the evidence.
  package var score: Double
  package var probability: Double
  package var evidence: [Evidence]
  /// The two best other candidates of either record.
  package var competitors: [Competitor]
}

/// What matching two catalogues gives; indices are those of the records handed in.
package struct MatchResult: Sendable, Equatable {
  /// At most one pair a left and a right record, by left.
  package var links: [Match]
  /// The share of assigned pairs that are expected to be right.
  package var prior: Double
  /// Pairs from this probability on are links.
  package var cut: Double
}
