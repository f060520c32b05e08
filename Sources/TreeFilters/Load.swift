internal import Catalogue
package import Filtering
internal import JSON
internal import Posix
internal import Records
internal import Tree

/// Reads the data tree's documents back as the records they were made of.
package struct Load: Program {
  package static let manual = Manual(
    name: "load",
    summary: "Writes the records of the data tree's documents.",
    details: [
      "KIND is one of: requests (where a crawl starts), items (requests for the pages of Halilit items whose stock is "
        + "to be read next: new and repriced ones first, then those read the longest ago), brands, halilit, brand (products of either source), links "
        + "(then the pairs under review), decisions, pages (the last complete crawl with its bodies), unified, gaps, "
        + "configs.",
      "Without --brand all brands are read in byte order of their ids. A brand that is named and has no document ends "
        + "the run with 66; links and decisions may be missing.",
      "Records come out as they were stored, byte for byte; storing them again changes nothing. Readers take no lock.",
    ],
    usageExample: "load halilit --brand acme --data data | jq -r .name",
    statuses: [.rejected, .noInput, .inputOutput, .configuration])

  package static var options: [Option<Self>] {
    [
      .values("--brand", "ID", \.brandIDs, "Read this brand only; may be given several times."),
      .value("--source", "SOURCE", \.source, "For pages and requests: halilit or brand only."),
      .value("--limit", "COUNT", \.limit, "For items: at most COUNT requests (default item_budget in the settings)."),
      .value("--data", "DIR", \.root, "The data tree (default data)."),
      .operand("KIND", \.kind, "What to read."),
    ]
  }

  /// What can be read.
  package enum Kind: String, CaseIterable {
    case requests, items, brands, halilit, brand, links, decisions, pages, unified, gaps, configs
  }

  var brandIDs: [String] = []
  var source: SourceName?
  var limit: Int?
  var root = "data"
  var kind: String?

  package init() {}

  package mutating func run(_ session: Session) throws -> Status {
    guard let kind else { throw UsageError("name what to read: \(Self.kindList)") }
    guard let known = Kind(rawValue: kind) else { throw UsageError("'\(kind)' is none of \(Self.kindList)") }
    if let limit, limit < 0 || known != .items { throw UsageError("--limit is a count of items") }
    for id in brandIDs where !isBrandID(id) { throw UsageError("'\(id)' cannot be a brand id") }
    let tree = Tree(root: root)
    guard File.isFolder(tree.root) else {
      throw RunFailure(.noInput, "there is no data tree at \(tree.root); name it with --data")
    }
    let reader = LoadReader(
      tree: tree, brandIDs: brandIDs, sources: source.map { [$0.source] } ?? [.halilit, .brand], limit: limit)
    try withTreeStatuses {
      try reader.read(known) { line in
        session.out.emit(line)
        if session.out.bytes.count > 1 << 20 { try session.flush() }
      }
    }
    return .done
  }

  private static var kindList: String { Kind.allCases.map(\.rawValue).joined(separator: ", ") }
}

/// The value of `--source`: one of the two sources that are crawled.
package struct SourceName: LosslessStringConvertible {
  let source: Source

  package init?(_ description: String) {
    guard let source = Source(rawValue: description), source != .production else { return nil }
    self.source = source
  }

  package var description: String { source.rawValue }
}
