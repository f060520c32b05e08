package import Health
internal import JSON
internal import Posix
internal import Records
internal import Text
internal import Tree

/// Coverage as check-health noted it, one line a day in `health/figures.jsonl`: the documents keep only the present.
package struct CoverageHistory {
  private let path: String
  /// The highest figure of each brand, and of `all`, within the window.
  private(set) var best: [String: Double] = [:]
  private var lastNote: Int?

  static let secondsBetweenNotes = 86400

  /// Reads the lines after `horizon` (seconds since 1970); lines that cannot be read say nothing.
  package init(root: String, horizon: Int) throws {
    path = "\(root)/health/figures.jsonl"
    guard let bytes = try File.readIfPresent(path) else { return }
    let parser = RecordParser()
    for line in bytes.split(separator: UInt8(ascii: "\n")).reversed() {
      guard let record = try? parser.parse(bytes, in: line.startIndex..<line.endIndex),
        let time = record.string("at").flatMap({ Timestamp.seconds($0) }).map({ Int($0) })
      else { continue }
      if lastNote == nil { lastNote = time }
      guard time >= horizon else { break }
      for member in record.value("coverage")?.object?.members ?? [] {
        guard let percentage = member.value.double else { continue }
        best[member.name] = max(best[member.name] ?? 0, percentage)
      }
    }
  }

  /// Notes today's figures, unless that was done within a day; a clock that went back notes them too.
  package func note(_ facts: Facts) throws {
    guard case .seen(let coverage) = facts.coverage else { return }
    if let lastNote, (0..<Self.secondsBetweenNotes).contains(facts.now - lastNote) { return }
    let members = coverage.rows.map { JSONObject.Member($0.subject, JSON(figure: $0.percentage)) }
    let line = JSON.object([
      "type": "health-figures", "at": .string(Timestamp.text(Double(facts.now))),
      "coverage": .object(JSONObject(members)),
    ])
    try File.append(line.encoded + [UInt8(ascii: "\n")], to: path)
  }
}

extension CoverageFacts {
  /// The rows of the summary of all gap reports; throws when there is none or it is damaged.
  init(_ tree: Tree, best: [String: Double]) throws {
    guard let summary = try tree.readReport(tree.summary) else {
      throw TreeError.missing("\(tree.summary) is not there")
    }
    func row(_ subject: String, _ record: Record) -> Row {
      Row(
        subject: subject, percentage: record.double("coverage_percentage"),
        brandProducts: record.int("brand_website_count") ?? 0, common: record.int("common_count") ?? 0,
        best: best[subject])
    }
    let brands = summary.elements("brands").map { row($0.string("brand_id") ?? "", $0) }
    self.init(rows: [row("all", summary)] + brands)
  }
}
