internal import Catalogue
internal import Health
internal import Posix
internal import Records
internal import Tree

/// The documents that are of no single brand.
struct SharedDocuments {
  private(set) var examined = 0
  private(set) var problems: [DocumentFacts.Problem] = []
  private let tree: Tree

  /// - Parameter gaps: the counts of all gap reports that are whole.
  init(_ tree: Tree, gaps: [Coverage]?, runs: RunSurvey?) throws {
    self.tree = tree
    problems = runs?.problems ?? []
    examined = runs?.runs.count ?? 0
    try examineOfficialBrands()
    try examineSummary(gaps, isInMotion: runs?.lock != nil)
    for path in [tree.settings, tree.acceptances] where File.exists(path) { examineKept(path) }
  }

  private mutating func report(_ path: String, _ message: String, isDerived: Bool = true) {
    problems.append(.init(path: tree.relative(path), message: message, brandID: nil, isDerived: isDerived))
  }

  private mutating func examineOfficialBrands() throws {
    let path = tree.officialBrands
    guard let bytes = try File.readIfPresent(path) else { return }
    examined += 1
    do {
      let header = try RecordParser().parse(bytes, in: bytes.indices)
      if let breach = DocumentContract.officialBrands.breach(header) { return report(path, breach) }
      let ids = header.elements("brands").compactMap { $0.string("id") }
      if header.int("total_brands") != ids.count {
        report(path, "total_brands is \(header.int("total_brands") ?? 0), but it lists \(ids.count)")
      } else if Set(ids).count != ids.count {
        report(path, "a brand is there twice")
      }
    } catch {
      report(path, "it cannot be read: \(error)")
    }
  }

  private mutating func examineSummary(_ gaps: [Coverage]?, isInMotion: Bool) throws {
    let path = tree.summary
    do {
      guard let record = try tree.readReport(path) else { return }
      examined += 1
      let examination = GapExamination(summary: record)
      if let problem = examination.problem { return report(path, problem) }
      guard let gaps, !isInMotion else { return }
      if gaps.reduce(Coverage(), +) != examination.coverage {
        report(path, "its totals are not the sums of the \(gaps.count) gap reports")
      }
    } catch let error as TreeError {
      report(path, "\(error)")
    }
  }

  /// What people keep must be readable; nothing here may change it.
  private mutating func examineKept(_ path: String) {
    examined += 1
    do {
      if path == tree.settings { _ = try tree.readSettings() } else { _ = try tree.readLines(path) }
    } catch {
      report(path, "\(error)", isDerived: false)
    }
  }
}

extension Tree {
  /// Every brand that the tree knows, and the sources it should have: by Halilit's list, by a configuration, or because
  /// something of it was published before.
  func expectedSources() throws -> [String: Set<Source>] {
    var expected: [String: Set<Source>] = [:]
    let official = try? readDocument(officialBrands, .officialBrands)
    for id in official?.records.compactMap({ $0.string("id") }) ?? [] where isBrandID(id) {
      expected[id, default: []].insert(.halilit)
    }
    for id in try ids(in: "brands", suffix: "") where File.exists(configuration(id)) {
      expected[id, default: []].insert(.brand)
    }
    let places: [(String, String, Source)] = [
      ("catalogs_halilit", "_halilit.json", .halilit), ("catalogs", "_catalog.json", .brand),
      ("state/halilit", ".json", .halilit), ("state/brand", ".json", .brand),
    ]
    for (folder, suffix, source) in places {
      for id in try ids(in: folder, suffix: suffix) where id != indexBrandID && id != allBrandsID {
        expected[id, default: []].insert(source)
      }
    }
    return expected
  }

  /// The states of what no single brand owns: guards keep their refusals there.
  func sharedSources() throws -> [SourceFacts] {
    try [indexBrandID, allBrandsID].compactMap { id in
      guard let refused = try readState(.halilit, id)?.refused else { return nil }
      var facts = SourceFacts(source: Source.halilit.rawValue, brandID: id)
      facts.isBrand = false
      facts.refusals = refused.guards.map { "\($0.guardName): \($0.finding)" }
      return facts
    }
  }
}
