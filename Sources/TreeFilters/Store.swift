internal import Catalogue
package import Filtering
internal import Posix
internal import Records
internal import Tree

/// Publishes finished files of records as documents of the data tree.
package struct Store: Program {
  package static let manual = Manual(
    name: "store",
    summary: "Publishes finished files of records as documents of the data tree.",
    details: [
      "KIND is one of: brands, crawl (pages), halilit, brand (listings and products), links (links and reviews), "
        + "unified (unified and gap records), summary (a gap summary).",
      "A document is replaced in one step and only when its content changed; times of fetching are no content. Guards "
        + "keep a crawl that cannot be right from being published: the document stays, the status is 76, and "
        + "'stocktake accept' lets a true change through. A crawl with failed pages deletes nothing.",
      "Outside a flow the tree's lock is taken, or the run ends with 75 and names who holds it.",
    ],
    usageExample: "store halilit --brand acme --data data work/acme/halilit.part",
    statuses: [
      .rejected, .noInput, .failed, .cannotCreate, .inputOutput, .tryLater, .refused, .configuration,
    ])

  package static var options: [Option<Self>] {
    [
      .value("--brand", "ID", \.brandID, "The brand that every record must be of."),
      .value("--data", "DIR", \.root, "The data tree (default data)."),
      .operand("KIND", \.kind, "What to publish."),
      .operands("FILE...", \.files, "Finished files of records; a pipe's end is no sign that its writer succeeded."),
    ]
  }

  /// What can be published.
  package enum Kind: String, CaseIterable {
    case brands, crawl, halilit, brand, links, unified, summary
  }

  static let defaultRoot = "data"

  var brandID: String?
  var root = defaultRoot
  var kind: String?
  var files: [String] = []

  package init() {}

  package mutating func run(_ session: Session) throws -> Status {
    guard let kind else { throw UsageError("name what to publish: \(Self.kindList)") }
    guard let known = Kind(rawValue: kind) else { throw UsageError("'\(kind)' is none of \(Self.kindList)") }
    guard !files.isEmpty else { throw UsageError("name the finished file to publish") }
    if files.contains("-") {
      throw UsageError("store reads finished files only: write the records to a file and store it when all ended well")
    }
    if let brandID, !isBrandID(brandID) { throw UsageError("'\(brandID)' cannot be a brand id") }
    return try withTreeStatuses {
      let tree = Tree(root: root)
      let settings = try tree.readSettings()
      if let unknown = settings.guards.toleratedFaults.keys.sorted().first(where: {
        !Guard.acceptableNames.contains($0)
      }) {
        throw TreeError.configuration(
          "\(tree.settings): \"guards.tolerated.\(unknown)\" names no guard: \(Guard.acceptableNames.joined(separator: ", "))"
        )
      }
      let publisher = Publisher(
        tree: tree, settings: settings, version: version, run: Environment.value("STOCKTAKE_RUN"),
        day: String(Environment.currentTime.prefix(10)))
      let lock = try publisher.lockTree(holder: "store \(kind), process \(Environment.processID)")
      var writer = StoreWriter(publisher: publisher, log: session.log, brandID: brandID, files: files)
      try withExtendedLifetime(lock) { try writer.write(known) }
      return writer.status
    }
  }

  private static var kindList: String { Kind.allCases.map(\.rawValue).joined(separator: ", ") }
}
