internal import Catalogue
package import Filtering
internal import Induction
internal import JSON
internal import Markup
internal import Posix
package import Records

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
      parse-brand reads the config as DIR/<brand_id>/scrape_config.json, parse-halilit by --config. The distributor's \
      brands share one theme: their listings are learned from together, and with the index into one config.
      """,
    ],
    usageExample: "cat pages.jsonl products.jsonl | induce-config --config data/brands/nord/scrape_config.json",
    statuses: [.finding, .rejected, .noInput, .memory, .cannotCreate, .inputOutput, .configuration])

  package static var options: [Option<Self>] {
    [
      .value("--config", "FILE", \.configPath, "The config that the pages were read by so far."),
      .value(
        "--write", "DATA", \.tree,
        "Also write accepted configs into the data tree DATA, each as its config's file with .proposed behind, and a "
          + "report for people with .proposed.txt behind."),
    ]
  }

  /// A parser's whole output may follow the pages; only its products tell something.
  package static let reads = ["page", "product", "brand", "listing", "item", "request"]
  package static let holdsRecords = true
  package static let passesOthers = false

  var configPath: String?
  var tree: String?
  private var old: JSON?
  /// What was learned of the distributor so far, for its other kind of pages to be added to.
  private var distributor: JSON?
  private var sources: [Key: Input] = [:]
  private var order: [Key] = []

  private struct Key: Hashable {
    let source: Source
    let brandID: String

    init(_ source: Source, _ role: Role, brandID: String) {
      self.source = source
      self.brandID = role == .brandIndex ? "_index" : source == .halilit ? source.rawValue : brandID
    }

    /// The config's file in the data tree.
    var path: String {
      source == .halilit ? "halilit_scrape_config.json" : "brands/\(brandID)/scrape_config.json"
    }
  }

  private struct Input {
    var outlines: [PageOutline] = []
    var known: [KnownRecord] = []
  }

  package init() {}

  package mutating func start(_ session: Session) throws {
    guard let configPath else { return }
    do { old = try JSON(parsing: try File.read(configPath)) } catch let error as JSONError {
      throw RunFailure(.configuration, "\(configPath): not JSON: \(error)")
    }
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
      let induction = Induction(outlines: input.outlines, known: input.known, old: old(for: key))
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
      accepted[key.path, default: []].append(proposal)
    }
    if let tree { for (path, proposals) in accepted { try write(proposals, "\(tree)/\(path)") } }
    if !refused.isEmpty { throw RunFailure(.finding, "no config for \(refused.joined(separator: "; "))") }
  }

  /// The old config where it is this source's.
  private func old(for key: Key) -> JSON? {
    if key.source == .halilit, let distributor { return distributor }
    let owner = key.source == .halilit ? Source.halilit.rawValue : key.brandID
    return old?["brand_id"]?.string == owner ? old : nil
  }

  /// The last of `proposals` holds what the others learned of the same site.
  private func write(_ proposals: [Proposal], _ path: String) throws {
    guard let config = proposals.last?.config else { return }
    try File.createFolders(File.folder(of: path))
    let report = proposals.map(\.report).joined(separator: "\n")
    try File.replaceAll([("\(path).proposed", config.indented), ("\(path).proposed.txt", Array(report.utf8))])
  }
}
