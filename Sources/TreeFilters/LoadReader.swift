internal import Catalogue
internal import JSON
internal import Posix
internal import Records
internal import Tree

/// Reads each kind of document for the brands that were named, or for all.
struct LoadReader {
  let tree: Tree
  let brandIDs: [String]
  let sources: [Source]
  /// How many item pages may be requested; nil for as many as the settings say.
  let limit: Int?

  func read(_ kind: Load.Kind, _ emit: (Record) throws -> Void) throws {
    switch kind {
    case .requests: try readRequests(emit)
    case .items:
      var rotation = ItemRotation()
      for id in try ids("catalogs_halilit", "_halilit.json") { try rotation.add(id, of: tree) }
      let budget = try limit ?? tree.readSettings().halilit.itemBudget
      for request in rotation.requests(budget: budget) { try emit(Record(request)) }
    case .brands: try readBrands(emit)
    case .halilit: try readCatalogue(.halilit, emit)
    case .brand: try readCatalogue(.brand, emit)
    case .links:
      for id in try ids("links", ".jsonl") {
        for record in try tree.readLines(tree.links(id)) + tree.readLines(tree.review(id)) { try emit(record) }
      }
    case .decisions:
      for id in try ids("curated/decisions", ".jsonl") { try tree.readLines(tree.decisions(id)).forEach(emit) }
    case .pages: try readPages(emit)
    case .unified:
      for id in try ids("catalogs_unified", "_unified.json") {
        try present(tree.readDocument(tree.unified(id), .unified), tree.unified(id)).records.forEach(emit)
      }
    case .gaps:
      for id in try ids("gap_reports", "_gap_report.json") where id != "summary" {
        try emit(present(tree.readReport(tree.gapReport(id)), tree.gapReport(id)))
      }
    case .configs: try readConfigurations(emit)
    }
  }

  /// The brands that were named, or all that have a file of this kind.
  private func ids(_ folder: String, _ suffix: String) throws -> [String] {
    brandIDs.isEmpty ? try tree.ids(in: folder, suffix: suffix) : brandIDs
  }

  private func present<Value>(_ value: Value?, _ path: String) throws -> Value {
    guard let value else { throw TreeError.missing("\(path) is not there: nothing was stored for this brand yet") }
    return value
  }

  private func readCatalogue(_ source: Source, _ emit: (Record) throws -> Void) throws {
    let isHalilit = source == .halilit
    for id in try ids(isHalilit ? "catalogs_halilit" : "catalogs", isHalilit ? "_halilit.json" : "_catalog.json") {
      let path = tree.catalogue(source, id)
      try present(tree.readDocument(path, isHalilit ? .halilit : .brand), path).records.forEach(emit)
    }
  }

  private func readBrands(_ emit: (Record) throws -> Void) throws {
    let list = try tree.readDocument(tree.officialBrands, .officialBrands)
    if list == nil, brandIDs.isEmpty { return }
    let records = try present(list, tree.officialBrands).records
    for id in brandIDs where !records.contains(where: { $0.string("id") == id }) {
      throw TreeError.missing("\(tree.officialBrands) does not list the brand '\(id)'")
    }
    for record in records where brandIDs.isEmpty || brandIDs.contains(record.string("id") ?? "") { try emit(record) }
  }

  private func readRequests(_ emit: (Record) throws -> Void) throws {
    if brandIDs.isEmpty, sources.contains(.halilit) { try emit(Record(tree.indexRequest(try tree.readSettings()))) }
    var found: Set<String> = []
    if sources.contains(.halilit) {
      for (id, brand) in try tree.listedBrands() where brandIDs.isEmpty || brandIDs.contains(id) {
        found.insert(id)
        try emit(Record(try tree.listingRequest(brand)))
      }
    }
    if sources.contains(.brand) {
      for id in try brandIDs.isEmpty ? tree.configuredBrandIDs() : brandIDs {
        guard let requests = try tree.startRequests(id) else { continue }
        found.insert(id)
        for request in requests { try emit(Record(request)) }
      }
    }
    if let unknown = brandIDs.first(where: { !found.contains($0) }) {
      throw TreeError.missing(
        "nothing says where to find '\(unknown)': it is neither in \(tree.officialBrands) nor has it a "
          + "\(tree.configuration(unknown))")
    }
  }

  private func readPages(_ emit: (Record) throws -> Void) throws {
    var found: Set<String> = []
    for source in sources {
      for id in try ids("pages/crawls/\(source.rawValue)", ".jsonl") where !File.isEmpty(tree.crawl(source, id)) {
        found.insert(id)
        try tree.forEachPage(source, id, emit)
      }
    }
    if let unknown = brandIDs.first(where: { !found.contains($0) }) {
      throw TreeError.missing("no complete crawl of '\(unknown)' is stored; crawl it first")
    }
  }

  private func readConfigurations(_ emit: (Record) throws -> Void) throws {
    for id in try brandIDs.isEmpty ? tree.configuredBrandIDs() : brandIDs {
      let path = tree.configuration(id)
      let object = try present(tree.readConfiguration(path), path).object ?? JSONObject()
      var members: [JSONObject.Member] = [.init("type", "config")]
      members += object.members.filter { $0.name != "type" }
      try emit(Record(JSONObject(members)))
    }
  }
}
