package import Catalogue

/// The data tree: one folder of flat files, and the path of every document in it (design §5).
///
/// Reading needs no lock: every document is replaced in one step. Writing goes through `Publication`.
package struct Tree: Sendable {
  package let root: String

  package init(root: String) {
    self.root = root.hasSuffix("/") && root.count > 1 ? String(root.dropLast()) : root
  }

  package var settings: String { path("settings.json") }
  package var officialBrands: String { path("halilit_official_brands.json") }
  package var acceptances: String { path("curated/accepted.jsonl") }
  package var summary: String { path("gap_reports/summary_gap_report.json") }
  /// The lock that a flow holds for its duration.
  package var lock: String { path(".lock") }

  package func catalogue(_ source: Source, _ brandID: String) -> String {
    switch source {
    case .halilit: path("catalogs_halilit/\(brandID)_halilit.json")
    case .brand, .production: path("catalogs/\(brandID)_catalog.json")
    }
  }

  package func configuration(_ brandID: String) -> String { path("brands/\(brandID)/scrape_config.json") }
  package func decisions(_ brandID: String) -> String { path("curated/decisions/\(brandID).jsonl") }
  package func links(_ brandID: String) -> String { path("links/\(brandID).jsonl") }
  package func review(_ brandID: String) -> String { path("review/\(brandID).jsonl") }
  package func unified(_ brandID: String) -> String { path("catalogs_unified/\(brandID)_unified.json") }
  package func gapReport(_ brandID: String) -> String { path("gap_reports/\(brandID)_gap_report.json") }
  package func history(_ brandID: String) -> String { path("history/\(brandID).jsonl") }
  package func state(_ source: Source, _ brandID: String) -> String {
    path("state/\(source.rawValue)/\(brandID).json")
  }
  package func crawl(_ source: Source, _ brandID: String) -> String {
    path("pages/crawls/\(source.rawValue)/\(brandID).jsonl")
  }

  /// Where the page store keeps a body (the layout is Transfer's).
  package func body(_ sha256: String) -> String { path("pages/bodies/\(sha256.prefix(2))/\(sha256)") }

  /// The lock that guards all documents of one brand inside a flow.
  package func brandLock(_ brandID: String) -> String { path(".locks/\(brandID)") }

  private func path(_ relative: String) -> String { "\(root)/\(relative)" }
}

/// The brand id under which the crawl of the brand index is kept.
package let indexBrandID = "_index"

/// Whether a text may be a brand id and so part of a path: no white space, slash or control character, no dot or
/// hyphen at its start, no hyphen at its end, at most 100 bytes.
package func isBrandID(_ text: String) -> Bool {
  guard let first = text.utf8.first, text.utf8.count <= 100, first != UInt8(ascii: "."), first != UInt8(ascii: "-"),
    text.utf8.last != UInt8(ascii: "-")
  else { return false }
  return text.unicodeScalars.allSatisfy { scalar in
    scalar != "/" && scalar.value >= 0x20 && scalar.value != 0x7F && !scalar.properties.isWhitespace
  }
}
