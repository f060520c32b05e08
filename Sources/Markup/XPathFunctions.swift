internal import CXML2

/// The functions that our XPath knows beyond XPath 1.0.
enum XPathFunctions {
  static func register(in context: xmlXPathContextPtr) {
    xmlXPathRegisterFunc(context, "has-class", hasClass)
  }

  /// `has-class('a', 'b')`: the context element has every class named.
  private static let hasClass: xmlXPathFunction = { parser, count in
    guard let parser else { return }
    var result = true
    for _ in 0..<count {
      guard let name = xmlXPathPopString(parser) else { return }
      let node = parser.pointee.context.pointee.node
      if node?.hasClass(UnsafeBufferPointer(cString: name)) != true { result = false }
      stocktake_xml_free(name)
    }
    valuePush(parser, xmlXPathNewBoolean(result ? 1 : 0))
  }
}
