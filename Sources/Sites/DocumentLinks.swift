internal import JSON
internal import Markup
internal import Text

/// The manuals and other documents that a product's page links to.
enum DocumentLinks {
  /// More than this many are a download library, not one product's documents.
  private static let limit = 60
  /// No product's page has more links; hostile ones do.
  private static let linksExamined = 5_000

  /// `{url, type, title}` of each document, each address once, in page order.
  static func all(in page: Node, at address: PageAddress) -> [JSON]? {
    var seen: Set<String> = []
    var documents: [JSON] = []
    for link in page.descendants(named: "a").prefix(linksExamined) {
      guard let href = link.attribute("href"), isDocument(href) || isDocument(link), let url = address.product(href),
        seen.insert(url).inserted, link.ancestor(where: \.isChrome) == nil
      else { continue }
      let title = link.collapsed
      documents.append([
        "url": .string(url), "type": .string(DocumentKind.of(url: url, label: title)), "title": title.orNull,
      ])
      if documents.count > limit { return nil }
    }
    return documents.isEmpty ? nil : documents
  }

  /// Whether an address names a document: `/f/manual.pdf`, `/download?file=manual.pdf`.
  static func isDocument(_ href: String) -> Bool {
    let address = href.prefix { $0 != "#" }.lowercased()
    return address.split { $0 == "?" || $0 == "&" }.contains { $0.hasSuffix(".pdf") }
  }

  /// Whether a link says that it leads to a document, whatever its address.
  private static func isDocument(_ link: Node) -> Bool {
    link.attribute("type")?.lowercased() == "application/pdf"
      || link.attribute("download")?.lowercased().hasSuffix(".pdf") == true
  }
}
