internal import Catalogue
package import Filtering
internal import Posix
internal import Tree

/// Lets a true change through a guard that refused it: the verb `stocktake accept`.
package struct Accept: Program {
  package static let manual = Manual(
    name: "stocktake accept",
    summary: "Lets a true change through a guard that refused it, or takes over a config that was learned.",
    details: [
      "The acceptance is bound to the content that was refused: storing that crawl again publishes it, any other crawl "
        + "is judged anew. It is a line of curated/accepted.jsonl, which people keep.",
      "GUARD is one of: \(Guard.acceptableNames.joined(separator: ", ")).",
      "With --config the brand's scrape_config.json.proposed (see induce-config) becomes its config, with the note and "
        + "the day in \"verified\"; the config before stays as scrape_config.json.previous.",
    ],
    usageExample: "stocktake accept --brand acme --guard shrink --note 'Acme closed its drum line' --data data",
    statuses: [.noInput, .cannotCreate, .inputOutput])

  package static var options: [Option<Self>] {
    [
      .value(
        "--brand", "ID", \.brandID,
        "The brand; _index for the list of brands, _all for checks over all, _halilit for the distributor's theme."),
      .flag("--config", \.takesConfig, "Take over the config that was proposed for the brand."),
      .value("--guard", "GUARD", \.guardName, "The guard that refused, or the check that doubted a price."),
      .value("--source", "SOURCE", \.source, "halilit or brand; needed when both were refused."),
      .value("--until", "DATE", \.until, "The last day on which it counts, as 2026-11-30."),
      .value("--note", "TEXT", \.note, "Why the change is true."),
      .value("--data", "DIR", \.root, "The data tree (default data)."),
    ]
  }

  var brandID: String?
  var takesConfig = false
  var guardName: String?
  var source: SourceName?
  var until: String?
  var note: String?
  var root = "data"

  package init() {}

  package mutating func run(_ session: Session) throws -> Status {
    guard let brandID, isBrandID(brandID) else { throw UsageError("name the brand with --brand") }
    if takesConfig { return try takeConfig(of: brandID, session) }
    guard let guardName, Guard.acceptableNames.contains(guardName) else {
      throw UsageError("--guard must be one of \(Guard.acceptableNames.joined(separator: ", "))")
    }
    guard let note, !note.isEmpty else { throw UsageError("say with --note why the change is true") }
    if let until, !Self.isDate(until) { throw UsageError("--until must be a day such as 2026-11-30") }
    let tree = Tree(root: root)
    let sources = source.map { [$0.source] } ?? [.halilit, .brand]
    let refused: [(source: Source, content: String)] = try withTreeStatuses {
      try sources.compactMap { source in
        try tree.readState(source, brandID)?.content(refusedBy: guardName).map { (source, $0) }
      }
    }
    guard let first = refused.first else {
      throw RunFailure(.noInput, "the last crawl of '\(brandID)' was not stopped by '\(guardName)': nothing to accept")
    }
    guard refused.count == 1 else { throw UsageError("'\(guardName)' stopped both sources: name one with --source") }
    try tree.accept(
      Acceptance(
        source: first.source, brandID: brandID, guardName: guardName, content: first.content, until: until,
        at: Environment.currentTime, note: note))
    session.log.say(
      .note, "\(brandID) \(first.source.rawValue): accepted for content \(first.content.prefix(12)); store it again")
    return .done
  }

  private static func isDate(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Int($0) }
    return parts.map(\.count) == [4, 2, 2] && numbers.count == 3 && (1...12).contains(numbers[1])
      && (1...31).contains(numbers[2])
  }
}
