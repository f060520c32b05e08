internal import Catalogue
package import Filtering
internal import Posix
internal import Tree

/// Says all that is known of one product, and from where: the verb `stocktake why`.
package struct Why: Program {
  package static let manual = Manual(
    name: "stocktake why",
    summary: "Says all that is known of one product, and from where.",
    details: [
      "The page it was read from, what was extracted how, its normal forms, its links with their evidence and what people "
        + "decided, its class, why the distributor does not sell it, prices over time and what changed when. The id may be a "
        + "product id, a Halilit number or an item code.",
      "Ends with 1 when nothing has that id.",
    ],
    usageExample: "stocktake why --id acme-x7 --data data",
    statuses: [.finding, .rejected, .inputOutput])

  package static var options: [Option<Self>] {
    [
      .value("--id", "ID", \.id, "The product's id, or its item code at Halilit."),
      .value("--brand", "ID", \.brandID, "Look at this brand only."),
      .value("--data", "DIR", \.root, "The data tree (default data)."),
    ]
  }

  var id: String?
  var brandID: String?
  var root = "data"

  package init() {}

  package mutating func run(_ session: Session) throws -> Status {
    guard let id else { throw UsageError("name the product with --id") }
    let dossiers = try withTreeStatuses { try Tree(root: root).dossiers(id, brandID: brandID) }
    guard !dossiers.isEmpty else {
      session.log.say(.error, "nothing in \(root) has the id or item code '\(id)'")
      return .finding
    }
    for dossier in dossiers { try session.output.write(Array(DossierReport(dossier).text.utf8)) }
    return .done
  }
}
