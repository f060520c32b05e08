internal import Catalogue
package import JSON
internal import Markup
internal import Sites

/// Learns from saved pages how a source is read: from where known products stand on them, or without any from what
/// repeats.
package struct Induction {
  package let outlines: [PageOutline]
  /// The last good catalogue; empty where there is none.
  package let known: [KnownRecord]
  /// The config that the pages were read by so far.
  package let old: JSON?

  /// Pages beyond these are only read by what was learned.
  private static let studiedPages = 6
  private static let triedRecords = 3
  /// What stands around a record tells better where it ends than the next one does.
  private static let costOfRuns = 50

  package init(outlines: [PageOutline], known: [KnownRecord], old: JSON? = nil) {
    self.outlines = outlines
    self.known = known
    self.old = old
  }

  /// The best config that could be found; nil where nothing on the pages repeats.
  package func proposal() -> Proposal? {
    let labels = known.isEmpty ? GuessedRecords.all(on: outlines) : known
    guard !labels.isEmpty else { return nil }
    let best = merged(Self.best(of: strategies(labels)), Self.best(of: selectors(labels)), labels)
    return best.map { Proposal(self, $0, labels: labels, before: Extraction(of: outlines, config: oldConfig)) }
  }

  private static func best(of candidates: [Candidate]) -> Candidate? {
    candidates.max { $0.rank != $1.rank ? $0.rank < $1.rank : $0.cost > $1.cost }
  }

  /// What a page tells machines comes first where it tells as much of what matters; selectors fill in the rest, and
  /// stand by for the day on which it no longer does.
  private func merged(_ told: Candidate?, _ shown: Candidate?, _ labels: [KnownRecord]) -> Candidate? {
    guard let told, let shown else { return told ?? shown }
    let essential: [ProductField] = [.name, .url, .price]
    guard essential.allSatisfy({ told.comparison.hits[$0] ?? 0 >= shown.comparison.hits[$0] ?? 0 }),
      told.comparison.found >= shown.comparison.found
    else { return shown.rank > told.rank ? shown : told }
    guard var both = told.json.object, both["embedded"] != nil, let selectors = shown.json["css"] else { return told }
    both["css"] = selectors
    both["order"] = ["embedded", "css", "json-ld", "microdata", "rdfa", "opengraph"]
    guard let joint = candidate(.object(both), labels, shown.fields, cost: told.cost), joint.rank >= told.rank else {
      return told
    }
    return joint
  }

  /// Known products whose name or address stands anywhere on the pages.
  var shownCount: Int {
    let index = KnownIndex(known)
    var shown: Set<Int> = []
    for outline in outlines {
      for place in Evidence.all(on: outline, of: index) {
        for entry in place.entries where entry.field == .name || entry.field == .url { shown.insert(entry.record) }
      }
    }
    return shown.count
  }

  var oldConfig: BrandConfig? { old.flatMap { try? BrandConfig($0) } }

  /// One config and what it reads.
  struct Candidate {
    let json: JSON
    let extraction: Extraction
    let comparison: Comparison
    var fields: [FieldChoice] = []
    var cost = 0

    /// What is read right, less what is read besides.
    var rank: Double { comparison.score - 0.1 * Double(max(0, comparison.extracted - comparison.found)) }
  }

  private func candidate(_ json: JSON, _ labels: [KnownRecord], _ fields: [FieldChoice] = [], cost: Int) -> Candidate? {
    guard let config = try? BrandConfig(json) else { return nil }
    let extraction = Extraction(of: outlines, config: config)
    return Candidate(
      json: json, extraction: extraction, comparison: Comparison(extraction, with: labels), fields: fields, cost: cost)
  }

  // MARK: What the page tells machines

  /// Configs of a maker's site that need no selectors.
  private func strategies(_ labels: [KnownRecord]) -> [Candidate] {
    guard outlines.first?.page.request.source == .brand else { return [] }
    let frame = ConfigFrame(outlines, old: old)
    var found: [Candidate] = []
    let structured = ["json-ld", "microdata", "rdfa", "opengraph"]
    if let plain = candidate(frame.config(order: structured), labels, cost: 0) { found.append(plain) }
    let embedded = EmbeddedSearch(outlines: outlines, known: KnownIndex(labels)).rules()
    for rule in embedded {
      let json = frame.config(order: ["embedded"] + structured, ["embedded": rule])
      if let one = candidate(json, labels, cost: 10) { found.append(one) }
    }
    return found.filter { $0.comparison.found > 0 }
  }

  // MARK: Selectors

  private func selectors(_ labels: [KnownRecord]) -> [Candidate] {
    let index = KnownIndex(labels)
    let pages = outlines.prefix(Self.studiedPages).map { ($0, Evidence.all(on: $0, of: index)) }
    let frame = ConfigFrame(outlines, old: old)
    let next = NextLink.selector(on: outlines)
    let choices =
      RecordSearch(pages: pages, known: index).choices(atMost: Self.triedRecords)
      + RunSearch(pages: pages, known: index).choices()
    return choices.compactMap { choice in
      let search = FieldSearch(pages: pages, known: index, choice: choice)
      let fields = index.fields.compactMap { search.choice(for: $0) }
      guard fields.contains(where: { $0.field == .url || $0.field == .name }) else { return nil }
      let fieldCost = fields.reduce(0) { $0 + ($1.selectors.first?.cost ?? 0) } / max(1, fields.count)
      let cost = choice.selector.cost + fieldCost + (choice.shape == .runs ? Self.costOfRuns : 0)
      let plain = frame.config(choice, fields: fields, next: next)
      guard let candidate = candidate(plain, labels, fields, cost: 20 + cost) else { return nil }
      return narrowed(candidate, choice, fields, next: next, frame, labels) ?? candidate
    }
  }

  /// The same without records whose addresses lead elsewhere than those of all known products.
  private func narrowed(
    _ plain: Candidate, _ choice: RecordChoice, _ fields: [FieldChoice], next: String?, _ frame: ConfigFrame,
    _ labels: [KnownRecord]
  ) -> Candidate? {
    guard plain.comparison.extracted > plain.comparison.found else { return nil }
    let paths = labels.compactMap { record -> Set<String>? in
      guard case .page(let path) = record.readings[.url] else { return nil }
      return Set(path.split(separator: "/").dropLast().map { "/\($0)/" })
    }
    guard let first = paths.first, paths.count == labels.count else { return nil }
    let shared = paths.dropFirst().reduce(first) { $0.intersection($1) }.sorted { ($1.count, $0) < ($0.count, $1) }
    return shared.lazy.compactMap { folder -> Candidate? in
      let json = frame.config(choice, fields: fields, next: next, folder: folder)
      return candidate(json, labels, fields, cost: plain.cost + 1)
    }.first { $0.comparison.found == plain.comparison.found && $0.comparison.extracted < plain.comparison.extracted }
  }
}
