internal import Catalogue
internal import Health
internal import JSON
internal import Posix
internal import Records
internal import Text
internal import Tree

/// What is seen of one brand: its two sources and each of its documents, every file read once.
struct BrandSurvey {
  let tree: Tree
  let brandID: String
  /// The sources that somebody expects this brand to have.
  let expected: Set<Source>
  /// Batches before this time (seconds since 1970) are of no interest.
  let horizon: Int
  /// When the run began that holds the tree; documents that it changed may not fit together yet.
  let heldSince: Int?

  private(set) var sources: [SourceFacts] = []
  private(set) var problems: [DocumentFacts.Problem] = []
  private(set) var examined = 0
  private(set) var gap: Coverage?
  private var catalogues: [Source: CatalogueExamination] = [:]

  init(tree: Tree, brandID: String, expected: Set<Source>, horizon: Int, heldSince: Int?) {
    self.tree = tree
    self.brandID = brandID
    self.expected = expected
    self.horizon = horizon
    self.heldSince = heldSince
  }

  /// Looks at everything. A file that cannot be read at all ends the survey of the tree, for then nobody has looked.
  mutating func run() throws {
    // Before the history: a document that is published meanwhile is then the one that its last batch comes from.
    for source in [Source.halilit, .brand] { try examineCatalogue(source) }
    let history = try HistoryTail(path: tree.history(brandID), sources: Set(catalogues.keys), horizon: horizon)
    for source in [Source.halilit, .brand] where expected.contains(source) || catalogues[source] != nil {
      try describe(source, history)
    }
    for (source, catalogue) in catalogues { compare(source, catalogue, history) }
    if let halilit = catalogues[.halilit], catalogues[.brand]?.isCopy(of: halilit) == true {
      report(tree.catalogue(.brand, brandID), "its names are exactly those of the Halilit catalogue: it is a copy")
    }
    let links = try examineLinks()
    let unified = try examineUnified()
    try examineGap()
    if !isInMotion { compareDocuments(links, unified) }
    try examineRest()
  }

  private mutating func report(_ path: String, _ message: String) {
    problems.append(.init(path: tree.relative(path), message: message, brandID: brandID, isDerived: true))
  }

  private mutating func examineCatalogue(_ source: Source) throws {
    let path = tree.catalogue(source, brandID)
    guard let bytes = try File.readIfPresent(path) else { return }
    examined += 1
    let examination = CatalogueExamination(bytes, source, brandID: brandID)
    catalogues[source] = examination
    if let problem = examination.problem { report(path, problem) }
  }

  private mutating func describe(_ source: Source, _ history: HistoryTail) throws {
    var facts = SourceFacts(source: source.rawValue, brandID: brandID)
    if let catalogue = catalogues[source], catalogue.problem == nil { facts.products = catalogue.ids.count }
    if File.exists(tree.state(source, brandID)) {
      examined += 1
      if let state = try tree.readState(source, brandID) {
        facts.verifiedAt = state.verifiedAt.flatMap { Timestamp.seconds($0) }.map { Int($0) }
        facts.refusals = state.refused?.guards.map { "\($0.guardName): \($0.finding)" } ?? []
      } else {
        report(tree.state(source, brandID), "it is not JSON")
      }
    }
    facts.isUnified = File.exists(tree.unified(brandID)) || isInMotion
    facts.batches = history.batches.filter { $0.source == source }.map(\.facts)
    sources.append(facts)
  }

  /// Whether the run that holds the tree has changed this brand's catalogues.
  private var isInMotion: Bool {
    guard let heldSince else { return false }
    return [Source.halilit, .brand].contains { source in
      File.modificationTime(tree.catalogue(source, brandID)).map { $0 >= heldSince } ?? false
    }
  }

  /// A document must be what its history says was published last, or what that came from while it is being replaced.
  private mutating func compare(_ source: Source, _ catalogue: CatalogueExamination, _ history: HistoryTail) {
    guard let hash = catalogue.contentHash else { return }
    let path = tree.catalogue(source, brandID)
    guard let last = history.batches.first(where: { $0.source == source }) else {
      return report(path, "no history tells of it: it was not published by store")
    }
    if hash != last.to, hash != last.from {
      report(path, "its content is not what was published last: it was changed or damaged since")
    }
  }

