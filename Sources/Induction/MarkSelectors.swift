internal import Markup

/// Selectors of elements that some records have and others have not.
enum MarkSelectors {
  private static let longestText = 40

  /// What the element alone says, and its text where it is short.
  static func sources(of element: Node, isLeaf: Bool) -> [SelectorCandidate] {
    var sources = SelectorWriter.simple(element).filter { $0.cost != SelectorCandidate.Cost.tag }
    let text = Reading.spelled(element.text)
    guard isLeaf, !text.isEmpty, text.utf8.count <= longestText, !text.contains("\""), CSSName.isPlain(element.name)
    else {
      return sources
    }
    sources.append(
      .init(source: ".//\(element.name)[normalize-space()=\"\(text)\"]", cost: SelectorCandidate.Cost.content))
    return sources
  }
}
