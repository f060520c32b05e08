package import Catalogue
internal import JSON
package import Records

/// What one crawl of one brand's source gave: its products, each once, and the account of its listing pages.
package struct CataloguePart: Sendable {
  package let source: Source
  package let brandID: String
  package private(set) var listings: [Listing] = []
  /// Addresses of product pages that could not be read.
  package private(set) var failedItems: Set<String> = []
  /// In the order of their ids.
  package private(set) var products: [Product] = []

  /// Sorts out the listing and product records of one brand.
  ///
  /// Records of the same id are one product seen on several pages: the first word stands, later ones fill what it
  /// leaves open. What Halilit sells is what its listings show: an item's own page, which may be from an earlier run,
  /// adds to a listed item and never makes one.
  package init(source: Source, brandID: String, records: [Record]) throws {
    self.source = source
    self.brandID = brandID
    var (listed, own): ([String: Product], [String: Product]) = ([:], [:])
    for record in records {
      guard record.type == "product" else {
        guard record.string("source") == source.rawValue else { throw Self.otherSource(record, source) }
        add(Listing(record))
        continue
      }
      let product = try Product(record)
      guard product.source == source else { throw Self.otherSource(record, source) }
      if source == .halilit, record.has("stock_checked_at") {
        own[product.id] = try own[product.id].map { try Product($0.record.filled(from: record)) } ?? product
      } else {
        listed[product.id] = try listed[product.id].map { try Product($0.record.filled(from: record)) } ?? product
      }
    }
    if listings.isEmpty { listed.merge(own) { first, _ in first } }
    for (id, product) in own {
      guard let first = listed[id] else { continue }
      listed[id] = try Product(first.record.filled(from: product.record, leaving: Self.listingMembers))
    }
    products = listed.values.sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
  }

  /// What a listing says by leaving it out: an item without a price there has none, whatever an older page said.
  private static let listingMembers: Set = [
    "price", "price_ils", "original_price_ils", "eilat_price_ils", "price_reason",
  ]

  private mutating func add(_ listing: Listing) {
    if !listing.isItem {
      listings.append(listing)
    } else if listing.failure != nil {
      failedItems.insert(listing.pageURL)
    }
  }

  private static func otherSource(_ record: Record, _ source: Source) -> RecordError {
    RecordError(
      "a \(record.type ?? "record") of source '\(record.string("source") ?? "none")', not of '\(source.rawValue)'")
  }

  /// Whether every listing page was read; only then may a missing product be called deleted.
  package var hasAllListings: Bool {
    guard !listings.isEmpty, listings.allSatisfy({ $0.failure == nil }) else { return false }
    // Who reads pages by a newer config than the crawl did may see links that the crawl did not follow.
    return listings.count(where: \.leadsOn) <= listings.count { $0.pageNumber > 1 }
  }

  /// Whether every page was read that says what there is: at Halilit the listings alone do.
  package var isComplete: Bool { hasAllListings && (source == .halilit || failedItems.isEmpty) }

  /// Whether the page that says that this product is there is among those that failed.
  func hasFailed(_ product: Product) -> Bool {
    guard source != .halilit else { return false }
    return [product.url, product.record.string("page_url")].contains { $0.map(failedItems.contains) ?? false }
  }

  /// The count that the listing pages state, the largest where they differ.
  package var declared: Int? { listings.compactMap(\.declared).max() }

  package var excludedCount: Int { listings.reduce(0) { $0 + $1.excludedCount } }

  /// When the newest page was fetched (RFC 3339 UTC); nil when no record says.
  package var newestFetch: String? {
    let times = products.compactMap { $0.record.string("fetched_at") } + listings.compactMap(\.fetchedAt)
    return times.filter { !$0.isEmpty }.max()
  }

  /// The same crawl without the products that `isForeign`.
  func dropping(_ isForeign: (Product) -> Bool) -> (part: CataloguePart, dropped: Int) {
    var part = self
    part.products = products.filter { !isForeign($0) }
    return (part, products.count - part.products.count)
  }
}

extension Record {
  /// The record with what `other` says where this one says nothing or null.
  func filled(from other: Record, leaving: Set<String> = []) -> Record {
    var object = self.object
    for member in other.object.members where object[member.name]?.isNull ?? true && !leaving.contains(member.name) {
      object[member.name] = member.value
    }
    return Record(object)
  }
}
