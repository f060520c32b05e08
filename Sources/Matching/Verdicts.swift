/// Decisions by index: who is confirmed, and which pairs a decision rules out.
struct Verdicts {
  /// Confirmed pairs, by left, then right record; the last decision about a right record counts.
  private(set) var confirmed: [(left: Int, right: Int)] = []
  private var refused: Set<[Int]> = []
  private var leftWithoutPartner: Set<Int> = []
  private var rightWithoutPartner: Set<Int> = []
  private var confirmedLeft: Set<Int> = []
  private var confirmedRight: Set<Int> = []

  /// Decisions about records that are not there count for nothing.
  init(_ decisions: [MatchDecision], _ left: [MatchRecord], _ right: [MatchRecord]) {
    guard !decisions.isEmpty else { return }
    let leftIndex = Dictionary(left.indices.map { (left[$0].id, $0) }) { first, _ in first }
    let rightIndex = Dictionary(right.indices.map { (right[$0].id, $0) }) { first, _ in first }
    var partner: [Int: Int] = [:]
    for decision in decisions {
      let (l, r) = (decision.leftID.flatMap { leftIndex[$0] }, decision.rightID.flatMap { rightIndex[$0] })
      switch (decision.verdict, l, r) {
      case (.confirmed, let l?, let r?):
        partner[r] = l
        refused.remove([l, r])
      case (.refused, let l?, let r?):
        refused.insert([l, r])
        if partner[r] == l { partner[r] = nil }
      case (.noPartner, let l?, nil) where decision.rightID == nil: leftWithoutPartner.insert(l)
      case (.noPartner, nil, let r?) where decision.leftID == nil: rightWithoutPartner.insert(r)
      case (.noPartner, let l?, let r?): refused.insert([l, r])
      default: break
      }
    }
    confirmed = partner.map { ($0.value, $0.key) }.sorted { $0 < $1 }
    confirmedLeft = Set(partner.values)
    confirmedRight = Set(partner.keys)
  }

  /// Whether the matcher may not pair these: refused, without partner, or already decided.
  func isExcluded(left: Int, right: Int) -> Bool {
    confirmedLeft.contains(left) || confirmedRight.contains(right) || leftWithoutPartner.contains(left)
      || rightWithoutPartner.contains(right) || refused.contains([left, right])
  }

  /// Whether `right` may still become a variant of `left`.
  func allowsVariant(left: Int, right: Int) -> Bool {
    !confirmedRight.contains(right) && !leftWithoutPartner.contains(left) && !rightWithoutPartner.contains(right)
      && !refused.contains([left, right])
  }

  var isEmpty: Bool {
    confirmed.isEmpty && refused.isEmpty && leftWithoutPartner.isEmpty && rightWithoutPartner.isEmpty
  }
}
