internal import CXML2

/// A parsed page: owns libxml2's tree, which lives as long as the document or any of its nodes.
///
/// The bytes are UTF-8 whatever the page declares. Nothing is ever loaded: no network, no entities, no DTD.
package final class Document {
  package enum Syntax: Sendable { case html, xml }

  /// The longest page that is parsed (design §3).
  package static let maximumBytes = 16 << 20

  package let syntax: Syntax
  /// False when the parser had to repair XML, perhaps by leaving out its end; always true for HTML.
  package let isWellFormed: Bool

  let tree: xmlDocPtr
  /// Only documents that selectors search have one; it refers to the tree and goes before it.
  private var context: XPathContext?

  /// Parses HTML as leniently as browsers do. O(bytes).
  ///
  /// Without `keepsScripts`, scripts and styles may have lost any part of their text; everything else is the same.
  package convenience init(html: [UInt8], keepsScripts: Bool = true) throws(MarkupError) {
    try self.init(html, as: .html, keepsScripts: keepsScripts)
  }

  package convenience init(html: String) throws(MarkupError) { try self.init(html: Array(html.utf8)) }

  /// Parses XML, keeping what could be read of ill-formed text. O(bytes).
  package convenience init(xml: [UInt8]) throws(MarkupError) { try self.init(xml, as: .xml) }

  package convenience init(xml: String) throws(MarkupError) { try self.init(xml: Array(xml.utf8)) }

  package init(_ bytes: [UInt8], as syntax: Syntax, keepsScripts: Bool = true) throws(MarkupError) {
    let parsed = try Parser.parse(bytes, as: syntax, keepsScripts: keepsScripts)
    self.syntax = syntax
    tree = parsed.tree
    isWellFormed = parsed.isWellFormed
  }

  deinit {
    context = nil
    xmlFreeDoc(tree)
  }

  var evaluation: XPathContext {
    let context = self.context ?? XPathContext(tree)
    self.context = context
    return context
  }

  /// The node above the root element; selectors that search the whole page start here.
  package var node: Node { Node(self, UnsafeMutableRawPointer(tree).assumingMemoryBound(to: xmlNode.self)) }

  /// The outermost element; nil for an empty page.
  package var root: Node? { xmlDocGetRootElement(tree).map { Node(self, $0) } }
}
