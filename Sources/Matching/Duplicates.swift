/// Two records of one catalogue that are likely the same product listed twice.
package struct Duplicate: Sendable, Equatable {
  package var first: Int
  package var second: Int
  package var reason: String
}

extension Matcher {
  /// Products that a catalogue lists twice: it is compared with itself, pair by pair as two catalogues are, and records
  /// with the same GTIN or item code are the same whatever their names. Each second listing is told once, with the first.
  package func duplicates(_ records: [MatchRecord]) -> [Duplicate] {
    var found: [Int: Duplicate] = [:]
    func meet(_ a: Int, _ b: Int, _ reason: String) {
      let isInOrder = (records[a].id, a) < (records[b].id, b)
      let duplicate = Duplicate(first: isInOrder ? a : b, second: isInOrder ? b : a, reason: reason)
      let known = found[duplicate.second]?.first
      if known.map({ (records[duplicate.first].id, duplicate.first) < (records[$0].id, $0) }) ?? true {
        found[duplicate.second] = duplicate
      }
    }
    for (a, b, reason) in Self.sameIdentifiers(records) { meet(a, b, reason) }
    let scored = ScoredPairs(records, records, constants, parallel)
    for pair in 0..<scored.candidates.count {
      let (a, b) = scored.indices(pair)
      if a != b, let reason = scored.sameness(pair, records[a], records[b]) { meet(a, b, reason) }
    }
    return found.values.sorted { ($0.first, $0.second) < ($1.first, $1.second) }
  }

  /// Records with the GTIN or the item code of an earlier one.
  private static func sameIdentifiers(_ records: [MatchRecord]) -> [(Int, Int, String)] {
    var found: [(Int, Int, String)] = []
    var first: [String: Int] = [:]
    for record in records.indices.sorted(by: { (records[$0].id, $0) < (records[$1].id, $1) }) {
      var keys: [(String, reason: String)] = []
      if let gtin = records[record].gtin, gtin.utf8.count >= 8 { keys.append(("gtin \(gtin)", "same gtin")) }
      let code = records[record].itemCode
      if !code.isEmpty { keys.append(("code \(code)", "same item code")) }
      for (key, reason) in keys {
        if let other = first[key] { found.append((other, record, reason)) } else { first[key] = record }
      }
    }
    return found
  }
}

extension ScoredPairs {
  /// Why two records of one catalogue are one product; nil where they are not. Item codes of their own say that the shop
  /// itself tells them apart: a colour, mostly.
  fileprivate func sameness(_ pair: Int, _ a: MatchRecord, _ b: MatchRecord) -> String? {
    guard scores[pair] > -.infinity, a.itemCode.isEmpty || b.itemCode.isEmpty else { return nil }
    let (l, r) = (Int(candidates.left[pair]), Int(candidates.right[pair]))
    let (left, right) = (comparison.left, comparison.right)
    if !left.titles[l].isEmpty, left.titles[l] == right.titles[r] { return "same name" }
    if let rules {
      return isUnclear(pair) || rules.leftVariant(l) != rules.variant(r) ? nil : "same designation or name"
    }
    let features = comparison.features(l, r)
    let conflicts: [Feature] = [
      .codeConflict, .unexplainedNumbers, .brandConflict, .colourConflict, .platformConflict,
    ]
    let isCovered = min(features[.leftCoverage], features[.rightCoverage]) > Self.wholeCoverage
    return isCovered && conflicts.allSatisfy { features[$0] == 0 } ? "each name's words are known of the other" : nil
  }

  /// A name that is explained to this share is explained.
  private static let wholeCoverage = 0.999
}
