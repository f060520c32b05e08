/// Changes that take away, or make useless, what selectors hold on to.
extension PageMutator {
  func body(_ page: PageElement) -> PageElement { page.first(named: "body") ?? page }

  mutating func strip(_ page: PageElement, by change: Change) {
    switch change {
    case .keepsOnlyIDs: removeAttributes(page) { $0 == "class" || Self.isData($0) || Self.isMicrodata($0) }
    case .keepsOnlyData: removeAttributes(page) { $0 == "class" || $0 == "id" || Self.isMicrodata($0) }
    case .keepsNoHooks:
      removeAttributes(page) { ["class", "id"].contains($0) || Self.isData($0) || Self.isMicrodata($0) }
    case .removesMicrodata: removeMicrodata(page)
    case .hashesClasses: hashClasses(page)
    default: break
    }
  }

  private func removeAttributes(_ page: PageElement, where isRemoved: (String) -> Bool) {
    body(page).walk { element, _ in element.attributes.removeAll { isRemoved($0.name) } }
  }

  /// Lazy images need their addresses.
  private static func isData(_ name: String) -> Bool {
    name.hasPrefix("data-") && !["src", "original", "lazy", "image"].contains { name.contains($0) }
  }

  private static func isMicrodata(_ name: String) -> Bool {
    ["itemprop", "itemscope", "itemtype", "itemid", "itemref", "property", "typeof", "vocab"].contains(name)
  }

  private func removeMicrodata(_ page: PageElement) {
    page.walk { element, parent in
      element.attributes.removeAll { Self.isMicrodata($0.name) && element.name != "meta" }
      if element.name == "script", element["type"]?.contains("ld+json") == true { parent.removeContent(element) }
    }
  }

  /// Gives every element class words of its own, as some builders do.
  private mutating func hashClasses(_ page: PageElement) {
    body(page).walk { element, _ in
      guard element["class"] != nil else { return }
      let words = (0..<Int.random(in: 1...2, using: &random)).map { _ in
        "c" + String(random.next() % 2_176_782_336, radix: 36)
      }
      element["class"] = words.joined(separator: " ")
    }
  }
}
