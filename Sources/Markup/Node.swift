internal import CXML2

/// An element, attribute, text or comment of a document, which it keeps alive. Copying is free of copying the tree.
package struct Node {
  package enum Kind: Sendable { case element, attribute, text, comment, document, other }

  package let document: Document
  let pointer: xmlNodePtr

  init(_ document: Document, _ pointer: xmlNodePtr) {
    self.document = document
    self.pointer = pointer
  }

  init(_ document: Document, _ attribute: xmlAttrPtr) {
    self.init(document, UnsafeMutableRawPointer(attribute).assumingMemoryBound(to: xmlNode.self))
  }

  package var kind: Kind {
    switch pointer.pointee.type {
    case XML_ELEMENT_NODE: .element
    case XML_ATTRIBUTE_NODE: .attribute
    case XML_TEXT_NODE, XML_CDATA_SECTION_NODE: .text
    case XML_COMMENT_NODE: .comment
    case XML_DOCUMENT_NODE, XML_HTML_DOCUMENT_NODE: .document
    default: .other
    }
  }

  /// The tag or attribute name without a namespace prefix, lower-case in HTML; empty for texts.
  package var name: String {
    switch kind {
    case .element, .attribute: String(decoding: UnsafeBufferPointer(cString: pointer.pointee.name), as: UTF8.self)
    default: ""
    }
  }

  /// Compares the tag name without building a string.
  package func isNamed(_ name: String) -> Bool { pointer.isElement && xmlStrEqual(pointer.pointee.name, name) == 1 }

  /// The value of an attribute, raw; nil where the element has none. O(attributes).
  package func attribute(_ name: String) -> String? { pointer.property(name)?.text }

  package func hasAttribute(_ name: String) -> Bool { pointer.property(name) != nil }

  /// Whether the class attribute holds the word `name`.
  package func hasClass(_ name: String) -> Bool {
    var name = name
    return name.withUTF8 { pointer.hasClass($0) }
  }

  /// The attributes in document order, as nodes.
  package var attributes: [Node] {
    guard pointer.isElement else { return [] }
    var nodes: [Node] = []
    var next = pointer.pointee.properties
    while let property = next {
      nodes.append(Node(document, property))
      next = property.pointee.next
    }
    return nodes
  }

  /// All text inside, scripts included: textContent of the DOM. O(descendants).
  package var text: String {
    if pointer.isText || kind == .comment { return String(decoding: pointer.content, as: UTF8.self) }
    var bytes: [UInt8] = []
    pointer.appendText(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The text inside; nil where that is longer than `limit` bytes, or lies among more nodes. O(limit).
  package func text(upTo limit: Int) -> String? {
    var bytes: [UInt8] = []
    var nodes = 0
    var next = pointer.firstChild
    while let node = next {
      if node.isText { bytes.append(contentsOf: node.content) }
      nodes += 1
      guard bytes.count <= limit, nodes <= limit else { return nil }
      next = node.successor(below: pointer)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The text inside without the elements for which `isSkipped` holds; a line break is a space, as for a reader.
  package func text(skipping isSkipped: (Node) throws -> Bool) rethrows -> String {
    var bytes: [UInt8] = []
    var next = pointer.firstChild
    while let node = next {
      if node.isText { bytes.append(contentsOf: node.content) }
      if node.isElement, xmlStrEqual(node.pointee.name, "br") == 1 { bytes.append(UInt8(ascii: " ")) }
      if node.isElement, try isSkipped(Node(document, node)) {
        next = node.successorSkippingChildren(below: pointer)
      } else {
        next = node.successor(below: pointer)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The text with every run of white space (no-break space included) as one space, trimmed.
  package var collapsedText: String { text.collapsingSpace }
}

extension Node: Hashable {
  package static func == (left: Node, right: Node) -> Bool { left.pointer == right.pointer }

  package func hash(into hasher: inout Hasher) { hasher.combine(pointer) }
}

extension String {
  /// Every run of white space (no-break space included) as one space, trimmed.
  package var collapsingSpace: String {
    var collapsed: [UInt8] = []
    var utf8 = utf8[...]
    var isPending = false
    while let byte = utf8.popFirst() {
      if byte.isASCIISpace || byte == 0x0B {
        isPending = true
      } else if byte == 0xC2, utf8.first == 0xA0 {
        utf8.removeFirst()
        isPending = true
      } else {
        if isPending, !collapsed.isEmpty { collapsed.append(0x20) }
        isPending = false
        collapsed.append(byte)
      }
    }
    return String(decoding: collapsed, as: UTF8.self)
  }
}
