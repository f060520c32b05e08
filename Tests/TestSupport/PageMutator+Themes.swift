/// Changes that come with a new theme.
extension PageMutator {
  mutating func renameData(_ page: PageElement) {
    let salt = random.next() % 1_000
    page.walk { element, _ in
      element.attributes = element.attributes.map { attribute in
        guard attribute.name.hasPrefix("data-") else { return attribute }
        return ("data-x\(salt)" + attribute.name.dropFirst(4), attribute.value)
      }
    }
  }

  func delayImages(_ page: PageElement) {
    page.walk { element, _ in
      guard element.name == "img", let source = element["src"], element["srcset"] == nil else { return }
      element.attributes.removeAll { $0.name == "src" }
      element.attributes += [("src", "data:image/gif;base64,R0lGODlhAQABAAAAACw="), ("data-src", source)]
    }
  }

  /// Puts the first word of texts of several words in an element of its own, as designers do.
  func splitTexts(_ page: PageElement) {
    page.walk { element, _ in
      guard ["h2", "h3", "h4", "p", "a"].contains(element.name), element.contents.count == 1,
        case .text(let text)? = element.contents.first
      else { return }
      let words = text.split(separator: " ", maxSplits: 1)
      guard words.count == 2 else { return }
      element.contents = [
        .element(PageElement("b", [], [.text(String(words[0]))])), .text(" " + words[1]),
      ]
    }
  }

  mutating func trackLinks(_ page: PageElement) {
    let campaign = random.next() % 100
    page.walk { element, _ in
      guard element.name == "a", let target = element["href"]?.trimmed, target.contains("/"), !target.contains("?")
      else { return }
      element["href"] = target + "?utm_source=list&utm_campaign=\(campaign)"
    }
  }

  /// A second, smaller list of some records at the top of the page, as "seen lately".
  mutating func addCarousel(_ page: PageElement) {
    guard let widest = widest(page), let body = page.children.last?.children.last else { return }
    let some = widest.children.filter { $0.text.count > 20 }.shuffled(using: &random).prefix(3)
    let cards = some.compactMap { record -> PageElement.Content? in
      guard let link = record.first(named: "a") ?? (record.name == "a" ? record : nil) else { return nil }
      let name = record.first(named: "h3") ?? record.first(named: "h2") ?? link
      return .element(
        PageElement("li", [], [.element(PageElement("a", [("href", link["href"] ?? "")], [.text(name.text)]))]))
    }
    body.contents.insert(.element(PageElement("ul", [("class", "seen-lately")], cards)), at: 0)
  }

  /// Takes away the box around each record, with all that its attributes say.
  func open(_ list: PageElement) {
    for record in list.children where !record.children.isEmpty && record.name != "a" {
      list.replace(record, by: [.element(PageElement("div", [], record.contents))])
    }
  }
}

extension PageElement {
  func first(named name: String) -> PageElement? {
    for child in children {
      if child.name == name { return child }
      if let inner = child.first(named: name) { return inner }
    }
    return nil
  }
}

extension String {
  fileprivate var trimmed: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
