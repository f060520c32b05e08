/// One step of the path to a page.
package struct Breadcrumb: Equatable, Sendable {
  /// nil for a link that shows only a picture and is described nowhere.
  package let name: String?
  /// nil for the page itself and for steps that lead nowhere.
  package let url: String?
}

/// Reads the element that shows a breadcrumb trail: links, texts between them, separators of any kind.
package struct BreadcrumbTrail {
  /// What has more nodes is no trail.
  private static let maximumNodes = 5_000

  private let resolve: (String) -> String
  private var crumbs: [Breadcrumb] = []
  private var text: [UInt8] = []

  /// The steps from the outermost on; `resolve` makes addresses absolute. O(descendants).
  package static func crumbs(
    in node: Node, resolving resolve: @escaping (String) -> String = { $0 }
  ) -> [Breadcrumb] {
    var trail = BreadcrumbTrail(resolve: resolve)
    trail.read(node)
    trail.endText()
    return trail.crumbs
  }

  private init(resolve: @escaping (String) -> String) { self.resolve = resolve }

  private mutating func read(_ top: Node) {
    if top.isNamed("a") { return add(link: top) }
    var next = top.pointer.firstChild
    var remaining = Self.maximumNodes
    while let pointer = next, remaining > 0 {
      remaining -= 1
      next = pointer.successor(below: top.pointer)
      if pointer.isText { text.append(contentsOf: pointer.content) }
      guard pointer.isElement else { continue }
      let node = Node(top.document, pointer)
      if node.isNamed("a") {
        add(link: node)
      } else {
        if !node.isInline { endText() }
        guard node.isInvisible || isMenu(node, below: top) else { continue }
      }
      next = pointer.successorSkippingChildren(below: top.pointer)
    }
  }

  /// A list inside a step, or one that is named so, shows the neighbours of a step.
  private func isMenu(_ node: Node, below top: Node) -> Bool {
    guard node.isNamed("ul") || node.isNamed("ol"), node != top else { return false }
    if let name = node.attribute("class")?.asciiLowercased, name.contains("dropdown") || name.contains("menu") {
      return !crumbs.isEmpty
    }
    guard let step = node.ancestor(where: { $0.isNamed("li") || $0 == top }), step != top else { return false }
    return step.firstDescendant(named: "a") != nil
  }

  private mutating func add(link: Node) {
    endText()
    let shown = link.layoutText.collapsingSpace
    // "« Back" is no step of the path.
    if let first = shown.first, "«‹←<".contains(first) { return }
    var name = Self.trimmed(shown)
    if name.isEmpty { name = link.attribute("title")?.collapsingSpace ?? "" }
    let url = link.attribute("href")?.trimmingSpace
    let leadsNowhere =
      url.map { $0.isEmpty || $0.hasPrefix("#") || $0.asciiLowercased.hasPrefix("javascript:") } ?? true
    // Behind the page's own name, what leads nowhere is a control.
    if leadsNowhere, name.isEmpty || crumbs.last.map({ $0.url == nil }) == true { return }
    crumbs.append(Breadcrumb(name: name.isEmpty ? nil : name, url: leadsNowhere ? nil : url.map(resolve)))
  }

  private mutating func endText() {
    let shown = String(decoding: text, as: UTF8.self).collapsingSpace
    text = []
    // "You are here:" before the first link is a label.
    if crumbs.isEmpty, let last = shown.last, ":?".contains(last) { return }
    for part in Self.parts(of: shown) where !part.isEmpty { crumbs.append(Breadcrumb(name: part, url: nil)) }
  }

  /// The names in a text without links, between separators that are words of their own.
  private static func parts(of text: String) -> [String] {
    text.split(separator: " ").split { $0 == ">" || $0 == "»" || $0 == "›" }.map { trimmed($0.joined(separator: " ")) }
  }

  /// The text without the separators around it; empty where it is nothing else.
  private static func trimmed(_ text: String) -> String {
    var characters = text[...]
    while let first = characters.first, isSeparator(first) || "»›".contains(first) { characters.removeFirst() }
    let isQuoted = characters.contains("«")
    while let last = characters.last, isSeparator(last) || (last == "»" && !isQuoted) || last == "›" {
      characters.removeLast()
    }
    return String(characters)
  }

  private static func isSeparator(_ character: Character) -> Bool {
    if character.isWhitespace || "<>|/\\:-·•–—…".contains(character) { return true }
    // Arrows, geometric shapes, dingbats, and the private characters of icon fonts.
    return character.unicodeScalars.allSatisfy {
      (0x2190...0x27BF).contains($0.value) || (0xE000...0xF8FF).contains($0.value)
    }
  }
}

extension Node {
  fileprivate var isInline: Bool {
    ["b", "strong", "em", "i", "span", "font", "small", "bdi", "u"].contains { isNamed($0) }
  }

  fileprivate var isInvisible: Bool { ["script", "style", "template"].contains { isNamed($0) } }
}
