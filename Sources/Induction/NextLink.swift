internal import Markup
internal import Sites
internal import Text

/// Finds the link to the next page of a listing.
enum NextLink {
  /// The steadiest selector whose first element leads to the page after this one, on every page that has such a link.
  static func selector(on outlines: [PageOutline]) -> String? {
    var counts: [SelectorCandidate: Int] = [:]
    let links = outlines.map { outline in outline.elements.indices.filter { leadsOn($0, outline) } }
    for (outline, links) in zip(outlines, links) {
      for source in Set(links.flatMap { sources($0, outline) }) { counts[source, default: 0] += 1 }
    }
    let most = links.count { !$0.isEmpty }
    guard most > 0 else { return nil }
    return counts.filter { $0.value == most }.map(\.key)
      .sorted { (rank($0), $0.source) < (rank($1), $1.source) }
      .first { isRight($0, on: outlines, links) }?.source
  }

  /// What names the next page as such outlives what merely stands on its link.
  private static func rank(_ candidate: SelectorCandidate) -> Int {
    candidate.cost - (candidate.source.lowercased().contains("next") ? SelectorCandidate.Cost.data : 0)
  }

  private static func sources(_ link: Int, _ outline: PageOutline) -> [SelectorCandidate] {
    SelectorWriter.simple(outline.elements[link])
      + SelectorWriter.inContext(link, below: -1, of: outline)
      + words(of: outline.elements[link]).map {
        .init(source: "//a[normalize-space()=\"\($0)\"]", cost: SelectorCandidate.Cost.content)
      }
  }

  /// Whether the selector's first element is such a link wherever it finds one.
  private static func isRight(_ candidate: SelectorCandidate, on outlines: [PageOutline], _ links: [[Int]]) -> Bool {
    let isPath = candidate.source.hasPrefix("/")
    guard let selector = try? isPath ? Selector(xpath: candidate.source) : Selector(css: candidate.source) else {
      return false
    }
    return zip(outlines, links).allSatisfy { outline, links in
      let first = outline.matches(selector).first
      return first.map { links.contains($0) } ?? links.isEmpty
    }
  }

  /// Whether a link's address is this page's with the next number, and the link says more than that number.
  private static func leadsOn(_ number: Int, _ outline: PageOutline) -> Bool {
    let link = outline.elements[number]
    guard link.isNamed("a"), let own = outline.address.fetched,
      let target = link.attribute("href").flatMap(outline.address.request)
    else { return false }
    guard BrandPage.pageNumber(target) == BrandPage.pageNumber(own) + 1 else { return false }
    return isMarked(link) || link.collapsedText.contains { !$0.isNumber && !$0.isWhitespace }
  }

  private static func isMarked(_ link: Node) -> Bool {
    let marks = [link.attribute("rel"), link.attribute("class"), link.attribute("aria-label"), link.attribute("title")]
    return marks.contains { $0?.lowercased().contains("next") == true }
  }

  /// The link's text where that is a word or sign for the next page.
  private static func words(of link: Node) -> [String] {
    let text = link.collapsedText
    let plain = text.lowercased().filter { !$0.isWhitespace }
    return signs.contains(where: { plain == $0 || plain == $0 + "page" }) && !text.contains("\"") ? [text] : []
  }

  private static let signs = [
    "next", "next›", "next»", "next→", "›", "»", "→", ">", ">>", "הבא", "הבא»", "לעמודהבא", "העמודהבא",
  ]
}
