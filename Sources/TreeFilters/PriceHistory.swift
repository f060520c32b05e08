internal import Catalogue
package import Filtering
internal import JSON
internal import Posix
internal import Records
internal import Tree

/// Writes what became of prices over time: the verb `stocktake price-history`.
package struct PriceHistory: Program {
  package static let manual = Manual(
    name: "stocktake price-history",
    summary: "Writes one price record for each change of a price, oldest first.",
    details: [
      "A price that became five times as much or a fifth (price_jump in the settings) is flagged price-jump. A price "
        + "that was read and not believed is flagged with the check that doubted it; it stands in doubted_price, and "
        + "the published price stays.",
      "A brand that is named and has no history ends the run with 66.",
    ],
    usageExample: "stocktake price-history --brand acme --id 900101 | jq -r '[.timestamp, .price] | @tsv'",
    statuses: [.rejected, .noInput, .inputOutput])

  package static var options: [Option<Self>] {
    [
      .values("--brand", "ID", \.brandIDs, "Only this brand; may be given several times."),
      .value("--id", "ID", \.id, "Only the product with this id."),
      .value("--source", "SOURCE", \.source, "Only the prices of halilit or of brand."),
      .flag("--flagged", \.isFlaggedOnly, "Only what somebody should look at."),
      .value("--data", "DIR", \.root, "The data tree (default data)."),
    ]
  }

  var brandIDs: [String] = []
  var id: String?
  var source: SourceName?
  var isFlaggedOnly = false
  var root = "data"

  package init() {}

  package mutating func run(_ session: Session) throws -> Status {
    for id in brandIDs where !isBrandID(id) { throw UsageError("'\(id)' cannot be a brand id") }
    let tree = Tree(root: root)
    try withTreeStatuses {
      for brandID in try brandIDs.isEmpty ? tree.ids(in: "history", suffix: ".jsonl") : brandIDs {
        guard File.exists(tree.history(brandID)) else {
          throw TreeError.missing("\(tree.history(brandID)) is not there: nothing was stored for this brand yet")
        }
        for change in try tree.readHistory(brandID) { if let point = point(of: change) { session.out.emit(point) } }
        try session.flush()
      }
    }
    return .done
  }

  private func point(of change: Record) -> JSONObject? {
    if let source, change.string("source") != source.source.rawValue { return nil }
    guard let point = PricePoint(change), id == nil || point.productID == id, !isFlaggedOnly || point.flag != nil else {
      return nil
    }
    return point.object
  }
}
