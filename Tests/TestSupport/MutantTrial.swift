package import Filtering
package import JSON

/// Tries parsers and induction on changed pages, through the programs themselves, and keeps count.
package struct MutantTrial {
  package struct Programs {
    let parseHalilit: any Program.Type
    let parseBrand: any Program.Type
    let induceConfig: any Program.Type
    let store: any Program.Type

    package init(
      parseHalilit: any Program.Type, parseBrand: any Program.Type, induceConfig: any Program.Type,
      store: any Program.Type
    ) {
      self.parseHalilit = parseHalilit
      self.parseBrand = parseBrand
      self.induceConfig = induceConfig
      self.store = store
    }
  }

  /// A page before it changed, with what its parser reads.
  package struct Subject {
    let name: String
    let html: String
    let url: String
    let source: String
    let brandID: String
    let role: String
    let config: JSON?
    let records: [JSON]

    /// Whose config the page is read by.
    fileprivate var owner: String { source == "halilit" ? "_halilit" : brandID }

    fileprivate func page(_ html: String) -> JSON {
      var page = pageRecord(html, url: url, source: source, brandID: brandID, role: role)
      page["sha256"] = .string(String(repeating: "0", count: 64))
      return .object(page)
    }
  }

  /// What became of one mutant.
  package struct Outcome {
    package let label: String
    package let changes: [PageMutator.Change]
    /// Products whose name, address or price the old parser no longer reads right.
    package let lost: Int
    package let isNoticed: Bool
    package let isRecovered: Bool
    package let explanation: String
  }

  private let programs: Programs
  package private(set) var outcomes: [Outcome] = []

  package init(_ programs: Programs) { self.programs = programs }

  package func subject(
    _ name: String, html: String, url: String, source: String = "halilit", brandID: String = "acme",
    role: String = "listing", config: JSON? = nil
  ) throws -> Subject {
    let bare = Subject(
      name: name, html: html, url: url, source: source, brandID: brandID, role: role, config: config, records: [])
    return Subject(
      name: name, html: html, url: url, source: source, brandID: brandID, role: role, config: config,
      records: try parse(bare, html, config))
  }

  // MARK: Running

  /// Parses a page by the source's program and a config.
  private func parse(_ subject: Subject, _ html: String, _ config: JSON?) throws -> [JSON] {
    let folder = try TemporaryFolder()
    var arguments: [String] = []
    if let config {
      _ = try folder.write(config.encoded, to: "\(subject.owner)/scrape_config.json")
      arguments = ["--configs", folder.path("")]
    }
    let program = subject.source == "halilit" ? programs.parseHalilit : programs.parseBrand
    return try Self.records(try TestSupport.run(program, arguments, input: subject.page(html).encoded).output)
  }

  private static func records(_ output: String) throws -> [JSON] {
    try output.split(separator: "\n").map { try JSON(parsing: Array($0.utf8)) }
  }

  package mutating func run(
    _ subject: Subject, seed: UInt64, kinds: [PageMutator.Change] = PageMutator.Change.theme
  ) throws {
    var mutator = PageMutator(seed: seed, address: subject.url)
    let changes = mutator.changes(of: kinds)
    try run(subject, seed: seed, changes, &mutator)
  }

  /// The page after one kind of change alone.
  package mutating func run(_ subject: Subject, seed: UInt64, only change: PageMutator.Change) throws {
    var mutator = PageMutator(seed: seed, address: subject.url)
    try run(subject, seed: seed, [change], &mutator)
  }

  private mutating func run(
    _ subject: Subject, seed: UInt64, _ changes: [PageMutator.Change], _ mutator: inout PageMutator
  ) throws {
    let html = try mutator.mutate(subject.html, by: changes)
    let label = "\(subject.name) \(seed) \(changes.map(\.rawValue).joined(separator: "+"))"
    let before = try parse(subject, html, subject.config)
    let known = Self.products(subject.records)
    let lost = Self.differences(known, Self.products(before))
    let folder = try TemporaryFolder()
    if let old = subject.config { _ = try folder.write(old.encoded, to: "\(subject.owner)/scrape_config.json") }
    let input = ([subject.page(html)] + known).flatMap { $0.encoded + [UInt8(ascii: "\n")] }
    let proposal = try Self.records(
      try TestSupport.run(programs.induceConfig, ["--configs", folder.path("")], input: input).output
    ).first
    let after = try proposal?["config"].map { try parse(subject, html, $0) } ?? []
    let missing = Self.differences(known, Self.products(after))
    let extra = Self.products(after).count - known.count
    let refusal = lost.isEmpty ? "" : try refusal(of: before, after: subject)
    outcomes.append(
      Outcome(
        label: label, changes: changes, lost: lost.count, isNoticed: lost.isEmpty || refusal != nil,
        isRecovered: proposal?["accepted"] == true && missing.isEmpty && extra == 0,
        explanation:
          "\(proposal?["reason"]?.string ?? "accepted"); extra \(extra); wrong \(missing.prefix(2)); css \((proposal?["config"]?["css"] ?? proposal?["config"]?["index"] ?? .null).text)"
      ))
  }

  // MARK: Judging

  private static func products(_ records: [JSON]) -> [JSON] {
    records.filter { $0["type"] == "product" || $0["type"] == "brand" }
  }

  /// The known products that `found` lacks, or shows with another name, address or price.
  private static func differences(_ known: [JSON], _ found: [JSON]) -> [String] {
    let told = ["name", "url", "price_ils", "price_amount"]
    return known.compactMap { wanted in
      guard let same = found.first(where: { $0["url"] == wanted["url"] }) else {
        return "\(wanted["url"]?.string ?? "") is missing"
      }
      return told.first { (same[$0] ?? .null) != (wanted[$0] ?? .null) }.map { name in
        "\(name): \((same[name] ?? .null).text) for \((wanted[name] ?? .null).text)"
      }
    }
  }

  /// Why what the old parser reads is not published over what it read before; nil where it would be.
  private func refusal(of records: [JSON], after subject: Subject) throws -> String? {
    let tree = try TemporaryFolder()
    // The other shops of the platform have hosts of their own, and Hebrew names on brands' sites.
    _ = try tree.write(
      #"{"schema":1,"guards":{"tolerated":{"host":9999,"hebrew-names":9999}}}"#.utf8, to: "data/settings.json")
    let kind = subject.role == "brand-index" ? "brands" : subject.source
    let words = [kind] + (kind == "brands" ? [] : ["--brand", subject.brandID]) + ["--data", tree.path("data")]
    func store(_ records: [JSON]) throws -> TestSupport.Outcome {
      let part = try tree.write(records.flatMap { $0.encoded + [UInt8(ascii: "\n")] }, to: "part")
      return try TestSupport.run(programs.store, words + [part])
    }
    let first: TestSupport.Outcome = try store(subject.records)
    guard first.status == .done else { throw TrialError(reason: "the page as it was: \(first.errors)") }
    let second = try store(records)
    // A price that is not believed is not published, and said.
    return second.status == .done && second.errors.isEmpty ? nil : "\(second.status) \(second.errors)"
  }

  private struct TrialError: Error {
    let reason: String
  }

  // MARK: Figures

  package var count: Int { outcomes.count }
  package var recovered: Int { outcomes.count(where: \.isRecovered) }
  package var silentLosses: [String] { outcomes.filter { !$0.isNoticed }.map(\.label) }

  package var report: String {
    let broken = outcomes.count { $0.lost > 0 }
    var lines = [
      "mutants: \(count), broken for the old parser: \(broken), noticed: \(broken - silentLosses.count), "
        + "recovered: \(recovered) of \(count)"
    ]
    for change in PageMutator.Change.allCases {
      let with = outcomes.filter { $0.changes.contains(change) }
      guard !with.isEmpty else { continue }
      let (broken, silent) = (with.count { $0.lost > 0 }, with.count { !$0.isNoticed })
      lines.append(
        "  \(change.rawValue): \(with.count), broken \(broken), noticed \(broken - silent), "
          + "recovered \(with.count { $0.isRecovered })")
    }
    for outcome in outcomes where !outcome.isRecovered || !outcome.isNoticed {
      lines.append(
        "  \(outcome.label): \(outcome.isNoticed ? "" : "SILENT, ")lost \(outcome.lost), \(outcome.explanation)")
    }
    return lines.joined(separator: "\n")
  }
}

extension PageMutator {
  /// The page without the scripts that carry data.
  package static func withoutScripts(_ html: String) throws -> String {
    let page = try PageElement(html: html)
    page.walk { element, parent in if element.name == "script" { parent.removeContent(element) } }
    return page.html
  }
}
