package import Catalogue
internal import JSON
internal import Posix
package import Records

/// What people decided of one brand's products; of several decisions on a pair the last one counts.
package struct DecisionBook: Sendable {
  private var verdicts: [Pair: Decision.Verdict] = [:]
  /// The brand product of each Halilit item that was confirmed.
  private var partners: [String: String] = [:]

  private struct Pair: Hashable {
    let brandProductID: String?
    let halilitID: String?
  }

  package init(_ records: [Record]) throws {
    for record in records { add(try Decision(record)) }
  }

  package mutating func add(_ decision: Decision) {
    verdicts[Pair(brandProductID: decision.brandProductID, halilitID: decision.halilitID)] = decision.verdict
    guard let item = decision.halilitID else { return }
    if decision.verdict == .confirmed {
      partners[item] = decision.brandProductID
    } else if partners[item] == decision.brandProductID {
      partners[item] = nil
    }
  }

  package func contains(_ decision: Decision) -> Bool {
    verdicts[Pair(brandProductID: decision.brandProductID, halilitID: decision.halilitID)] == decision.verdict
  }

  /// Whether nothing is left to ask about a pair: it was decided, or one side has its partner or has none.
  package func isSettled(brandProductID: String, halilitID: String) -> Bool {
    verdicts[Pair(brandProductID: brandProductID, halilitID: halilitID)] != nil || partners[halilitID] != nil
      || verdicts[Pair(brandProductID: nil, halilitID: halilitID)] == .noPartner
      || verdicts[Pair(brandProductID: brandProductID, halilitID: nil)] == .noPartner
  }

  /// Why a decision contradicts an earlier one; nil when it does not.
  package func objection(to decision: Decision) -> String? {
    guard let (item, partner) = pair(against: decision) else { return nil }
    return "the Halilit item '\(item)' was confirmed to be '\(partner)': refuse that pair first"
  }

  /// The confirmed pair that leaves no room for another partner, or for none.
  private func pair(against decision: Decision) -> (item: String, partner: String)? {
    if decision.verdict == .refused { return nil }
    guard let item = decision.halilitID else {
      return partners.filter { $0.value == decision.brandProductID }.min { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
    guard let partner = partners[item], partner != decision.brandProductID else { return nil }
    return (item, partner)
  }
}

extension Decision {
  /// A decision that a person takes now.
  package static func made(
    _ verdict: Verdict, brandID: String, brandProductID: String?, halilitID: String?, by: String, at: String,
    note: String
  ) throws(RecordError) -> Decision {
    try Decision(
      Record([
        "type": "decision", "brand_id": .string(brandID), "brand_product_id": JSON(brandProductID),
        "halilit_id": JSON(halilitID), "verdict": .string(verdict.rawValue), "by": .string(by), "at": .string(at),
        "note": .string(note),
      ]))
  }
}

extension Tree {
  package func decisionBook(_ brandID: String) throws -> DecisionBook {
    try DecisionBook(readLines(decisions(brandID)))
  }

  /// Appends decisions to the file that people keep; they are on the disk when this returns.
  package func append(_ taken: [Decision], to brandID: String) throws {
    guard !taken.isEmpty else { return }
    let bytes = taken.flatMap { Array($0.record.bytes) + [UInt8(ascii: "\n")] }
    try File.append(bytes, to: decisions(brandID))
  }
}
