internal import CXML2
internal import Synchronization

/// A CSS or XPath selector, compiled once and usable on any document.
package final class Selector: Sendable {
  /// What an XPath gives when it is not nodes.
  package enum Value {
    case nodes([Node])
    case string(String)
    case number(Double)
    case bool(Bool)
  }

  /// The selector as it was written.
  package let source: String
  /// The XPath that is evaluated.
  package let xpath: String
  /// CSS selects elements from an element on; above the root there is none.
  private let isCSS: Bool
  private let namespaces: [String: String]
  private let program: Program
  /// libxml2 caches function look-ups in the program, so one evaluation at a time may use it.
  private let use = Mutex<Void>(())

  /// Compiles an XPath 1.0 expression; `namespaces` maps its prefixes to URIs.
  package init(xpath: String, namespaces: [String: String] = [:]) throws(SelectorError) {
    source = xpath
    self.xpath = xpath
    self.namespaces = namespaces
    isCSS = false
    program = try Program(xpath)
  }

  /// Compiles a list of CSS selectors (Level 4 as far as a stored page can answer, `::text`, `::attr(name)`).
  ///
  /// The search starts with the node itself. An unprefixed name is looked for in the namespace that `namespaces`
  /// gives for "", else in all; names in HTML pages are lower case whatever the selector says.
  package init(
    css: String, namespaces: [String: String] = [:], in syntax: Document.Syntax = .html
  ) throws(SelectorError) {
    source = css
    self.namespaces = [:]
    isCSS = true
    let translator = CSSTranslator(syntax: syntax, namespaces: namespaces, source: css)
    xpath = try translator.translate(try CSSParser.parse(css))
    program = try Program(xpath)
  }

  /// The result of the selector from `node`, of whatever type it is.
  package func evaluate(from node: Node) throws(SelectorError) -> Value {
    let start = isCSS && node.kind == .document ? node.document.root : node
    guard let start else { return .nodes([]) }
    let outcome = use.withLock { _ in
      Local(
        value: Result { () throws(SelectorError) in try program.run(from: start, namespaces: namespaces, source: source)
        })
    }
    return try outcome.value.get()
  }
}

/// A result that leaves a lock on the thread that took it.
private struct Local: @unchecked Sendable {
  let value: Result<Selector.Value, SelectorError>
}

extension Node {
  /// The nodes that `selector` finds from here, in document order; none where it gives a string, number or bool.
  package func select(_ selector: Selector) throws(SelectorError) -> [Node] {
    guard case .nodes(let nodes) = try selector.evaluate(from: self) else { return [] }
    return nodes
  }

  package func first(_ selector: Selector) throws(SelectorError) -> Node? { try select(selector).first }
}

/// The owner of a compiled expression.
private final class Program: @unchecked Sendable {
  private let compiled: xmlXPathCompExprPtr

  init(_ xpath: String) throws(SelectorError) {
    Library.start()
    guard !xpath.utf8.contains(0) else { throw SelectorError(.badXPath("a NUL"), at: 0, in: xpath) }
    guard let context = xmlXPathNewContext(nil) else { throw SelectorError(.outOfMemory, at: 0, in: xpath) }
    defer { xmlXPathFreeContext(context) }
    context.pointee.error = { _, _ in }
    guard let compiled = xmlXPathCtxtCompile(context, xpath) else {
      throw SelectorError(lastErrorOf: context, in: xpath)
    }
    self.compiled = compiled
  }

  deinit { xmlXPathFreeCompExpr(compiled) }

  func run(from node: Node, namespaces: [String: String], source: String) throws(SelectorError) -> Selector.Value {
    guard let context = node.document.evaluation.pointer else { throw SelectorError(.outOfMemory, at: 0, in: source) }
    for (prefix, uri) in namespaces { xmlXPathRegisterNs(context, prefix, uri) }
    defer { if !namespaces.isEmpty { xmlXPathRegisteredNsCleanup(context) } }
    context.pointee.opCount = 0
    context.pointee.node = node.pointer
    context.pointee.here = node.pointer
    xmlResetError(&context.pointee.lastError)
    guard let result = xmlXPathCompiledEval(compiled, context) else {
      throw SelectorError(lastErrorOf: context, in: source)
    }
    defer { xmlXPathFreeObject(result) }
    return Selector.Value(result, in: node.document)
  }
}

extension Selector.Value {
  fileprivate init(_ object: xmlXPathObjectPtr, in document: Document) {
    switch object.pointee.type {
    case XPATH_BOOLEAN: self = .bool(object.pointee.boolval != 0)
    case XPATH_NUMBER: self = .number(object.pointee.floatval)
    case XPATH_STRING:
      self = .string(String(decoding: UnsafeBufferPointer(cString: object.pointee.stringval), as: UTF8.self))
    default:
      guard let set = object.pointee.nodesetval else {
        self = .nodes([])
        return
      }
      let found = UnsafeBufferPointer(start: set.pointee.nodeTab, count: Int(set.pointee.nodeNr))
      // Namespace nodes belong to the result, not to the document, and would dangle.
      self = .nodes(
        found.compactMap { $0 }.filter { $0.pointee.type != XML_NAMESPACE_DECL }.map { Node(document, $0) })
    }
  }
}
