internal import Markup

/// A page as a tree that can be changed and written again.
final class PageElement {
  enum Content {
    case element(PageElement)
    case text(String)
    case comment(String)
  }

  var name: String
  var attributes: [(name: String, value: String)]
  var contents: [Content]

  init(_ name: String, _ attributes: [(name: String, value: String)] = [], _ contents: [Content] = []) {
    self.name = name
    self.attributes = attributes
    self.contents = contents
  }

  convenience init(html: String) throws {
    let document = try Document(html: html)
    self.init("#page", [], document.node.children.compactMap(Self.content))
  }

  private static func content(_ node: Node) -> Content? {
    switch node.kind {
    case .text: return .text(node.text)
    case .comment: return .comment(node.text)
    case .element:
      return .element(
        PageElement(
          node.name, node.attributes.map { ($0.name, $0.text) }, node.children.compactMap(content)))
    case .attribute, .document, .other: return nil
    }
  }

  /// A tree of its own that says the same.
  var copy: PageElement {
    PageElement(
      name, attributes,
      contents.map { content in
        if case .element(let element) = content { .element(element.copy) } else { content }
      })
  }

  subscript(attribute: String) -> String? {
    get { attributes.first { $0.name == attribute }?.value }
    set {
      guard let at = attributes.firstIndex(where: { $0.name == attribute }), let newValue else { return }
      attributes[at].value = newValue
    }
  }

  var children: [PageElement] {
    contents.compactMap { if case .element(let element) = $0 { element } else { nil } }
  }

  var text: String {
    contents.map { content in
      switch content {
      case .text(let text): text
      case .element(let element): element.text
      case .comment: ""
      }
    }.joined()
  }

  /// Calls `visit` for every element below with the one above it, outermost first.
  func walk(_ visit: (_ element: PageElement, _ parent: PageElement) -> Void) {
    for child in children {
      visit(child, self)
      child.walk(visit)
    }
  }

  func removeContent(_ element: PageElement) {
    contents.removeAll { if case .element(let other) = $0 { other === element } else { false } }
  }

  func replace(_ element: PageElement, by others: [Content]) {
    let at = contents.firstIndex { if case .element(let other) = $0 { other === element } else { false } }
    if let at { contents.replaceSubrange(at...at, with: others) }
  }

  // MARK: Writing

  private static let void: Set = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
  ]

  var html: String {
    if name == "#page" { return "<!DOCTYPE html>" + inner }
    let tag =
      attributes.reduce("<\(name)") { $0 + " \($1.name)=\"\(Self.escaped($1.value, isAttribute: true))\"" } + ">"
    return Self.void.contains(name) ? tag : tag + inner + "</\(name)>"
  }

  private var inner: String {
    let isRaw = name == "script" || name == "style"
    return contents.map { content in
      switch content {
      case .element(let element): element.html
      case .text(let text): isRaw ? text : Self.escaped(text, isAttribute: false)
      case .comment(let text): "<!--\(text)-->"
      }
    }.joined()
  }

  private static func escaped(_ text: String, isAttribute: Bool) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case "\"" where isAttribute: result += "&quot;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
