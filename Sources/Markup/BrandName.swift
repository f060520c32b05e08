/// The name of a brand in the element that shows it: a text, or a logo whose alternative text says it.
package enum BrandName {
  /// Longer texts are slogans and menus.
  static let maximumLength = 50
  /// How far below the element its logo may be.
  static let logoDepth = 2

  /// The name that an element gives, if it gives one. O(descendants).
  package static func find(in node: Node) -> String? {
    if node.isNamed("img") { return name(ofLogo: node) }
    let text = node.layoutText.collapsingSpace
    if !text.isEmpty { return text.count <= maximumLength ? text : nil }
    return findLogo(below: node, depth: 1)
  }

  private static func findLogo(below node: Node, depth: Int) -> String? {
    for child in node.elements {
      if child.isNamed("img"), let name = name(ofLogo: child) { return name }
      if depth < logoDepth, let name = findLogo(below: child, depth: depth + 1) { return name }
    }
    return nil
  }

  private static func name(ofLogo image: Node) -> String? {
    for attribute in ["alt", "title"] {
      guard let text = image.attribute(attribute)?.collapsingSpace, !text.isEmpty else { continue }
      return text.count <= maximumLength ? text : nil
    }
    return nil
  }
}
