internal import Markup

/// Labels and values as pages lay them out: table rows, definition lists, or pairs of elements.
enum SpecificationTable {
  /// Adds the rows of `node`, itself one row or a table of them.
  static func read(_ node: Node, into specs: inout Specifications) {
    let rows = node.descendants(named: "tr")
    let terms = node.descendants(named: "dt")
    if !rows.isEmpty {
      for row in rows { add(row.elements.filter { $0.isNamed("th") || $0.isNamed("td") }, to: &specs) }
    } else if !terms.isEmpty {
      for term in terms { if let value = term.nextElement, value.isNamed("dd") { add([term, value], to: &specs) } }
    } else if node.isNamed("ul") || node.isNamed("ol") {
      for line in node.elements { add(line.elements, to: &specs) }
    } else {
      add(node.elements, to: &specs)
    }
  }

  private static func add(_ cells: [Node], to specs: inout Specifications) {
    guard cells.count >= 2 else { return }
    var label = cells[0].collapsed
    if label.hasSuffix(":") { label = String(label.dropLast()) }
    let value = cells[1].collapsed
    guard !label.isEmpty, label.count <= 120, !value.isEmpty else { return }
    specs.add(label, value)
  }
}
