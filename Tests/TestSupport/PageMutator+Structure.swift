/// Changes of what records are made of.
extension PageMutator {
  mutating func rebuild(_ page: PageElement, by change: Change) {
    guard let list = widest(page) else { return }
    let records = self.records(of: list)
    switch change {
    case .nestsTables: nestTables(list, records)
    case .flattensRecords: for record in records { list.replace(record, by: Self.flat(record)) }
    case .linksTiles: linkTiles(list, records)
    case .replacesLinks: replaceLinks(records)
    case .wrapsInTemplates: wrapInTemplates(page, list, records)
    default: break
    }
  }

  /// The children of the list that are alike.
  func records(of list: PageElement) -> [PageElement] {
    let byName = Dictionary(grouping: list.children, by: \.name)
    let most = byName.values.map(\.count).max() ?? 0
    return byName.filter { $0.value.count == most }.min { $0.key < $1.key }?.value ?? []
  }

  // MARK: Tables

  /// Lays out the list, and each record inside, as tables.
  private mutating func nestTables(_ list: PageElement, _ records: [PageElement]) {
    for record in records {
      let rows = record.contents.map { PageElement.Content.element(PageElement("tr", [], [.element(Self.cell([$0]))])) }
      record.contents = [.element(PageElement("table", [], rows))]
    }
    guard !["table", "tbody", "tr"].contains(list.name) else { return }
    let width = Int.random(in: 1...4, using: &random)
    let cells = records.map { record in record.name == "li" ? Self.cell(record.contents) : Self.cell([.element(record)])
    }
    let rows = stride(from: 0, to: cells.count, by: width).map { at -> PageElement.Content in
      .element(PageElement("tr", [], cells[at..<min(at + width, cells.count)].map { .element($0) }))
    }
    list.contents = [.element(PageElement("table", [("cellpadding", "0")], rows))]
    if list.name == "ul" { list.name = "div" }
  }

  private static func cell(_ contents: [PageElement.Content]) -> PageElement { PageElement("td", [], contents) }

  // MARK: Runs of siblings

  /// What a record holds, without anything around it; a link around all of it goes around each part.
  private static func flat(_ record: PageElement) -> [PageElement.Content] {
    var inner = record
    while inner.name != "a", let only = inner.children.first, inner.children.count == 1 { inner = only }
    guard inner.name == "a" else { return inner.contents.filter { !isBlank($0) } }
    return inner.contents.filter { !isBlank($0) }.map { .element(PageElement("a", inner.attributes, [$0])) }
  }

  private static func isBlank(_ content: PageElement.Content) -> Bool {
    if case .text(let text) = content { text.allSatisfy(\.isWhitespace) } else { false }
  }

  // MARK: Links

  /// Puts one link around each tile in place of those inside it.
  private func linkTiles(_ list: PageElement, _ records: [PageElement]) {
    for record in records where record.name != "a" {
      guard let target = Self.target(of: record) else { continue }
      var links: [(PageElement, PageElement)] = []
      record.walk { element, parent in if element.name == "a" { links.append((element, parent)) } }
      for (link, parent) in links.reversed() { parent.replace(link, by: link.contents) }
      if ["li", "td"].contains(record.name) {
        record.contents = [.element(PageElement("a", [("href", target)], record.contents))]
      } else {
        list.replace(record, by: [.element(PageElement("a", [("href", target)], [.element(record)]))])
      }
    }
  }

  /// Where most links of a record lead that hold a picture or a heading; nil where these are of several products.
  private static func target(of record: PageElement) -> String? {
    var targets: [String] = []
    record.walk { element, _ in
      guard element.name == "a", let target = element["href"]?.filter({ !$0.isWhitespace }) else { return }
      let tells = ["img", "h2", "h3", "h4"].contains { element.first(named: $0) != nil }
      if tells || record.first(named: "img") == nil { targets.append(target) }
    }
    return Set(targets).count == 1 ? targets.first : nil
  }

  /// Makes each link something that a script follows.
  private mutating func replaceLinks(_ records: [PageElement]) {
    let name = ["data-href", "data-url", "data-link"].randomElement(using: &random) ?? "data-href"
    let tag = ["button", "div", "span"].randomElement(using: &random) ?? "button"
    for record in records {
      let change = { (link: PageElement) in
        guard link.name == "a" else { return }
        link.name = tag
        link.attributes = link.attributes.map { $0.name == "href" ? (name, $0.value) : $0 } + [("role", "link")]
      }
      change(record)
      record.walk { element, _ in change(element) }
    }
  }

  // MARK: Components

  private mutating func wrapInTemplates(_ page: PageElement, _ list: PageElement, _ records: [PageElement]) {
    let outer = Bool.random(using: &random) ? list : body(page)
    for record in records {
      list.replace(record, by: [.element(PageElement("product-card", [], [.element(record)]))])
    }
    let template = PageElement("template", [("shadowrootmode", "open")], outer.contents)
    outer.contents = [.element(PageElement("product-grid", [], [.element(template)]))]
  }
}
