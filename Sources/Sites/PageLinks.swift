internal import Markup

/// The addresses that a page links to, by the last part of their path: a state's slug alone tells no address.
struct PageLinks {
  private var byEnding: [Substring: String] = [:]

  init(_ page: Node) {
    for link in page.descendants(named: "a") {
      guard let href = link.attribute("href"), let ending = Self.ending(href), byEnding[ending] == nil else { continue }
      byEnding[ending] = href
    }
  }

  /// The address that ends with `slug`.
  func address(endingIn slug: String) -> String? { byEnding[slug[...]] }

  private static func ending(_ href: String) -> Substring? {
    href.prefix { $0 != "?" && $0 != "#" }.split(separator: "/").last
  }
}
