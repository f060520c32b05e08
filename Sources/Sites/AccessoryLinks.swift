internal import JSON
internal import Markup
internal import Text

/// The accessories that a product's page shows in a block of their own.
enum AccessoryLinks {
  /// More than this many are an overview of accessories, not one product's.
  private static let limit = 40
  private static let linksExamined = 500

  private static let titles: Set = [
    "accessories", "optional accessories", "recommended accessories", "related accessories", "matching accessories",
    "compatible accessories", "zubehör", "accessoires", "accesorios", "accessori", "tillbehör", "אביזרים",
    "אביזרים נלווים", "אביזרים מומלצים",
  ]

  /// The addresses of the accessories, each once, in page order; nil where the page shows none.
  static func all(in page: Node, at address: PageAddress) -> JSON? {
    for heading in page.descendants where heading.isTitle && titles.contains(heading.collapsed.lowercased()) {
      guard heading.ancestor(where: \.isChrome) == nil, let block = block(of: heading) else { continue }
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
      let titles = node.descendants(named: heading.name).filter { $0.ancestor(where: { $0.isNamed("a") }) == nil }
      if titles.contains(where: { $0 != heading && $0.firstDescendant(named: "a") == nil }) { break }
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
  fileprivate var isTitle: Bool { ["h2", "h3", "h4", "h5"].contains(where: isNamed) }

  /// Whether the element is the frame of a site around its page.
  var isChrome: Bool { ["header", "footer", "nav"].contains(where: isNamed) }
}