  private mutating func examineLinks() throws -> [Link]? {
    var links: [Link]?
    for path in [tree.links(brandID), tree.review(brandID)] where File.exists(path) {
      examined += 1
      do {
        let found = try tree.readLines(path).map { try Link($0) }
        if path == tree.links(brandID) { links = found }
        if let stranger = found.first(where: { $0.brandID != brandID }) {
          report(path, "a link is of the brand '\(stranger.brandID)'")
        }
      } catch let error as TreeError {
        report(path, "it cannot be read: \(error)")
      } catch let error as RecordError {
        report(path, error.reason)
      }
    }
    return links
  }

  private mutating func examineUnified() throws -> UnifiedExamination? {
    guard let bytes = try File.readIfPresent(tree.unified(brandID)) else { return nil }
    examined += 1
    let examination = UnifiedExamination(bytes, brandID: brandID)
    if let problem = examination.problem { report(tree.unified(brandID), problem) }
    return examination.problem == nil ? examination : nil
  }

  private mutating func examineGap() throws {
    let path = tree.gapReport(brandID)
    guard File.exists(path) else { return }
    examined += 1
    do {
      guard let record = try tree.readReport(path) else { return }
      let examination = GapExamination(report: record, brandID: brandID)
      if let problem = examination.problem { return report(path, problem) }
      gap = examination.coverage
    } catch let error as TreeError {
      report(path, "it cannot be read: \(error)")
    }
  }

  /// Documents that are each whole may still speak of different crawls.
  private mutating func compareDocuments(_ links: [Link]?, _ unified: UnifiedExamination?) {
    let counts = (catalogues[.halilit]?.ids.count ?? 0, catalogues[.brand]?.ids.count ?? 0)
    guard catalogues.values.allSatisfy({ $0.problem == nil }), !catalogues.isEmpty else { return }
    if let gap, (gap.halilitCount, gap.brandCount) != counts {
      report(
        tree.gapReport(brandID),
        "it counts \(gap.halilitCount) and \(gap.brandCount) products, the catalogues have \(counts.0) and \(counts.1)")
    }
    if let unified, (unified.coverage.halilitCount, unified.coverage.brandCount) != counts {
      report(
        tree.unified(brandID),
        "it holds \(unified.coverage.halilitCount) and \(unified.coverage.brandCount) products, the catalogues have "
          + "\(counts.0) and \(counts.1)")
    }
    if let gap, let unified, gap.commonCount != unified.coverage.commonCount {
      report(
        tree.gapReport(brandID),
        "it counts \(gap.commonCount) pairs, the unified catalogue has "
          + "\(unified.coverage.commonCount)")
    }
    if let links { compareLinks(links) }
    for path in [tree.links(brandID), tree.unified(brandID), tree.gapReport(brandID)] where !File.exists(path) {
      report(path, "it is not there although a catalogue is")
    }
  }

  /// Every product of either side is in a link, and no link names another.
  private mutating func compareLinks(_ links: [Link]) {
    let linked: [Source: Set<String>] = [
      .halilit: Set(links.compactMap(\.halilitID)), .brand: Set(links.compactMap(\.brandProductID)),
    ]
    for source in [Source.halilit, .brand] {
      let ids = catalogues[source]?.ids ?? []
      guard let id = ids.symmetricDifference(linked[source] ?? []).min() else { continue }
      let isProduct = ids.contains(id)
      return report(
        tree.links(brandID),
        isProduct ? "it has no link for the product '\(id)'" : "it links '\(id)', no product of the brand")
    }
  }

  /// Files that need only be readable.
  private mutating func examineRest() throws {
    for path in [tree.crawl(.halilit, brandID), tree.crawl(.brand, brandID)] where File.exists(path) {
      examined += 1
      do { _ = try tree.readLines(path) } catch let error as TreeError { report(path, "\(error)") }
    }
    for path in [tree.configuration(brandID), tree.decisions(brandID)] where File.exists(path) {
      examined += 1
      do {
        if path.hasSuffix(".jsonl") { _ = try tree.readLines(path) } else { _ = try tree.readConfiguration(path) }
      } catch let error as TreeError {
        // People keep these: nothing here may make them anew.
        problems.append(.init(path: tree.relative(path), message: "\(error)", brandID: brandID, isDerived: false))
      }
    }
  }
}

extension Tree {
  /// A path below the tree without the tree's own.
  func relative(_ path: String) -> String {
    path.hasPrefix(root + "/") ? String(path.dropFirst(root.count + 1)) : path
  }
}
