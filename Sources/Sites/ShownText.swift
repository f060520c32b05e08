package import Markup

extension Node {
  /// The text as people read it: a line break is a space, and raised cents stand behind a point. O(descendants).
  ///
  /// - Parameter isSkipped: Elements whose text does not count.
  package func shownText(skipping isSkipped: (Node) -> Bool) -> String {
    guard kind == .element || kind == .document else { return text }
    var shown = ""
    var upcoming = Array(children.reversed())
    while let node = upcoming.popLast() {
      if node.kind == .text {
        shown += node.text
      } else if node.isNamed("br") {
        shown += " "
      } else if node.kind == .element, !isSkipped(node) {
        if node.showsCents(behind: shown) { shown += "." }
        upcoming += node.children.reversed()
      }
    }
    return shown
  }

  /// Whether the element sets two digits apart from the number before them: raised, or called cents, or because the
  /// number before is complete (`1,449`).
  private func showsCents(behind shown: String) -> Bool {
    let before = shown.utf8.reversed().prefix { (48...57).contains($0) || $0 == UInt8(ascii: ",") }
    guard before.first != nil, before.first != UInt8(ascii: ",") else { return false }
    let own = text.utf8.filter { $0 > 0x20 }
    guard own.count == 2, own.allSatisfy({ (48...57).contains($0) }) else { return false }
    let words = (attribute("class") ?? "").lowercased()
    let isCalledCents = ["cent", "decimal", "fraction", "agorot"].contains { words.contains($0) }
    return isNamed("sup") || isCalledCents || Array(before).firstIndex(of: UInt8(ascii: ",")) == 3
  }
}
