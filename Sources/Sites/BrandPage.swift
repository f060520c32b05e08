package import Catalogue
package import JSON
internal import Markup
internal import Text

/// Reads one page of a brand's own site: products, counts, and what to fetch next.
package struct BrandPage {
  package struct Reading {
    /// Nil on the page of one product.
    package var listing: Listing?
    package var products: [JSONObject] = []
    package var requests: [JSONObject] = []
  }

  let page: Page
  let config: BrandConfig
  var address: PageAddress

  /// Reads `body` by the page's role; a body of JSON is an interface's answer whatever was asked for.
  package static func read(_ page: Page, body: [UInt8], config: BrandConfig) -> Result<Reading, Listing.Failure> {
    let reader = BrandPage(page, config)
    let first = body.first { $0 > 0x20 }
    if page.request.role == .sitemap { return reader.sitemap(body) }
    if page.request.role == .api || first == UInt8(ascii: "{") || first == UInt8(ascii: "[") { return reader.api(body) }
    do {
      let document = try Document(html: body)
      return page.request.role == .item ? try reader.item(document) : try reader.listing(document)
    } catch {
      return .failure(.init("unreadable", "\(error)"))
    }
  }

  init(_ page: Page, _ config: BrandConfig) {
    self.page = page
    self.config = config
    address = PageAddress(page)
  }

  /// The page's addresses: what it claims counts where it names one of the brand's own hosts; a copy served from
  /// elsewhere stands for the brand's site.
  func addressed(canonical: String? = nil) -> PageAddress {
    let fetched = address.fetched
    if let claimed = canonical.flatMap(address.request), config.owns(claimed) {
      return PageAddress(fetched: fetched, claimed: claimed)
    }
    guard let fetched, !config.owns(fetched), var claimed = config.website else { return address }
    claimed.path = fetched.path
    claimed.query = fetched.query
    return PageAddress(fetched: fetched, claimed: claimed)
  }

  // MARK: What to fetch next

  /// A request that continues from this page; nil for an address that is neither the brand's nor this page's host.
  func request(_ reference: String, role: Role, at address: PageAddress) -> JSONObject? {
    guard let url = address.request(reference),
      url.host == address.fetched?.host || (!config.hosts.isEmpty && config.owns(url))
    else { return nil }
    return Request.object(
      url: url.identity.href, source: page.request.source, brandID: config.brandID, role: role,
      render: page.request.isRendered, depth: page.request.depth + 1)
  }

  private func sitemap(_ body: [UInt8]) -> Result<Reading, Listing.Failure> {
    guard let entries = Sitemap.read(body) else { return .failure(.init("not-a-sitemap", "the text is no sitemap")) }
    var reading = Reading()
    let pages = entries.pages.filter { page in config.sitemap.allSatisfy { $0.holds(for: page) } }
    reading.requests = entries.sitemaps.compactMap { request($0, role: .sitemap, at: address) }
    reading.requests += pages.compactMap { request($0, role: .item, at: address) }
    var listing = Listing()
    listing.tiles = entries.pages.count
    listing.excluded = [("other-page", entries.pages.count - pages.count)]
    reading.listing = listing
    return .success(reading)
  }
}
