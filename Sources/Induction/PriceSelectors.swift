internal import Markup
internal import Sites
internal import Text

/// Selectors of prices by what they say: the k-th innermost element, or text, with a currency and a digit.
enum PriceSelectors {
  private static let marks = ["₪", "$", "€", "£", "ש\"ח", "NIS", "ILS"]

  /// Whether a text states an amount beside a currency.
  static func showsPrice(_ text: String) -> Bool {
    guard text.utf8.contains(where: ASCII.isDigit) else { return false }
    return marks.contains { mark in
      text.ranges(of: mark).contains { range in
        let before = text[..<range.lowerBound].last { !$0.isWhitespace }
        let behind = text[range.upperBound...].first { !$0.isWhitespace && $0 != ":" }
        return before?.isNumber == true || behind?.isNumber == true
      }
    }
  }

  /// The texts of an element that each show a price: those that stand directly in it, else all of it where no element
  /// inside shows one.
  static func texts(_ number: Int, _ outline: PageOutline) -> [String] {
    let own = outline.elements[number].children.filter { $0.kind == .text }.map(\.text).filter(showsPrice)
    guard own.isEmpty else { return own }
    return isInnermostPrice(number, outline) ? [outline.elements[number].text { $0.isHidden }] : []
  }

  /// Whether an element shows a price and no element inside it does.
  static func isInnermostPrice(_ number: Int, _ outline: PageOutline) -> Bool {
    let element = outline.elements[number]
    guard outline.ends[number] - number <= 12, !element.isNamed("script"), !element.isNamed("style") else {
      return false
    }
    let text = element.text
    guard text.utf8.count <= 200, showsPrice(text) else { return false }
    return !element.elements.contains { showsPrice($0.text) }
  }

  static func sources(of place: Evidence, in record: Int, _ outline: PageOutline) -> [SelectorCandidate] {
    paths(of: place, outline).flatMap { places($0.source, place, record, outline, cost: $0.cost) }
  }

  /// The paths to all texts, and to all innermost elements, that say an amount as `place` does.
  static func paths(of place: Evidence, _ outline: PageOutline) -> [SelectorCandidate] {
    guard place.part == .content || place.part == .ownText else { return [] }
    let element = outline.elements[place.element]
    let text = element.text
    guard let mark = marks.first(where: { text.contains($0) }) else { return [] }
    let quoted = mark.contains("\"") ? "'\(mark)'" : "\"\(mark)\""
    let isPrice = "contains(.,\(quoted)) and translate(.,'0123456789','')!=string(.)"
    return [
      .init(source: ".//text()[\(isPrice)]", cost: SelectorCandidate.Cost.content),
      .init(source: ".//*[\(isPrice)][not(*[\(isPrice)])]", cost: SelectorCandidate.Cost.content + 1),
    ]
  }

  /// The path's first and last few results that stand in the element.
  private static func places(
    _ path: String, _ place: Evidence, _ record: Int, _ outline: PageOutline, cost: Int
  ) -> [SelectorCandidate] {
    let element = outline.elements[place.element]
    guard let selector = try? Selector(xpath: path),
      let found = try? outline.elements[record].select(selector), found.count <= 12
    else { return [] }
    return found.indices.filter { at in
      let node = found[at]
      return node == element || (node.kind == .text && node.parent == element)
    }.flatMap { at -> [SelectorCandidate] in
      let back = found.count - 1 - at
      return [
        .init(source: "(\(path))[\(at + 1)]", cost: cost + at),
        .init(source: "(\(path))[last()\(back == 0 ? "" : "-\(back)")]", cost: cost + back + 1),
      ]
    }
  }
}
