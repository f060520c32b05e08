package import Markup

/// The elements that hold one product each, of those that a config's `item` finds.
package struct RecordBounds {
  package let records: [Node]
  private let nested: Set<Node>

  /// What lies inside a record is a part of it, whatever else it looks like; but on a page that forgets to close its
  /// tiles they nest, and a record ends where the next begins.
  package init(_ found: [Node], areNested: Bool) {
    let all = Set(found)
    records = areNested ? found : found.filter { $0.ancestor(where: all.contains) == nil }
    nested = areNested ? all : []
  }

  /// Whether `node`, which stands in `record`, is not part of a record further in.
  package func contains(_ node: Node, in record: Node) -> Bool {
    guard !nested.isEmpty else { return true }
    return (nested.contains(node) ? node : node.ancestor(where: nested.contains)) == record
  }
}
