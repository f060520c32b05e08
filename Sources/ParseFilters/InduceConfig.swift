internal import Catalogue
package import Filtering
internal import Induction
internal import JSON
internal import Markup
internal import Posix
package import Records
internal import Sites

/// Learns from saved pages how a source is read.
package struct InduceConfig: Filter {
  package static let manual = Manual(
    name: "induce-config",
    summary: "Learns from saved pages, and from the last good catalogue, how a site is read; proposes a config.",
    details: [
      """
      Reads the pages of one or more sources and, where there are any, the product (or brand) records that were last \
      read off them. It finds where their names, addresses, prices, pictures and numbers now stand, and learns selectors \
      on which many products agree. Without known products it learns from what repeats on the pages.
      """,
      """
      Writes one config-proposal record per source and brand: the config, and for each field how many products say what \
      is known by the old and by the new rule. A proposal is accepted when it finds 95 % of the known (else of the \
      declared) products with their names and addresses; the status is 1 when one is not.
      """,
      """
      The distributor's brands share one theme: their listings are learned from together, and with the index into one \
      config, DIR/_halilit/scrape_config.json. Brands' own sites have DIR/<brand_id>/scrape_config.json.
      """,
    ],
    usageExample: "cat pages.jsonl products.jsonl | induce-config --configs data/brands --write",
    statuses: [.finding, .rejected, .noInput, .memory, .cannotCreate, .inputOutput, .configuration])

  package static var options: [Option<Self>] {
    [
      .value("--configs", "DIR", \.configFolder, "The configs that the pages were read by so far."),
      .flag(
        "--write", \.writes,
        "Also write each accepted config into DIR as scrape_config.json.proposed, and a report for people as "
          + "scrape_config.json.proposed.txt."),
    ]
  }

  /// A parser's whole output may follow the pages; only its products tell something.
  package static let reads = ["page", "product", "brand", "listing", "item", "request"]
  package static let holdsRecords = true
  package static let passesOthers = false

  var configFolder: String?
  var writes = false
  /// What was learned of the distributor so far, for its other kind of pages to be added to.
  private var distributor: JSON?
  private var sources: [Key: Input] = [:]
  private var order: [Key] = []

  private struct Key: Hashable {
    let source: Source
    let brandID: String

    init(_ source: Source, _ role: Role, brandID: String) {
      self.source = source
      self.brandID = role == .brandIndex ? "_index" : source == .halilit ? BrandConfig.distributorID : brandID
    }

    /// Whose config the pages are read by.
    var owner: String { source == .halilit ? BrandConfig.distributorID : brandID }
  }

  private struct Input {
    var outlines: [PageOutline] = []
    var known: [KnownRecord] = []
  }

  package init() {}

  package mutating func start(_ session: Session) throws {
    guard !writes || configFolder != nil else { throw UsageError("--write needs --configs: the folder to write into") }
  }

  package mutating func process(_ record: Record, _ output: inout Output) throws {
    if record.type == "page" { return try add(try Page(record)) }
    guard record.type == "product" || record.type == "brand" else { return }
    let source = record.type == "brand" ? .halilit : record.string("source").flatMap(Source.init) ?? .brand
    guard let known = KnownRecord(record) else { throw RecordError("the \(record.type ?? "record") has no \"id\"") }
    let key =
      record.type == "brand"
      ? Key(source, .brandIndex, brandID: known.id)
      : Key(source, .listing, brandID: try record.requiredString("brand_id"))
    self[key].known.append(known)
  }

  private mutating func add(_ page: Page) throws {
    guard let body = page.body, page.request.role != .sitemap else { return }
    guard !page.request.brandID.isEmpty else { throw RecordError("the page has no \"brand_id\"") }
    let document: Document
    do { document = try Document(html: Array(body)) } catch { throw RecordError("the page: \(error.description)") }
    let key = Key(page.request.source, page.request.role, brandID: page.request.brandID)
    self[key].outlines.append(PageOutline(page, document))
  }

  private subscript(key: Key) -> Input {
    get { sources[key] ?? Input() }
    set {
      if sources.updateValue(newValue, forKey: key) == nil { order.append(key) }
    }
  }

  package mutating func finish(_ output: inout Output) throws {
    var refused: [String] = []
    var accepted: [String: [Proposal]] = [:]
    for key in order {
      guard let input = sources[key], !input.outlines.isEmpty else { continue }
      let induction = Induction(outlines: input.outlines, known: input.known, old: try old(for: key))
      guard let proposal = induction.proposal() else {
        refused.append("\(key.brandID): nothing on the pages repeats or is known")
        continue
      }
      output.emit(proposal.record(of: key.source, brandID: key.brandID))
      if let refusal = proposal.refusal {
        refused.append("\(key.brandID): \(refusal)")
        continue
      }
      if key.source == .halilit { distributor = proposal.config }
      accepted[key.owner, default: []].append(proposal)
    }
    if writes, let configFolder {
      for (owner, proposals) in accepted { try write(proposals, ConfigFolder(path: configFolder).file(of: owner)) }
    }
    if !refused.isEmpty { throw RunFailure(.finding, "no config for \(refused.joined(separator: "; "))") }
  }

  /// The config so far.
  private func old(for key: Key) throws -> JSON? {
    if key.source == .halilit, let distributor { return distributor }
    return try configFolder.flatMap { try ConfigFolder(path: $0).json(of: key.owner) }
  }

  /// The last of `proposals` holds what the others learned of the same site.
  private func write(_ proposals: [Proposal], _ path: String) throws {
    guard let config = proposals.last?.config else { return }
    try File.createFolders(File.folder(of: path))
    let report = proposals.map(\.report).joined(separator: "\n")
    try File.replaceAll([("\(path).proposed", config.indented), ("\(path).proposed.txt", Array(report.utf8))])
  }
}
