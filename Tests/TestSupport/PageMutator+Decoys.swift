/// What stands on pages and is no product of theirs, in the products' own clothes.
extension PageMutator {
  mutating func addDecoys(_ page: PageElement, by change: Change) {
    guard let list = widest(page) else { return }
    let records = self.records(of: list)
    switch change {
    case .addsRelated:
      addStrip("related", cards: some(4, of: records).map { foreign($0) }, like: list, in: page, atEnd: true)
    case .addsSeen: addStrip("seen", cards: some(3, of: records).map(seen), like: list, in: page, atEnd: false)
    case .addsCart: addCart(some(2, of: records), to: page)
    default: for record in some(2, of: records) { advertise(before: record, in: list) }
    }
  }

  private mutating func some(_ count: Int, of records: [PageElement]) -> [PageElement] {
    Array(
      records.filter { $0.text.contains(where: \.isLetter) || $0.first(named: "img") != nil }
        .shuffled(using: &random).prefix(count))
  }

  private func addStrip(
    _ title: String, cards: [PageElement], like list: PageElement, in page: PageElement, atEnd: Bool
  ) {
    let strip = PageElement(list.name, list.attributes.filter { $0.name != "id" }, cards.map { .element($0) })
    let box = PageElement(
      "section", [("class", title)], [.element(PageElement("h2", [], [.text(title)])), .element(strip)])
    let body = body(page)
    body.contents.insert(.element(box), at: atEnd ? body.contents.count : 0)
  }

  /// A card of another product: another address, number, name and price.
  private mutating func foreign(_ record: PageElement) -> PageElement {
    let number = String(Int.random(in: 10_000...99_999, using: &random))
    let card = record.copy
    let change = { (element: PageElement) in
      element.attributes = element.attributes.map { attribute in
        switch attribute.name {
        case "href": (attribute.name, Self.moved(attribute.value, number))
        case "id" where attribute.value.contains(where: \.isNumber):
          (attribute.name, attribute.value.filter { !$0.isNumber } + number)
        case _ where attribute.name.hasPrefix("data-") && !attribute.value.contains("/"):
          (attribute.name, attribute.value + number)
        default: attribute
        }
      }
      element.contents = element.contents.map { content in
        guard case .text(let text) = content, text.contains(where: \.isLetter), element.name != "script" else {
          return content
        }
        return .text(text + " " + number)
      }
    }
    change(card)
    card.walk { element, _ in change(element) }
    return card
  }

  /// Another address in the same folder.
  private static func moved(_ address: String, _ number: String) -> String {
    let target = address.filter { !$0.isWhitespace }
    let isFolder = target.hasSuffix("/")
    let parts = (isFolder ? target.dropLast() : target[...]).split(separator: "/", omittingEmptySubsequences: false)
    return (parts.dropLast() + ["\(number)-other"]).joined(separator: "/") + (isFolder ? "/" : "")
  }

  /// A card of a product of the page, without its price.
  private func seen(_ record: PageElement) -> PageElement {
    let card = record.copy
    var texts: [(PageElement, PageElement)] = []
    card.walk { element, parent in
      if element.children.isEmpty, ["₪", "€"].contains(where: { element.text.contains($0) }) {
        texts.append((element, parent))
      }
    }
    for (element, parent) in texts { parent.removeContent(element) }
    return card
  }

  private func addCart(_ records: [PageElement], to page: PageElement) {
    let lines = records.map { record -> PageElement.Content in
      let target = record.name == "a" ? record["href"] : record.first(named: "a")?["href"]
      let name = ["h2", "h3", "h4"].lazy.compactMap { record.first(named: $0)?.text }.first ?? "x"
      let link = PageElement("a", [("href", target ?? "")], [.text(name)])
      return .element(
        PageElement(
          "li", [("class", "cart-line")],
          [.element(link), .element(PageElement("span", [("class", "price")], [.text("2 × 77 ₪")]))]))
    }
    let total = PageElement("b", [("class", "price")], [.text("308 ₪")])
    let cart = PageElement("div", [("id", "mini-cart")], [.element(PageElement("ul", [], lines)), .element(total)])
    body(page).contents.insert(.element(cart), at: 0)
  }

  /// A tile among the others that sells nothing.
  private mutating func advertise(before record: PageElement, in list: PageElement) {
    let card = foreign(record)
    let strip = { (element: PageElement) in
      element.attributes.removeAll { $0.name == "id" || $0.name.hasPrefix("data-") }
      if element["href"] != nil { element["href"] = "/campaigns/summer" }
    }
    strip(card)
    card.walk { element, _ in strip(element) }
    list.replace(record, by: [.element(card), .element(record)])
  }
}
