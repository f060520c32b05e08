import JSON
import Markup
import TestSupport
import Testing

/// The suites of cssselect, soupsieve, css-select and parsel (`conformance/css`).
struct SelectorConformanceTests {
  @Test(.conformance("conformance/css/cases.jsonl")) func `CSS selects what the suites say`() throws {
    var failures: [String: String] = [:]
    var gated = 0
    let rows = try Conformance.rows("conformance/css/cases.jsonl")
    for row in rows {
      guard let id = row["id"]?.string else { continue }
      if row["libxml2_cssselect"]?.bool == true { gated += 1 }
      do {
        if let found = try mismatch(row) { failures[id] = "\(row["selector"]?.string ?? "") \(found)" }
      } catch {
        failures[id] = "\(error)"
      }
    }
    print("CSS: \(rows.count - failures.count) of \(rows.count) rows (\(gated) gated)")
    for (id, what) in failures.sorted(by: { $0.key < $1.key }) { print(id, what) }
  }

  private func mismatch(_ row: JSON) throws -> String? {
    let selector = row["selector"]?.string ?? ""
    let syntax: Document.Syntax = ["xml", "xhtml"].contains(row["parse"]?.string) ? .xml : .html
    var namespaces: [String: String] = [:]
    for member in row["namespaces"]?.object?.members ?? [] { namespaces[member.name] = member.value.string }
    if row["invalid"]?.bool == true {
      return (try? Selector(css: selector, namespaces: namespaces)) == nil ? nil : "is taken"
    }
    let compiled = try Selector(css: selector, namespaces: namespaces, in: syntax)
    let document = try page(row, syntax)
    let isPlay = row["doc"]?.string == "cssselect_shakespeare.html"
    let start = isPlay ? document.node.firstDescendant(named: "body") : document.node
    let nodes = try start?.select(compiled) ?? []
    if let count = row["count"]?.int { return nodes.count == count ? nil : "\(nodes.count), not \(count)" }
    let ids = nodes.map { $0.attribute("id") ?? "-" }
    let expected = row["ids"]?.array?.map { $0.string ?? "-" } ?? []
    return ids == expected ? nil : "\(ids), not \(expected)"
  }

  private func page(_ row: JSON, _ syntax: Document.Syntax) throws -> Document {
    guard let file = row["doc"]?.string else {
      return try Document(Array((row["html"]?.string ?? "").utf8), as: syntax)
    }
    return try Document(try Conformance.bytes("conformance/css/docs/\(file)"), as: syntax)
  }
}
