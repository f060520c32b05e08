package import Markup
internal import Text

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
    let before = Array(shown.utf8.suffix(4))
    guard let last = before.last, ASCII.isDigit(last) else { return false }
    let own = (text(upTo: 100) ?? "").utf8.filter { $0 > 0x20 }
    guard own.count == 2, own.allSatisfy(ASCII.isDigit) else { return false }
    let words = (attribute("class") ?? "").lowercased()
    let isCalledCents = ["cent", "decimal", "fraction", "agorot"].contains { words.contains($0) }
    let isComplete = before.count == 4 && before[0] == UInt8(ascii: ",") && before.dropFirst().allSatisfy(ASCII.isDigit)
    return isNamed("sup") || isCalledCents || isComplete
  }
}
