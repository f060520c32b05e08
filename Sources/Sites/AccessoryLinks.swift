internal import JSON
internal import Markup
internal import Text

/// The accessories that a product's page shows in a block of their own.
enum AccessoryLinks {
  /// More than this many are an overview of accessories, not one product's.
  private static let limit = 40
  private static let linksExamined = 500
  /// No product's page has more blocks of accessories; hostile ones have titles by the thousand.
  private static let titlesExamined = 8

  fileprivate static let titles: Set = [
    "accessories", "optional accessories", "recommended accessories", "related accessories", "matching accessories",
    "compatible accessories", "zubehör", "accessoires", "accesorios", "accessori", "tillbehör", "אביזרים",
    "אביזרים נלווים", "אביזרים מומלצים",
  ]

  /// The addresses of the accessories, each once, in page order; nil where the page shows none.
  static func all(in page: Node, at address: PageAddress) -> JSON? {
    let headings = page.descendants.lazy.filter { $0.isAccessoriesTitle && $0.ancestor(where: \.isChrome) == nil }
    for heading in headings.prefix(titlesExamined) {
      guard let block = block(of: heading) else { continue }
      let links = links(in: block, at: address)
      if !links.isEmpty, links.count <= limit { return .array(links.map(JSON.string)) }
    }
    return nil
  }

  /// The smallest element around the heading that holds links and no other heading of its rank.
  private static func block(of heading: Node) -> Node? {
    var block: Node?
    var next = heading.parent
    for _ in 0..<4 {
      guard let node = next, node.kind == .element, !node.isNamed("body"), !node.isNamed("main") else { break }
      let others = node.descendants.lazy.filter { $0 != heading && $0.isNamed(heading.name) }
      if others.contains(where: { !$0.isLinked }) { break }
      block = node
      if node.firstDescendant(named: "a") != nil { return node }
      next = node.parent
    }
    return block?.firstDescendant(named: "a") == nil ? nil : block
  }

  private static func links(in block: Node, at address: PageAddress) -> [String] {
    var seen: Set<String> = [address.claimed?.identity.href ?? ""]
    return block.descendants(named: "a").prefix(linksExamined).compactMap { link in
      guard let href = link.attribute("href"), !href.hasPrefix("#"), let url = address.page(href),
        (try? WebURL(url))?.path != "/", seen.insert(url).inserted, !DocumentLinks.isDocument(href)
      else { return nil }
      return url
    }
  }
}

extension Node {
  fileprivate var isAccessoriesTitle: Bool {
    ["h2", "h3", "h4", "h5"].contains(where: isNamed)
      && collapsedLabel.map { AccessoryLinks.titles.contains($0.lowercased()) } == true
  }

  /// Whether the element holds a link or lies in one.
  fileprivate var isLinked: Bool {
    firstDescendant(named: "a") != nil || ancestor { $0.isNamed("a") } != nil
  }

  /// Whether the element is the frame of a site around its page.
  var isChrome: Bool { ["header", "footer", "nav"].contains(where: isNamed) }
}
