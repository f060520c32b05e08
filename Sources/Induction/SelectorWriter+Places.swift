internal import Markup

/// Selectors that say where an element stands.
extension SelectorWriter {
  /// The element as a child of, or anywhere in, what stands above it, up to `top` and without it.
  static func inContext(_ element: Int, below top: Int, of outline: PageOutline) -> [SelectorCandidate] {
    let own = simple(outline.elements[element]).filter { $0.cost != SelectorCandidate.Cost.word + 1 }.prefix(5)
    var found: [SelectorCandidate] = []
    for (depth, above) in outline.path(up: element).dropFirst().prefix(while: { $0 != top }).prefix(6).enumerated() {
      for outer in simple(outline.elements[above]).prefix(8) where outer.cost != SelectorCandidate.Cost.word + 1 {
        // From afar only what names a place tells it from others.
        let isNamed = outer.cost < SelectorCandidate.Cost.tag
        if depth >= 3, !isNamed { continue }
        for inner in own {
          let cost =
            SelectorCandidate.Cost.context + (isNamed ? depth / 2 : depth + 2) + outer.cost / 10 + inner.cost / 10
          found.append(.init(source: "\(outer.source)\(depth == 0 ? " > " : " ")\(inner.source)", cost: cost))
        }
      }
    }
    return found
  }

  /// The path from `top` down to the element, with and without the positions of its steps.
  static func places(_ element: Int, below top: Int, of outline: PageOutline) -> [SelectorCandidate] {
    let steps = Array(outline.path(up: element).prefix { $0 != top }.reversed())
    guard !steps.isEmpty, steps.count <= 12 else { return [] }
    let tags = steps.map { outline.elements[$0].name }
    let placed = steps.map { ":nth-of-type(\(Self.position(outline.elements[$0])))" }
    let exact = zip(tags, placed).map { $0 + $1 }.joined(separator: " > ")
    let cost = SelectorCandidate.Cost.place + steps.count
    return [
      .init(source: ":scope > " + exact, cost: cost + 5),
      .init(source: ":scope > " + tags.joined(separator: " > "), cost: cost),
    ]
  }

  /// The path from the page down to a record: places above, `plain` steps of any place below them.
  static func paths(_ element: Int, of outline: PageOutline) -> [SelectorCandidate] {
    let steps = Array(outline.path(up: element).reversed())
    guard steps.count > 1, steps.count <= 30 else { return [] }
    return (1...min(6, steps.count - 1)).map { plain in
      let path = steps.enumerated().map { index, number in
        let node = outline.elements[number]
        return index < steps.count - plain && index > 1 ? node.name + ":nth-of-type(\(position(node)))" : node.name
      }
      return .init(source: path.joined(separator: " > "), cost: SelectorCandidate.Cost.place + 10 + plain)
    }
  }

  /// The number of the element among its siblings of the same tag, from 1.
  static func position(_ element: Node) -> Int {
    var position = 1
    var sibling = element.previousElement
    let name = element.name
    while let node = sibling {
      if node.isNamed(name) { position += 1 }
      sibling = node.previousElement
    }
    return position
  }

  /// The element as the k-th of its tag in the record.
  static func ordinal(_ element: Int, below top: Int, of outline: PageOutline) -> [SelectorCandidate] {
    let name = outline.elements[element].name
    let before = (top + 1..<max(top + 1, element)).count { outline.elements[$0].isNamed(name) }
    let behind = (element + 1..<max(element + 1, outline.ends[top])).count { outline.elements[$0].isNamed(name) }
    guard before < 40, CSSName.isPlain(name) else { return [] }
    let all = "(.//\(name))"
    let cost = SelectorCandidate.Cost.place + 8
    return [
      .init(source: "\(all)[\(before + 1)]", cost: cost + before),
      .init(source: "\(all)[last()\(behind == 0 ? "" : "-\(behind)")]", cost: cost + behind + 1),
    ]
  }
}
