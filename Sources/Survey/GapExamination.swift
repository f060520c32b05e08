internal import Catalogue
internal import JSON
internal import Records

/// A gap report or the summary of all: its counts, and whether everything in it follows from them.
struct GapExamination {
  private(set) var coverage = Coverage()
  private(set) var problem: String?

  init(report record: Record, brandID: String) {
    problem = DocumentContract.gap.breach(record)
    guard problem == nil else { return }
    let missing = record.elements("gap_products").count
    coverage = Coverage(counts: record)
    if record.string("brand_id") != brandID {
      problem = "its brand_id is '\(record.string("brand_id") ?? "")'"
    } else if record.int("gap_count") != missing {
      problem = "gap_count is \(record.int("gap_count") ?? 0), but it lists \(missing)"
    } else {
      problem = Self.derivedFigures(record, coverage)
    }
  }

  init(summary record: Record) {
    problem = DocumentContract.summary.breach(record)
    guard problem == nil else { return }
    coverage = Coverage(counts: record)
    let parts = record.elements("brands")
    let total = parts.reduce(Coverage()) { $0 + Coverage(counts: $1) }
    if record.int("brand_count") != parts.count {
      problem = "brand_count is \(record.int("brand_count") ?? 0), but it lists \(parts.count)"
    } else if total != coverage {
      problem = "its totals are not the sums of its \(parts.count) brands"
    } else {
      problem = Self.derivedFigures(record, coverage)
    }
  }

  /// The first figure that does not follow from the counts: somebody wrote it by hand.
  private static func derivedFigures(_ record: Record, _ coverage: Coverage) -> String? {
    let object = record.object
    for member in coverage.members.members {
      let written = object[member.name] ?? .null
      let isEqual = written == member.value || written.double != nil && written.double == member.value.double
      guard isEqual else { return "\(member.name) is \(written.text), its own counts give \(member.value.text)" }
    }
    return nil
  }
}

extension Coverage {
  /// The counts of a gap record as they are written; what is missing is 0.
  init(counts record: Record) {
    self.init()
    halilitCount = record.int("halilit_count") ?? 0
    brandCount = record.int("brand_website_count") ?? 0
    commonCount = record.int("common_count") ?? 0
    matchedCount = record.int("matched_halilit_count") ?? 0
    pricedCount = record.int("priced_count") ?? 0
  }
}
