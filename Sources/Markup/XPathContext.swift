internal import CXML2

/// libxml2's evaluation state for one document, made at the first selector and owned by the document.
struct XPathContext {
  /// Steps after which an evaluation is given up: about a second; a selector on a real page takes under a tenth of that.
  static let maximumSteps: UInt = 10_000_000

  let pointer: xmlXPathContextPtr?

  init(_ tree: xmlDocPtr) {
    // Numbers the elements, so that sorting a result compares numbers instead of climbing the tree.
    xmlXPathOrderDocElems(tree)
    pointer = xmlXPathNewContext(tree)
    guard let pointer else { return }
    pointer.pointee.error = { _, _ in }
    pointer.pointee.opLimit = Self.maximumSteps
    xmlXPathContextSetCache(pointer, 1, -1, 0)
    XPathFunctions.register(in: pointer)
  }

  func free() {
    if let pointer { xmlXPathFreeContext(pointer) }
  }
}
