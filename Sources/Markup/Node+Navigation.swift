internal import CXML2

/// Walking without XPath: byte comparisons on the tree, no string per node.
extension Node {
  /// The element above, or the document node above the root.
  package var parent: Node? { pointer.pointee.parent.map { Node(document, $0) } }

  /// The nearest element above for which `holds`.
  package func ancestor(where holds: (Node) throws -> Bool) rethrows -> Node? {
    var next = parent
    while let node = next {
      if node.pointer.isElement, try holds(node) { return node }
      next = node.parent
    }
    return nil
  }

  package var children: [Node] {
    var nodes: [Node] = []
    var next = pointer.firstChild
    while let child = next {
      nodes.append(Node(document, child))
      next = child.pointee.next
    }
    return nodes
  }

  /// The children that are elements.
  package var elements: [Node] {
    var nodes: [Node] = []
    var next = pointer.firstChild
    while let child = next {
      if child.isElement { nodes.append(Node(document, child)) }
      next = child.pointee.next
    }
    return nodes
  }

  package var nextElement: Node? {
    var next = pointer.pointee.next
    while let node = next, !node.isElement { next = node.pointee.next }
    return next.map { Node(document, $0) }
  }

  package var previousElement: Node? {
    var previous = pointer.pointee.prev
    while let node = previous, !node.isElement { previous = node.pointee.prev }
    return previous.map { Node(document, $0) }
  }

  /// Everything below in document order, lazily.
  package var descendants: Descendants { Descendants(top: self) }

  /// The elements below with this tag name and, if given, this class, in document order. O(descendants).
  package func descendants(named name: String? = nil, class word: String? = nil) -> [Node] {
    var nodes: [Node] = []
    walk(named: name, class: word) {
      nodes.append(Node(document, $0))
      return true
    }
    return nodes
  }

  /// The first element below with this tag name and, if given, this class.
  package func firstDescendant(named name: String? = nil, class word: String? = nil) -> Node? {
    var first: Node?
    walk(named: name, class: word) {
      first = Node(document, $0)
      return false
    }
    return first
  }

  /// Calls `visit` for each element that fits until it returns false.
  private func walk(named name: String?, class word: String?, visit: (xmlNodePtr) -> Bool) {
    var word = word ?? ""
    let isAnyClass = word.isEmpty
    let isAnyName = name == nil
    (name ?? "").withCString(encodedAs: UTF8.self) { (name: UnsafePointer<UInt8>) in
      word.withUTF8 { word in
        var next = pointer.firstChild
        while let node = next {
          if node.isElement, isAnyName || node.pointee.name.equals(name),
            isAnyClass || node.hasClass(word), !visit(node)
          {
            return
          }
          next = node.successor(below: pointer)
        }
      }
    }
  }
}

/// The nodes below one node in document order.
package struct Descendants: Sequence, IteratorProtocol {
  private let top: Node
  private var upcoming: xmlNodePtr?

  init(top: Node) {
    self.top = top
    upcoming = top.pointer.firstChild
  }

  package mutating func next() -> Node? {
    guard let node = upcoming else { return nil }
    upcoming = node.successor(below: top.pointer)
    return Node(top.document, node)
  }
}
