internal import Catalogue
package import Filtering
internal import Filters
internal import Matching
internal import Posix
internal import Tree

/// Compares a product with its best candidates in the other catalogue: the verb `stocktake explain`.
package struct Explain: Program {
  package static let manual = Manual(
    name: "stocktake explain",
    summary: "Compares a product with what it is linked to and with the two best competitors.",
    details: [
      "Matches the brand's published catalogues as match does and shows, for each candidate, what became of it, what "
        + "spoke for (+) and against (-) it, and what both sides say. The id may be a product id or an item code.",
      "Ends with 1 when the brand has no such product.",
    ],
    usageExample: "stocktake explain --brand acme --id acme-x7 --data data",
    statuses: [.finding, .noInput, .inputOutput])

  package static var options: [Option<Self>] {
    [
      .value("--brand", "ID", \.brandID, "The brand."),
      .value("--id", "ID", \.id, "The product's id, or its item code at Halilit."),
      .flag("--one-to-one", \.isOneToOne, "As match --one-to-one does: variants do not join."),
      .value("--data", "DIR", \.root, "The data tree (default data)."),
    ]
  }

  var brandID: String?
  var id: String?
  var isOneToOne = false
  var root = "data"

  /// The pair that was chosen and two competitors.
  static let candidates = 3

  package init() {}

  package mutating func run(_ session: Session) throws -> Status {
    guard let brandID, isBrandID(brandID) else { throw UsageError("name the brand with --brand") }
    guard let id else { throw UsageError("name the product with --id") }
    let group = try withTreeStatuses { try Tree(root: root).brandGroup(brandID) }
    guard !group.brand.isEmpty || !group.halilit.isEmpty else {
      throw RunFailure(.noInput, "\(root) has no catalogue of '\(brandID)'")
    }
    let subjects = group.subjects(id)
    guard !subjects.isEmpty else {
      session.log.say(.error, "no product of '\(brandID)' in \(root) has the id or item code '\(id)'")
      return .finding
    }
    for subject in subjects {
      let comparisons = Matcher(parallel: .threads).comparisons(
        of: subject, left: group.brand.map(MatchRecord.init), right: group.halilit.map(MatchRecord.init),
        decisions: group.decisions.map(MatchDecision.init), isOneToOne: isOneToOne, count: Self.candidates)
      let report = ComparisonReport(subject: subject, group: group, comparisons: comparisons)
      try session.output.write(Array(report.text.utf8))
    }
    return .done
  }
}

extension BrandGroup {
  /// The products with this id or item code.
  fileprivate func subjects(_ id: String) -> [MatchSubject] {
    func isMeant(_ product: Product) -> Bool { [product.id, product.itemCode].contains(id) }
    return brand.indices.filter { isMeant(brand[$0]) }.map(MatchSubject.left)
      + halilit.indices.filter { isMeant(halilit[$0]) }.map(MatchSubject.right)
  }
}

/// The comparison of one product with its candidates as text: who they are, a table of weights, and what each says.
private struct ComparisonReport {
  let subject: MatchSubject
  let group: BrandGroup
  let comparisons: [Comparison]

  private static let featureWidth = 40
  private static let weightWidth = 8

  var text: String {
    let product =
      switch subject {
      case .left(let index): group.brand[index]
      case .right(let index): group.halilit[index]
      }
    var lines = ["\(product.id)  \(Self.oneLine(product.name))  (\(product.brandID), \(product.source.rawValue))", ""]
    guard !comparisons.isEmpty else { return lines[0] + "\n  nothing in the other catalogue resembles it\n" }
    lines += comparisons.indices.map { "  \(letter($0))  \(description(comparisons[$0]))" }
    lines += [""] + table + [""]
    for (index, comparison) in comparisons.enumerated() {
      lines += comparison.match.evidence.map { evidence in
        "  \(letter(index))  \(phrase(evidence.feature)): '\(evidence.left)' / '\(evidence.right)'"
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// One row a feature that speaks in any of the pairs, one column a candidate.
  private var table: [String] {
    func row(_ name: String, _ cells: [String]) -> String {
      let last = cells.lastIndex { !$0.isEmpty } ?? 0
      return Self.padded(name, Self.featureWidth)
        + cells[...last].map { Self.padded($0, Self.weightWidth, atStart: true) }.joined()
    }
    var rows = [row("", comparisons.indices.map(letter))]
    let start = comparisons.map { comparison in
      comparison.match.evidence.reduce(comparison.match.score) { $0 - $1.weight }
    }
    rows.append(row("  every pair starts from", start.map(Self.signed)))
    for feature in Feature.allCases {
      let weights = comparisons.map { comparison in comparison.match.evidence.first { $0.feature == feature }?.weight }
      guard weights.contains(where: { $0 != nil }) else { continue }
      rows.append(row("  " + phrase(feature), weights.map { $0.map(Self.signed) ?? "" }))
    }
    rows.append(row("  score", comparisons.map { Self.signed($0.match.score) }))
    return rows
  }

  private func description(_ comparison: Comparison) -> String {
    let other =
      switch subject {
      case .left: group.halilit[comparison.match.right]
      case .right: group.brand[comparison.match.left]
      }
    var line = "\(other.id)  \(Self.oneLine(other.name))"
    if let code = other.itemCode, !code.isEmpty { line += "  [\(code)]" }
    let variant = comparison.match.variant.map { "\($0.name) \($0.value)" }
    if !variant.isEmpty { line += "  (\(variant.joined(separator: ", ")))" }
    return line + ": " + outcome(comparison)
  }

  private func outcome(_ comparison: Comparison) -> String {
    let probability = "probability \(Self.hundredths(comparison.match.probability))"
    return switch comparison.outcome {
    case .linked where comparison.match.isDecided: "linked by a person"
    case .linked: "linked, \(probability)"
    case .review(let reason): "to be decided by a person, \(probability): \(reason)"
    case .different(let reason): "not the same: \(reason)"
    case .outdone: "not linked: a better pair took its place, \(probability)"
    case .unlikely: "not linked: too unlikely, \(probability)"
    case .decidedOtherwise: "not linked: a person decided otherwise"
    }
  }

  private func letter(_ index: Int) -> String { String(Unicode.Scalar(UInt8(ascii: "A") + UInt8(index))) }

  private func phrase(_ feature: Feature) -> String { feature.phrase(left: "brand", right: "Halilit") }

  private static func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }

  private static func padded(_ text: String, _ width: Int, atStart: Bool = false) -> String {
    let blanks = String(repeating: " ", count: max(0, width - text.count))
    return atStart ? blanks + text : text + blanks
  }

  private static func signed(_ value: Double) -> String { (value < 0 ? "-" : "+") + hundredths(abs(value)) }

  /// A figure that is not negative, with two decimals.
  private static func hundredths(_ value: Double) -> String {
    let scaled = Int((value * 100).rounded())
    return "\(scaled / 100).\(scaled % 100 < 10 ? "0" : "")\(scaled % 100)"
  }
}
