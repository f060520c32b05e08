/// RDFa Lite 1.1 (https://www.w3.org/TR/rdfa-lite/): vocab, typeof, property, resource and prefix.
package struct RDFaLite {
  private static let maximumDepth = 64

  /// The vocabulary and the prefixes that hold inside an element.
  private struct Context {
    var node: Node?
    var vocabulary: String?
    var prefixes = ["schema": "https://schema.org/", "og": "http://ogp.me/ns#"]

    func expanded(_ term: String) -> String {
      guard let colon = term.firstIndex(of: ":") else { return (vocabulary ?? "") + term }
      guard let base = prefixes[String(term[..<colon])] else { return term }
      return base + term[term.index(after: colon)...]
    }
  }

  /// An item that is not closed yet, and the properties that it is of the item around it.
  private struct OpenItem {
    var item: StructuredItem
    var names: [String]
  }

  private let resolve: (String) -> String
  private var items: [StructuredItem] = []
  private var open: [OpenItem] = []
  private var contexts = [Context()]
  private var steps = Microdata.maximumSteps

  private init(_ resolve: @escaping (String) -> String) { self.resolve = resolve }

  /// The items that are no other item's property, in document order; properties outside items are left to OpenGraph.
  package static func items(
    in document: Document, resolving resolve: @escaping (String) -> String = { $0 }
  ) -> [StructuredItem] {
    var reader = RDFaLite(resolve)
    var next = document.root
    while let node = next {
      reader.enter(node)
      next = node.firstElement ?? reader.leave(node)
    }
    return reader.items
  }

  private mutating func enter(_ node: Node) {
    enterContext(node)
    let names = node.attribute("property")?.words.map(\.localName) ?? []
    if let types = node.attribute("typeof")?.words, !types.isEmpty, open.count < Self.maximumDepth {
      var item = StructuredItem(node)
      item.types = types.map { contexts.last?.expanded($0) ?? $0 }
      item.id = node.attribute("resource") ?? node.attribute("about")
      open.append(OpenItem(item: item, names: names))
    } else if !open.isEmpty, !names.isEmpty {
      let value = value(node)
      for name in names { open[open.count - 1].item.add(.text(value), to: name) }
    }
  }

  private mutating func enterContext(_ node: Node) {
    let (vocabulary, prefixes) = (node.attribute("vocab"), node.attribute("prefix"))
    guard vocabulary != nil || prefixes != nil, contexts.count < Self.maximumDepth, var context = contexts.last else {
      return
    }
    context.node = node
    context.vocabulary = vocabulary ?? context.vocabulary
    context.prefixes.merge(OpenGraph.prefixes(prefixes ?? "")) { $1 }
    contexts.append(context)
  }

  /// Closes the elements that end behind `node` and gives the element after them.
  private mutating func leave(_ node: Node) -> Node? {
    var closing: Node? = node
    while let element = closing {
      close(element)
      if let next = element.nextElement { return next }
      closing = element.parent
    }
    return nil
  }

  private mutating func close(_ node: Node) {
    if contexts.last?.node == node { contexts.removeLast() }
    guard open.last?.item.node == node, var closed = open.popLast() else { return }
    if closed.item.properties.isEmpty { closed.item.text = node.layoutText(within: &steps) }
    guard !closed.names.isEmpty, !open.isEmpty else { return items.append(closed.item) }
    for name in closed.names { open[open.count - 1].item.add(.item(closed.item), to: name) }
  }

  private mutating func value(_ node: Node) -> String {
    if let content = node.attribute("content") { return content }
    for name in ["resource", "href", "src"] {
      if let address = node.attribute(name) { return resolve(address.trimmingSpace) }
    }
    return node.attribute("datetime") ?? node.layoutText(within: &steps)
  }
}

extension Node {
  fileprivate var firstElement: Node? {
    var next = pointer.firstChild
    while let child = next, !child.isElement { next = child.nextSibling }
    return next.map { Node(document, $0) }
  }
}

extension String {
  /// What follows the last `/`, `#` or `:`: `Product` of `https://schema.org/Product`.
  var localName: String {
    guard let at = lastIndex(where: { $0 == "/" || $0 == "#" || $0 == ":" }) else { return self }
    return String(self[index(after: at)...])
  }
}
