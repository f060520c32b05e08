package import Filtering
internal import JSON
internal import Posix
internal import Reporting
internal import Tree
internal import TreeFilters

/// Says once a week how the brands' products belong together.
package struct Ecosystem: Program {
  package static let manual = Manual(
    name: "ecosystem",
    summary: "Writes families, accessories and their instruments, and gaps by category and price of a data tree.",
    details: [
      "A family is the products of a brand whose names agree up to their first number: Electro 6D 61, Electro 6D 73 and "
        + "Electro 6 HP are the family Electro 6. An accessory belongs to the instruments that its name names; missed says "
        + "that Halilit sells such an instrument and not the accessory.",
      "Categories and price bands count each brand's products, those that Halilit sells too, and the gap between; a band "
        + "is one of the brand's own prices in its own currency, and null where the brand states none.",
      "The file is DATA/reports/ecosystem_YYYYMMDD.json.",
    ],
    usageExample:
      "ecosystem --data data && jq -c '.accessories[] | select(.missed)' data/reports/ecosystem_20260628.json",
    statuses: [.rejected, .cannotCreate, .inputOutput])

  package static var options: [Option<Self>] {
    [
      .value("--data", "DIR", \.data, "The data tree (default data)."),
      .value("--at", "TIME", \.time, "The moment of the analysis, RFC 3339 UTC (default now)."),
    ]
  }

  private var data = "data"
  private var time: String?

  package init() {}

  package mutating func run(_ session: Session) throws -> Status {
    let lookback = try Lookback(at: time)
    let tree = Tree(root: data)
    let analysis = try withTreeStatuses { try EcosystemAnalysis(of: tree, lookback).json }
    let path = tree.ecosystem(lookback.day)
    try File.replace(path, with: ReportDocument.encoded(analysis, version: version))
    session.log.say(.note, "wrote \(path)")
    return .done
  }
}
