package import Markup

/// The elements that hold one product each, of those that a config's `item` finds.
package struct RecordBounds {
  /// How far a record reaches.
  package enum Shape: Sendable {
    /// What lies inside a record is a part of it, whatever else it looks like.
    case apart
    /// On a page that forgets to close its tiles they nest, and a record ends where the next begins.
    case nested
    /// Nothing stands around a record: it goes on through the siblings of its first element, up to the next record.
    case runs
  }

  package let records: [Node]
  private let shape: Shape
  private let all: Set<Node>
  private let runs: Runs

  package init(_ found: [Node], shape: Shape) {
    all = Set(found)
    records = shape == .nested ? found : found.filter { [all] in $0.ancestor(where: all.contains) == nil }
    self.shape = shape
    runs = Runs(of: shape == .runs ? records : [])
  }

  /// What `selector` finds in one of the records.
  package func select(_ selector: Selector, in record: Node) throws(SelectorError) -> [Node] {
    switch shape {
    case .apart: try record.select(selector)
    case .nested:
      try record.select(selector).filter { node in
        (all.contains(node) ? node : node.ancestor(where: all.contains)) == record
      }
    case .runs: try runs.select(selector, in: record)
    }
  }
}

/// Records that are runs of siblings.
private final class Runs {
  /// The first element of the run that each child of a list belongs to.
  private var starts: [Node: Node] = [:]
  /// What selectors found in each run of a list; one search serves all its records.
  private var found: [Search: (selector: Selector, nodes: [Node: [Node]])] = [:]

  private struct Search: Hashable {
    let selector: ObjectIdentifier
    let list: Node
  }

  init(of records: [Node]) {
    let firsts = Set(records)
    for list in Set(records.compactMap(\.parent)) {
      var start: Node?
      for child in list.children {
        if firsts.contains(child) { start = child }
        starts[child] = start
      }
    }
  }

  func select(_ selector: Selector, in record: Node) throws(SelectorError) -> [Node] {
    guard let list = record.parent else { return [] }
    let search = Search(selector: ObjectIdentifier(selector), list: list)
    if let known = found[search] { return known.nodes[record] ?? [] }
    var nodes: [Node: [Node]] = [:]
    for node in try list.select(selector) {
      if let start = start(of: node, in: list) { nodes[start, default: []].append(node) }
    }
    found[search] = (selector, nodes)
    return nodes[record] ?? []
  }

  /// Where the run begins that holds `node`; nil before the first run, and outside of the list.
  private func start(of node: Node, in list: Node) -> Node? {
    var child = node
    while let parent = child.parent {
      if parent == list { return starts[child] }
      child = parent
    }
    return nil
  }
}
