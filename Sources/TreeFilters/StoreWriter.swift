internal import Catalogue
internal import Filtering
internal import Posix
internal import Records
internal import Tree

/// Takes finished files to the publisher, one document after another, and says what became of each.
struct StoreWriter {
  let publisher: Publisher
  let log: Log
  let brandID: String?
  let files: [String]
  private(set) var status = Status.done

  init(publisher: Publisher, log: Log, brandID: String?, files: [String]) {
    self.publisher = publisher
    self.log = log
    self.brandID = brandID
    self.files = files
  }

  mutating func write(_ kind: Store.Kind) throws {
    switch kind {
    case .halilit: try writeCatalogues(.halilit)
    case .brand: try writeCatalogues(.brand)
    case .links: try writeLinks()
    case .unified: try writeUnified()
    case .crawl: try writeCrawls()
    case .brands:
      let records = try records(ofTypes: ["brand"], ignoring: ["listing", "request", "product"])
      try publish("brands", nil, noun: "brands") { try $0.publishBrands(records) }
    case .summary:
      let records = try records(ofTypes: ["gap-summary"], ignoring: [])
      guard let record = records.first, records.count == 1 else {
        throw TreeError.malformed("\(records.count) gap-summary records, one is needed; nothing was stored")
      }
      try publish("summary", nil, noun: "brands") { try $0.publishSummary(record) }
    }
  }

  /// All records of the files, each of one of the types.
  private func records(ofTypes types: Set<String>, ignoring: Set<String>) throws -> [Record] {
    var records: [Record] = []
    for file in files {
      try PartFile.forEachRecord(file) { record in
        let type = try record.requiredString("type")
        if types.contains(type) {
          records.append(record)
        } else if !ignoring.contains(type) {
          throw RecordError("a record of type '\(type)' has no place here")
        }
      }
    }
    return records
  }

  /// The records of all files by brand.
  private func groups(
    _ types: Set<String>, ignoring: Set<String> = []
  ) throws -> [(brandID: String, records: [Record])] {
    try PartFile.groups(files, brandID: brandID, types: types, ignoring: ignoring)
  }

  private mutating func writeCatalogues(_ source: Source) throws {
    for group in try groups(["listing", "product", "item"], ignoring: ["request", "brand"]) {
      let part = try CataloguePart(source: source, brandID: group.brandID, records: group.records)
      try publish("\(group.brandID) \(source.rawValue)", group.brandID, noun: "products") {
        try $0.publish(part)
      }
    }
  }

  private mutating func writeLinks() throws {
    for group in try groups(["link", "review"]) {
      try publish("\(group.brandID) links", group.brandID, noun: "links") {
        try $0.publishLinks(group.records, brandID: group.brandID)
      }
    }
  }

  private mutating func writeUnified() throws {
    for group in try groups(["unified", "gap"]) {
      let gaps = group.records.filter { $0.type == "gap" }
      guard let gap = gaps.first, gaps.count == 1 else {
        throw TreeError.malformed("\(group.brandID): \(gaps.count) gap records, one is needed; nothing was stored")
      }
      try publish("\(group.brandID) unified", group.brandID, noun: "products") {
        try $0.publishUnified(
          group.records.filter { $0.type == "unified" }, gap: gap, brandID: group.brandID)
      }
    }
  }

  private mutating func writeCrawls() throws {
    for file in files {
      for part in try CrawlPart.read(file, into: publisher.tree) where brandID == nil || part.brandID == brandID {
        try publish("\(part.brandID) \(part.source.rawValue) crawl", part.brandID, noun: "pages") {
          try $0.publish(part)
        }
      }
    }
  }

  /// Publishes one document under its lock and reports it.
  private mutating func publish(
    _ title: String, _ brandID: String?, noun: String, _ body: (Publisher) throws -> Report
  ) throws {
    let lock = try publisher.lockBrand(brandID, holder: "store \(title), process \(Environment.processID)")
    let report = try withExtendedLifetime(lock) { try body(publisher) }
    for warning in report.warnings { log.say(.warning, "\(title): \(warning)") }
    let carried = report.carried > 0 ? ", \(report.carried) carried over from pages that failed" : ""
    switch report.outcome {
    case .unchanged: log.say(.note, "\(title): unchanged (\(report.count) \(noun)\(carried))")
    case .replaced: log.say(.note, "\(title): stored \(report.count) \(noun)")
    case .stored(let added, let deleted, let modified):
      log.say(.note, "\(title): stored \(report.count) \(noun) (+\(added) -\(deleted) ~\(modified)\(carried))")
    case .refused(let refusals):
      status = .refused
      for refusal in refusals { log.say(.error, sentence(title, refusal, brandID: brandID)) }
    }
  }

  /// Names the guard, the figures, and what to do.
  private func sentence(_ title: String, _ refusal: Refusal, brandID: String?) -> String {
    let source = title.hasSuffix(" brand") ? "brand" : "halilit"
    let owner = brandID ?? (title == "summary" ? allBrandsID : indexBrandID)
    // Flows stand in the tree itself, where nobody types what is advised here.
    let root = publisher.tree.root == "." ? (try? Environment.resolvedPath(".")) ?? "." : publisher.tree.root
    let data = root == Store.defaultRoot ? "" : " --data '\(root)'"
    return "\(title): guard \(refusal.guardName): \(refusal.finding); the published document stays. "
      + "Look at the source; if this is true: stocktake accept --brand \(owner) --source \(source) "
      + "--guard \(refusal.guardName) --note WHY\(data), then store again"
  }
}
