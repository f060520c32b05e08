package import Catalogue
package import JSON
package import Markup
internal import Text

/// Reads listing pages of shops on the Konimbo platform: products, counts and the next page.
package struct KonimboListing {
  /// What a page gave, ready to be written.
  package struct Reading {
    package var listing = Listing()
    package var products: [JSONObject] = []
    /// Where the products' own pages can be fetched.
    package var itemURLs: [String] = []
  }

  private let page: Page
  private let node: Node
  private let head: PageHead
  private let address: PageAddress
  private let heading: Node?
  /// Where a changed theme keeps its tiles; nil reads them as the platform's themes do.
  private let selectors: BrandConfig.Selectors?

  /// Reads the listing `page`, by a config's selectors where it has any; a page that shows no listing gives one that
  /// says why.
  package static func read(_ page: Page, _ document: Document, config: BrandConfig? = nil) -> Reading {
    KonimboListing(page, document, config?.css).reading()
  }

  private init(_ page: Page, _ document: Document, _ selectors: BrandConfig.Selectors?) {
    self.page = page
    self.selectors = selectors
    node = document.node
    head = PageHead(document)
    address = PageAddress(page, claimed: head.canonical)
    heading = node.firstDescendant(named: "h1", class: "store_group_value_title") ?? node.firstDescendant(named: "h1")
  }

  private func reading() -> Reading {
    var reading = Reading()
    reading.listing = described()
    guard reading.listing.failure == nil else { return reading }
    readTiles(into: &reading)
    readNext(into: &reading)
    return reading
  }

  // MARK: The page as a whole

  private func described() -> Listing {
    var listing = Listing()
    listing.title = title ?? head.title
    listing.declared = declared
    listing.pageNumber = KonimboPaging.number(of: address.fetched)
    listing.groupID = KonimboPath(address.claimed)?.groupID
    listing.logoURL = logo(of: listing.groupID)
    if let wanted = KonimboPath(address.fetched)?.groupID, let found = listing.groupID, wanted != found {
      listing.failure = .init(
        "other-group", "the page of group \(wanted) was asked for; this is the page of group \(found)")
    }
    return listing
  }

  private var title: String? {
    heading.map(\.collapsed).flatMap { $0.isEmpty ? nil : $0 }
  }

  private var declared: Int? {
    guard let results = node.firstDescendant(named: "span", class: "results") ?? node.firstDescendant(class: "results")
    else { return nil }
    let text = (results.firstDescendant(named: "b") ?? results).text
    return Int(String(decoding: text.utf8.filter(ASCII.isDigit), as: UTF8.self))
  }

  private func logo(of groupID: String?) -> String? {
    guard let groupID else { return nil }
    let meta = (heading?.parent ?? node).descendants(named: "meta").first {
      $0.attribute("name") == "group_value_\(groupID)"
    }
    return meta?.attribute("data-image_url").flatMap(address.product)
  }

  // MARK: Tiles

  private func readTiles(into reading: inout Reading) {
    let tiles: [KonimboTile]
    do { tiles = try self.tiles() } catch {
      reading.listing.failure = .init("unreadable", error.description)
      return
    }
    reading.listing.tiles = tiles.count
    guard !tiles.isEmpty else {
      reading.listing.failure = emptiness(of: reading.listing)
      return
    }
    let brand = KonimboBrandFilter(page, address: address, tiles: tiles)
    var seen: Set<String> = []
    var others: [KonimboTile.Other: Int] = [:]
    var strangers = 0
    for tile in tiles where tile.isReadable && seen.insert(tile.id).inserted {
      if let other = tile.other {
        others[other, default: 0] += 1
      } else if !brand.includes(tile) {
        strangers += 1
      } else {
        reading.products.append(tile.record(of: page, at: address))
        if let url = address.request(tile.href) { reading.itemURLs.append(url.href) }
      }
    }
    reading.listing.countFields(Self.countedFields, in: reading.products)
    reading.listing.excluded =
      KonimboTile.Other.allCases.map { ($0.rawValue, others[$0] ?? 0) } + [("other-brand", strangers)]
    reading.listing.failure = incompleteness(of: tiles) ?? blindness(reading) ?? confusion(tiles, reading.listing)
  }

  private func tiles() throws(SelectorError) -> [KonimboTile] {
    guard let selectors else { return KonimboTile.all(in: node).map { KonimboTile($0) } }
    return try SelectorReader(selectors: selectors).drafts(in: node).map { KonimboTile($0, at: address) }
  }

  private static let countedFields = [
    "item_code", "brand_title", "url", "image_url", "category", "description", "price_ils", "original_price_ils",
    "eilat_price_ils",
  ]

  /// Why a page without tiles has none; nil when the shop says that there is nothing.
  private func emptiness(of listing: Listing) -> Listing.Failure? {
    if let failure = head.blockade { return failure }
    if let declared = listing.declared {
      return declared == 0
        ? nil : .init("no-tiles", "the page declares \(declared) results and shows no tile that can be read")
    }
    return .init("not-a-listing", "the page shows neither product tiles nor a number of results")
  }

  /// A tile without name or address, or whose price stands elsewhere than it should, means that the theme changed.
  private func incompleteness(of tiles: [KonimboTile]) -> Listing.Failure? {
    let broken = tiles.count { !$0.isReadable }
    if broken > 0 {
      return .init("unreadable-tiles", "\(broken) of \(tiles.count) tiles have no name or no address")
    }
    let unpriced = tiles.count { $0.hasUnreadPrice }
    guard unpriced > 0 else { return nil }
    return .init("unreadable-prices", "\(unpriced) of \(tiles.count) tiles show a price that is not where prices stand")
  }

  /// A field that every tile should show and none does is one that is no longer found.
  private func blindness(_ reading: Reading) -> Listing.Failure? {
    guard reading.products.count >= Self.tellingCount,
      !reading.products.contains(where: { $0["price_reason"] == "contact-only" })
    else { return nil }
    let isBrandPage = KonimboPath(address.claimed)?.kind == .group
    // What a learned theme does not show anywhere has no selector.
    let expected = (["price_ils", "image_url"] + (isBrandPage ? ["item_code", "brand_title", "category"] : [])).filter {
      name in selectors.map { $0.fields[ProductField(configName: name) ?? .name] != nil } ?? true
    }
    guard let field = expected.first(where: { reading.listing.count(of: $0) == 0 }) else { return nil }
    return .init("missing-field", "none of \(reading.products.count) products shows \"\(field)\"")
  }

  /// Most tiles showing an amount that no field took, and a price field that is empty throughout, are one and the same.
  private func confusion(_ tiles: [KonimboTile], _ listing: Listing) -> Listing.Failure? {
    let unread = tiles.count { $0.unreadAmounts > 0 }
    let empty = ["original_price_ils", "eilat_price_ils"].first { listing.count(of: $0) == 0 }
    guard unread * 2 > tiles.count, let empty else { return nil }
    return .init(
      "unreadable-prices",
      "\(unread) of \(tiles.count) tiles show an amount more than was read, and none has \"\(empty)\"")
  }

  /// Fewer products than this may well lack a field by themselves.
  private static let tellingCount = 3

  // MARK: The next page

  private func readNext(into reading: inout Reading) {
    switch KonimboPaging.next(in: node, head: head, at: address, selector: selectors?.next) {
    case .none: return
    case .some(.failure(let failure)):
      if reading.listing.failure == nil { reading.listing.failure = failure }
    case .some(.success(let next)): reading.listing.next = next.href
    }
  }
}
