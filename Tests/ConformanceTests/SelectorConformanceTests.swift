import JSON
import Markup
import TestSupport
import Testing

/// The suites of cssselect, soupsieve, css-select and parsel (`conformance/css`).
struct SelectorConformanceTests {
  @Test(.conformance("conformance/css/cases.jsonl")) func `CSS selects what the suites say`() throws {
    let rows = try Conformance.rows("conformance/css/cases.jsonl")
    try compare(rows, known: Self.knownCSS, suite: "CSS", mismatch)
    let gated = rows.filter { $0["libxml2_cssselect"]?.bool == true }
    #expect(gated.allSatisfy { Self.knownCSS[$0["id"]?.string ?? ""] == nil })
  }

  @Test(.conformance("conformance/css/parsel.jsonl")) func `queries give what parsel gives`() throws {
    try compare(
      Conformance.rows("conformance/css/parsel.jsonl"), known: Self.knownParsel, suite: "parsel", parselMismatch)
  }

  /// Runs the rows; a failure that is not known fails, and so does a known one that is none any more.
  private func compare(
    _ rows: [JSON], known: [String: String], suite: String, _ mismatch: (JSON) throws -> String?
  ) throws {
    var failed = 0
    for row in rows {
      let id = try #require(row["id"]?.string)
      let found: String?
      do { found = try mismatch(row) } catch { found = "\(error)" }
      if found != nil { failed += 1 }
      if let found, known[id] == nil { Issue.record("\(id): \(found)") }
      if found == nil, let reason = known[id] { Issue.record("\(id) passes now, but is listed as: \(reason)") }
    }
    print("\(suite): \(rows.count - failed) of \(rows.count) rows")
  }

  private static let knownCSS: [String: String] = {
    let classes = [
      "libxml2's tree differs from that parser's": "0188 0192 0209 0210 0307 0312 0315 0317 0320",
      "an undeclared prefix is an error": "0346",
      "Level 4 drafts of :empty": "0314",
      "form states and directions are not supported":
        "0416 0417 0422 0423 0424 0427 0428 0429 0430 0432 0433 0465 0466 0468 0470 0471 0472 0513 0526 0530 0531 0536 0540",
    ]
    var known: [String: String] = [:]
    for (reason, ids) in classes { for id in ids.split(separator: " ") { known["soupsieve-\(id)"] = reason } }
    return known
  }()

  private static let knownParsel = [
    "parsel-0068": "namespace nodes are not nodes of the document",
    "parsel-0071": "namespace nodes are not nodes of the document",
    "parsel-0072": "a part is written without the namespaces declared above it",
    "parsel-0092": "EXSLT is not supported", "parsel-0093": "EXSLT is not supported",
    "parsel-0094": "EXSLT is not supported", "parsel-0095": "EXSLT is not supported",
    "parsel-0097": "EXSLT is not supported",
  ]

  private func mismatch(_ row: JSON) throws -> String? {
    let selector = row["selector"]?.string ?? ""
    let syntax: Document.Syntax = ["xml", "xhtml"].contains(row["parse"]?.string) ? .xml : .html
    if row["invalid"]?.bool == true {
      return (try? Selector(css: selector, namespaces: namespaces(row))) == nil ? nil : "\(selector) is taken"
    }
    let compiled = try Selector(css: selector, namespaces: namespaces(row), in: syntax)
    let document = try page(row, syntax)
    // That suite searches from the body.
    let isPlay = row["doc"]?.string == "cssselect_shakespeare.html"
    let start = isPlay ? document.node.firstDescendant(named: "body") : document.node
    let nodes = try start?.select(compiled) ?? []
    if let count = row["count"]?.int { return nodes.count == count ? nil : "\(selector): \(nodes.count), not \(count)" }
    var ids = nodes.map { $0.attribute("id") ?? "nil" }
    var expected = row["ids"]?.array?.compactMap(\.string) ?? []
    if row["source"]?.string == "soupsieve" {
      ids.sort()
      expected.sort()
    }
    return ids == expected ? nil : "\(selector): \(ids), not \(expected)"
  }

  private func parselMismatch(_ row: JSON) throws -> String? {
    let query = row["query"]?.string ?? ""
    let document = try page(row, row["type"]?.string == "xml" ? .xml : .html)
    let selector =
      try row["kind"]?.string == "css"
      ? Selector(css: query, namespaces: namespaces(row), in: document.syntax)
      : Selector(xpath: query, namespaces: namespaces(row))
    // parsel's context is the root element.
    guard let root = document.root else { return row["getall"]?.array?.isEmpty == true ? nil : "an empty page" }
    let found =
      switch try selector.evaluate(from: root) {
      case .nodes(let nodes): nodes.map(\.markup)
      case .string(let text): [text]
      case .number(let number): ["\(number)"]
      case .bool(let flag): [flag ? "1" : "0"]
      }
    let expected = row["getall"]?.array?.compactMap(\.string) ?? []
    return found == expected ? nil : "\(query): \(found), not \(expected)"
  }

  private func namespaces(_ row: JSON) -> [String: String] {
    var namespaces: [String: String] = [:]
    for member in row["namespaces"]?.object?.members ?? [] { namespaces[member.name] = member.value.string }
    return namespaces
  }

  private func page(_ row: JSON, _ syntax: Document.Syntax) throws -> Document {
    guard let file = row["doc"]?.string else {
      return try Document(Array((row["html"]?.string ?? "").utf8), as: syntax)
    }
    return try Document(try Conformance.bytes("conformance/css/docs/\(file)"), as: syntax)
  }
}
