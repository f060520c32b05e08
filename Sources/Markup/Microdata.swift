/// Microdata of a page (HTML §5, https://html.spec.whatwg.org/multipage/microdata.html), with itemref.
///
/// Beyond the specification, `content` gives the value of any element, as schema.org's own examples use it.
package struct Microdata {
  /// Elements that are looked at before an extraction is ended: itemref can make a small page endless.
  static let maximumSteps = 2_000_000

  private let document: Document
  private let resolve: (String) -> String
  private lazy var elements = elementsByID()
  private var isTaken: Set<Node> = []
  private var open: Set<Node> = []
  private var steps = Microdata.maximumSteps

  private init(_ document: Document, _ resolve: @escaping (String) -> String) {
    self.document = document
    self.resolve = resolve
  }

  /// The items that belong to no other, in document order; `resolve` makes addresses absolute.
  package static func items(
    in document: Document, resolving resolve: @escaping (String) -> String = { $0 }
  ) -> [StructuredItem] {
    var reader = Microdata(document, resolve)
    let scopes = document.node.descendants.filter { $0.hasAttribute("itemscope") }
    var items: [Node: StructuredItem] = [:]
    for scope in scopes where !scope.hasAttribute("itemprop") { items[scope] = reader.item(scope) }
    // A property without an item around it is an item of its own.
    for scope in scopes where items[scope] == nil && !reader.isTaken.contains(scope) {
      items[scope] = reader.item(scope)
    }
    return scopes.compactMap { items[$0] }
  }

  private mutating func item(_ scope: Node) -> StructuredItem {
    var item = StructuredItem(scope)
    isTaken.insert(scope)
    open.insert(scope)
    defer { open.remove(scope) }
    item.id = scope.attribute("itemid")?.collapsingSpace
    item.types = scope.attribute("itemtype")?.words ?? []
    var visited: Set<Node> = [scope]
    collect(below: scope, into: &item, &visited)
    for id in scope.attribute("itemref")?.words ?? [] {
      guard let element = elements[id], visited.insert(element).inserted else { continue }
      if add(element, to: &item) { collect(below: element, into: &item, &visited) }
    }
    if item.properties.isEmpty { item.text = scope.layoutText(within: &steps) }
    return item
  }

  /// Adds the properties below `top`, not entering other items.
  private mutating func collect(below top: Node, into item: inout StructuredItem, _ visited: inout Set<Node>) {
    var next = top.pointer.firstChild
    while let pointer = next, steps > 0 {
      next = pointer.successor(below: top.pointer)
      guard pointer.isElement else { continue }
      steps -= 1
      let node = Node(document, pointer)
      guard visited.insert(node).inserted else {
        next = pointer.successorSkippingChildren(below: top.pointer)
        continue
      }
      if !add(node, to: &item) { next = pointer.successorSkippingChildren(below: top.pointer) }
    }
  }

  /// Adds what one element gives; true where its descendants belong to the same item.
  private mutating func add(_ node: Node, to item: inout StructuredItem) -> Bool {
    let isScope = node.hasAttribute("itemscope")
    guard let names = node.attribute("itemprop")?.words, !names.isEmpty else { return !isScope }
    let value: StructuredItem.Value
    if isScope {
      // An item inside itself has no value.
      guard !open.contains(node), open.count < 64 else { return false }
      value = .item(self.item(node))
    } else if node.isNamed("input"), node.attribute("content") == nil, let name = node.attribute("name") {
      value = .input(name: name, isRequired: node.hasAttribute("required"))
    } else {
      value = .text(node.propertyValue(resolve, within: &steps))
    }
    for name in names { item.add(value, to: name) }
    return !isScope
  }

  private func elementsByID() -> [String: Node] {
    var elements: [String: Node] = [:]
    for node in document.node.descendants {
      guard let id = node.attribute("id"), elements[id] == nil else { continue }
      elements[id] = node
    }
    return elements
  }
}

extension Node {
  /// The value of a property element (HTML §5.2.4); its text takes from `steps`.
  fileprivate func propertyValue(_ resolve: (String) -> String, within steps: inout Int) -> String {
    let stated: String?
    switch name {
    case "meta": stated = attribute("content") ?? ""
    case "audio", "embed", "iframe", "img", "source", "track", "video": stated = address("src", "data-src", resolve)
    case "a", "area", "link": stated = address("href", "content", resolve)
    case "object": stated = address("data", "content", resolve)
    case "data", "meter": stated = attribute("value")
    case "time": stated = attribute("datetime") ?? attribute("content")
    default: stated = attribute("content")
    }
    return stated ?? layoutText(within: &steps)
  }

  private func address(_ name: String, _ substitute: String, _ resolve: (String) -> String) -> String? {
    (attribute(name) ?? attribute(substitute)).map { resolve($0.trimmingSpace) }
  }
}

extension String {
  /// The parts between white space.
  var words: [String] { split { $0.isASCII && $0.isWhitespace }.map(String.init) }

  var trimmingSpace: String {
    let isSpace: (UInt8) -> Bool = { $0.isASCIISpace }
    guard let first = utf8.firstIndex(where: { !isSpace($0) }), let last = utf8.lastIndex(where: { !isSpace($0) })
    else { return "" }
    return String(self[first...last])
  }
}
