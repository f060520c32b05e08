internal import Markup
internal import Text

/// Pages of one listing: `?page=2` is the second.
enum KonimboPaging {
  /// The page number of an address; 1 where it names none.
  static func number(of url: WebURL?) -> Int {
    url?.parameter("page").flatMap { Int($0) } ?? 1
  }

  /// The page after this one; nil on the last, a failure where the link leads back or cannot be looked for.
  static func next(
    in page: Node, head: PageHead, at address: PageAddress, selector: Selector? = nil
  ) -> Result<WebURL, Listing.Failure>? {
    let current = number(of: address.fetched)
    let found: WebURL?
    do {
      found = try target(in: page, head: head, at: address, after: current, selector)
    } catch {
      return .failure(.init("unreadable", error.description))
    }
    guard let target = found else { return nil }
    guard number(of: target) > current else {
      return .failure(
        .init("repeated-page", "page \(current) names \(target.href) as the next: the listing runs in a circle"))
    }
    return .success(target)
  }

  private static func target(
    in page: Node, head: PageHead, at address: PageAddress, after current: Int, _ selector: Selector?
  ) throws(SelectorError) -> WebURL? {
    if let next = head.next { return address.request(next) }
    let selected = try selector.map { selector throws(SelectorError) in try page.first(selector) } ?? nil
    guard let link = selected ?? link(in: page) else { return nil }
    let href = link.attribute("href") ?? ""
    let named = href.hasPrefix("#") || href.hasPrefix("javascript:") ? nil : address.request(href)
    guard let own = address.fetched else { return named }
    if let named, named.path == own.path { return named }
    // The shop's script rewrites such links in the browser to the listing's own path and the page number.
    var target = own.identity
    let number = named.map(number(of:)) ?? 1
    let others = (target.query ?? "").split(separator: "&").filter { !$0.hasPrefix("page=") }
    target.query = (others + ["page=\(number > 1 ? number : current + 1)"]).joined(separator: "&")
    return target
  }

  private static func link(in page: Node) -> Node? {
    // An empty block says that this is the last page; no other block will say otherwise.
    if let paging = page.firstDescendant(named: "div", class: "pagingWrapper") { return next(in: paging) }
    return page.descendants(named: "div", class: "pagination").lazy.compactMap(next).first
  }

  private static func next(in paging: Node) -> Node? {
    paging.firstDescendant(named: "a", class: "next_page")
      ?? paging.descendants(named: "a").first { $0.attribute("rel") == "next" }
  }
}
