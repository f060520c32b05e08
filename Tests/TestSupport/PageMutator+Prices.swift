/// Changes of how prices are written, and prices that are not the product's.
extension PageMutator {
  /// A text that shows a price, taken apart.
  private struct Shown {
    let element: PageElement
    let at: Int
    let before: String
    let number: String
    let behind: String

    var sign: String { (before + behind).filter { Shown.signs.contains($0) } }

    static let signs: Set<Character> = ["₪", "€", "$", "£"]

    /// Nil for a text that shows no price, by itself or with the sign in an element beside it.
    init?(_ element: PageElement, at: Int, in parent: PageElement) {
      guard element.contents.indices.contains(at), case .text(let text) = element.contents[at], text.utf8.count < 60,
        let first = text.firstIndex(where: { $0.isASCII && $0.isNumber })
      else { return nil }
      let isPart: (Character) -> Bool = { $0.isASCII && $0.isNumber || $0 == "," || $0 == "." }
      number = String(text[first...].prefix(while: isPart))
      before = String(text[..<first])
      behind = String(text[first...].dropFirst(number.count))
      guard number.count > 1, !behind.contains(where: \.isNumber), number.last?.isNumber == true else { return nil }
      let words = (before + behind).filter(\.isLetter)
      let isSigned = text.contains(where: Shown.signs.contains)
      let isBeside = element.text.contains(where: Shown.signs.contains) && words.isEmpty
      guard isSigned || isBeside, element.name != "script", parent.name != "script" else { return nil }
      (self.element, self.at) = (element, at)
    }
  }

  private func prices(in page: PageElement) -> [(shown: Shown, parent: PageElement)] {
    var found: [(Shown, PageElement)] = []
    body(page).walk { element, parent in
      for at in element.contents.indices.reversed() {
        if let shown = Shown(element, at: at, in: parent) { found.append((shown, parent)) }
      }
    }
    return found
  }

  mutating func rewritePrices(_ page: PageElement, by change: Change) {
    let style = Int.random(in: 0..<3, using: &random)
    for (shown, parent) in prices(in: page) {
      let parts: [PageElement.Content]
      switch change {
      case .splitsPrices: parts = Self.split(shown, style)
      case .raisesCents: parts = Self.raised(shown, style)
      case .separatesCurrency: parts = separated(shown, parent, style)
      case .hidesPrices: parts = Self.hidden(shown, style)
      default: parts = [.text(Self.spaced(shown, style))]
      }
      shown.element.contents.replaceSubrange(shown.at...shown.at, with: parts)
    }
  }

  private static func part(_ tag: String, _ text: String) -> PageElement.Content {
    .element(PageElement(tag, [], [.text(text)]))
  }

  /// Whole units, cents and sign in elements of their own.
  private static func split(_ shown: Shown, _ style: Int) -> [PageElement.Content] {
    let (whole, cents) = self.cents(of: shown.number)
    let number = [part("span", whole), part("span", cents)]
    let before = shown.before.isEmpty ? [] : [part("bdi", shown.before)]
    let behind = shown.behind.isEmpty ? [] : [part(style == 0 ? "small" : "bdi", shown.behind)]
    return before + number + behind
  }

  /// `1,449` and `.00` of `1,449` and of `1,449.00`.
  private static func cents(of number: String) -> (whole: String, cents: String) {
    let tail = number.suffix(3)
    if tail.first == ".", tail.count == 3 { return (String(number.dropLast(3)), String(tail)) }
    return (number, ".00")
  }

  /// Cents in a raised element, without a point.
  private static func raised(_ shown: Shown, _ style: Int) -> [PageElement.Content] {
    let (whole, cents) = self.cents(of: shown.number)
    return [.text(shown.before), part("span", whole), part("sup", String(cents.dropFirst())), .text(shown.behind)]
  }

  /// The number alone, and the sign in an element before or behind its own.
  private func separated(_ shown: Shown, _ parent: PageElement, _ style: Int) -> [PageElement.Content] {
    let sign = shown.sign
    guard !sign.isEmpty else { return [.text(shown.number)] }
    let number = Self.part("b", shown.number)
    return style == 0 ? [Self.part("i", sign), number] : [number, Self.part("i", sign)]
  }

  /// The number in an attribute, for a script to show.
  private static func hidden(_ shown: Shown, _ style: Int) -> [PageElement.Content] {
    let name = ["data-price", "content", "data-amount"][style]
    let plain = shown.number.filter { $0 != "," }
    shown.element.attributes.append((name, plain.contains(".") ? plain : plain + ".00"))
    return []
  }

  private static func spaced(_ shown: Shown, _ style: Int) -> String {
    let space = ["\u{A0}", "\u{202F}", "\u{2009}"][style]
    let number = shown.number.replacing(",", with: space)
    return "\n  \(shown.before)\(space)\(number)\(space)\n\(shown.behind)\u{A0}"
  }

  // MARK: Prices that are not the product's

  mutating func addPrices(_ page: PageElement, by change: Change) {
    guard let list = widest(page) else { return }
    let leads = Bool.random(using: &random)
    for record in records(of: list) {
      guard let (shown, _) = prices(in: PageElement("div", [], [.element(record)])).last else { continue }
      guard let whole = Int(Self.cents(of: shown.number).whole.filter(\.isNumber)) else { continue }
      let place = Self.place(of: shown.element, in: record)
      let sign = shown.sign.isEmpty ? "₪" : shown.sign
      let other =
        change == .addsInstalments
        ? PageElement("span", [], [.text("12 תשלומים של \(whole / 12 + 1) \(sign)")])
        : PageElement("del", [], [.text("\(whole + 100 + whole / 5) \(sign)")])
      if let words = shown.element["class"] { other.attributes.append(("class", words)) }
      place.parent.contents.insert(.element(other), at: leads ? place.at : place.at + 1)
    }
  }

  /// Where an element stands: the one above it and its number there.
  private static func place(of element: PageElement, in record: PageElement) -> (parent: PageElement, at: Int) {
    var place = (parent: record, at: 0)
    record.walk { found, parent in
      guard found === element else { return }
      let at = parent.contents.firstIndex { if case .element(let other) = $0 { other === element } else { false } }
      place = (parent, at ?? 0)
    }
    return place
  }
}
