internal import CXML2

/// The functions that our XPath knows beyond XPath 1.0.
enum XPathFunctions {
  static func register(in context: xmlXPathContextPtr) {
    xmlXPathRegisterFunc(context, "has-class", hasClass)
    xmlXPathRegisterFunc(context, "is-scope", isScope)
    xmlXPathRegisterFunc(context, "in-language", inLanguage)
    xmlXPathRegisterFunc(context, "contains-text", containsText)
    xmlXPathRegisterFunc(context, "siblings-before") { XPathFunctions.pushSiblings($0, $1, isFromEnd: false) }
    xmlXPathRegisterFunc(context, "siblings-after") { XPathFunctions.pushSiblings($0, $1, isFromEnd: true) }
  }

  /// `has-class('a', 'b')`: the context element has every class named.
  private static let hasClass: xmlXPathFunction = { parser, count in
    guard let parser else { return }
    let node = parser.pointee.context?.pointee.node
    var result = true
    for name in XPathFunctions.popStrings(parser, count) where result {
      var name = name
      result = name.withUTF8 { node?.hasClass($0) } ?? false
    }
    valuePush(parser, xmlXPathNewBoolean(result ? 1 : 0))
  }

  /// Whether the context node is the one that the evaluation started from.
  private static let isScope: xmlXPathFunction = { parser, _ in
    guard let parser, let context = parser.pointee.context else { return }
    valuePush(parser, xmlXPathNewBoolean(context.pointee.node == context.pointee.here ? 1 : 0))
  }

  /// `in-language('de', '*-CH')`: the context element is in one of the languages (RFC 4647 §3.3.2).
  private static let inLanguage: xmlXPathFunction = { parser, count in
    guard let parser else { return }
    let ranges = XPathFunctions.popStrings(parser, count)
    let language = parser.pointee.context?.pointee.node?.language
    let matches = ranges.contains { Language.matches(language, range: $0) }
    valuePush(parser, xmlXPathNewBoolean(matches ? 1 : 0))
  }

  /// `contains-text('a', 'b')`: the text inside the context node holds one of them.
  private static let containsText: xmlXPathFunction = { parser, count in
    guard let parser, let node = parser.pointee.context?.pointee.node else { return }
    let wanted = XPathFunctions.popStrings(parser, count)
    var text: [UInt8] = []
    node.appendText(to: &text)
    guard XPathFunctions.charge(parser, UInt(text.count / 16)) else { return }
    // Texts of a tree hold no NUL.
    text.append(0)
    let holds = wanted.contains { xmlStrstr(text, $0) != nil }
    valuePush(parser, xmlXPathNewBoolean(holds ? 1 : 0))
  }

  /// `siblings-before()` counts all, `siblings-before('type')` those with the element's own name.
  private static func pushSiblings(_ parser: xmlXPathParserContextPtr?, _ count: Int32, isFromEnd: Bool) {
    guard let parser, let context = parser.pointee.context, let node = context.pointee.node else { return }
    let order = SiblingOrder(isFromEnd: isFromEnd, isOfType: !popStrings(parser, count).isEmpty)
    let answer = XPathContext.of(context)?.count(of: node, order) ?? (count: 0, steps: 0)
    guard charge(parser, answer.steps) else { return }
    valuePush(parser, xmlXPathNewFloat(Double(answer.count)))
  }

  /// Counts steps that libxml2 does not see; false where the evaluation ends for it.
  private static func charge(_ parser: xmlXPathParserContextPtr, _ steps: UInt) -> Bool {
    guard let context = parser.pointee.context else { return false }
    context.pointee.opCount += min(steps, context.pointee.opLimit)
    guard context.pointee.opCount > context.pointee.opLimit else { return true }
    xmlXPathErr(parser, Int32(XPATH_OP_LIMIT_EXCEEDED.rawValue))
    return false
  }

  private static func popStrings(_ parser: xmlXPathParserContextPtr, _ count: Int32) -> [String] {
    var strings: [String] = []
    for _ in 0..<count {
      guard let text = xmlXPathPopString(parser) else { continue }
      strings.append(String(decoding: UnsafeBufferPointer(cString: text), as: UTF8.self))
      stocktake_xml_free(text)
    }
    return strings
  }
}

extension UnsafeMutablePointer<xmlNode> {
  /// The language that the nearest `lang` declares, in XML `xml:lang`; else what the page's head declares.
  fileprivate var language: String? {
    var next: xmlNodePtr? = self
    while let node = next, node.isElement {
      let isXML = node.pointee.ns.map { xmlStrEqual($0.pointee.href, Language.xhtml) != 1 } ?? !node.isHTML
      if let property = node.property(isXML ? "xml:lang" : "lang") { return property.text }
      next = node.pointee.parent
    }
    return isHTML ? declaredLanguage : nil
  }

  private var isHTML: Bool { pointee.doc.map { $0.pointee.type == XML_HTML_DOCUMENT_NODE } ?? false }

  /// `<meta http-equiv="content-language" content="de">`.
  private var declaredLanguage: String? {
    guard let root = xmlDocGetRootElement(pointee.doc) else { return nil }
    var next: xmlNodePtr? = root
    while let node = next, xmlStrEqual(node.pointee.name, "body") == 0 {
      if node.isElement, xmlStrEqual(node.pointee.name, "meta") == 1,
        node.property("http-equiv")?.text.asciiLowercased == "content-language"
      {
        return node.property("content")?.text
      }
      next = node.successor(below: root)
    }
    return nil
  }
}

/// Language tags and ranges.
enum Language {
  static let xhtml = "http://www.w3.org/1999/xhtml"

  /// Extended filtering (RFC 4647 §3.3.2) as `:lang()` uses it: `de` takes `de-CH`, `*-CH` takes `de-Latn-CH`.
  static func matches(_ tag: String?, range: String) -> Bool {
    guard let tag else { return false }
    guard !range.isEmpty, !tag.isEmpty else { return range.isEmpty && tag.isEmpty }
    var wanted = range.asciiLowercased.split(separator: "-", omittingEmptySubsequences: false)[...]
    var found = tag.asciiLowercased.split(separator: "-", omittingEmptySubsequences: false)[...]
    guard let first = wanted.popFirst(), let language = found.popFirst(), first == "*" || first == language else {
      return false
    }
    while let subtag = wanted.first {
      if subtag == "*" {
        wanted.removeFirst()
      } else if let candidate = found.popFirst() {
        if candidate == subtag {
          wanted.removeFirst()
        } else if candidate.count == 1 {
          return false
        }
      } else {
        return false
      }
    }
    return true
  }
}
