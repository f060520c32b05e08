internal import JSON
internal import Markup
internal import Text

/// Reads sitemaps (https://www.sitemaps.org/protocol.html): pages, or further sitemaps.
enum Sitemap {
  struct Entries {
    var pages: [String] = []
    var sitemaps: [String] = []
  }

  /// Nil for a text that is no sitemap.
  static func read(_ body: [UInt8]) -> Entries? {
    guard let document = try? Document(xml: body), let root = document.root,
      root.isNamed("urlset") || root.isNamed("sitemapindex")
    else { return nil }
    var entries = Entries()
    for entry in root.elements {
      guard let location = entry.elements.first(where: { $0.isNamed("loc") })?.collapsed else { continue }
      if entry.isNamed("sitemap") { entries.sitemaps.append(location) } else { entries.pages.append(location) }
    }
    return entries
  }
}
