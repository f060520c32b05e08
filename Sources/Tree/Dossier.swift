package import Catalogue
package import JSON
internal import Posix
package import Records

/// All that the tree holds about one product of one source.
package struct Dossier: Sendable {
  package let product: Product
  /// The document it stands in.
  package let path: String
  /// Links and pairs under review that name it.
  package let links: [Link]
  package let decisions: [Record]
  /// Why Halilit does not sell it, for a brand product in the gap report.
  package let gapReason: String?
  /// Its change records, oldest first.
  package let changes: [Record]
  /// What the last crawl says of the page it was read from.
  package let page: Record?
  /// Where that page's body is kept; nil when it is not.
  package let body: String?
  /// When its source's document was last seen to be true.
  package let verifiedAt: String?
  /// Its record in the unified catalogue.
  package let unified: Record?
  /// The prices of the Halilit items that it is, or is linked to, by item.
  package let prices: [PriceCourse]
}

/// The prices of one Halilit item over time.
package struct PriceCourse: Sendable {
  package let halilitID: String
  /// Oldest first; when a price began is nil where the history does not go back to it.
  package let prices: [(from: String?, price: JSON)]
}

extension Tree {
  /// The products with this id or item code, of one brand or of all, in the order of the brands. O(all documents).
  package func dossiers(_ id: String, brandID: String?) throws -> [Dossier] {
    var found: [Dossier] = []
    for (source, folder, suffix) in [
      (Source.halilit, "catalogs_halilit", "_halilit.json"), (.brand, "catalogs", "_catalog.json"),
    ] {
      for owner in try ids(in: folder, suffix: suffix) where brandID == nil || brandID == owner {
        guard let document = try readDocument(catalogue(source, owner), .catalogue(source)) else { continue }
        for record in document.records where [record.string("id"), record.string("item_code")].contains(id) {
          found.append(try dossier(of: Product(record), source, owner))
        }
      }
    }
    return found
  }

  private func dossier(of product: Product, _ source: Source, _ owner: String) throws -> Dossier {
    func isAbout(_ link: Link) -> Bool { (source == .halilit ? link.halilitID : link.brandProductID) == product.id }
    let links = try (readLines(links(owner)) + readLines(review(owner))).map { try Link($0) }.filter(isAbout)
    let gap = source == .brand ? try readReport(gapReport(owner)) : nil
    let history = try readHistory(owner).filter { $0.type == "change" }
    let body = product.record.string("page_sha256").map(body)
    let items = source == .halilit ? [product.id] : links.filter { !$0.isReview }.compactMap(\.halilitID)
    return Dossier(
      product: product, path: catalogue(source, owner), links: links,
      decisions: try readLines(decisions(owner)).filter { record in
        record.string(source == .halilit ? "halilit_id" : "brand_product_id") == product.id
      },
      gapReason: gap?.elements("gap_products").first { $0.string("id") == product.id }?.string("reason"),
      changes: history.filter { $0.string("product_id") == product.id && $0.string("source") == source.rawValue },
      page: try page(of: product, source, owner), body: body.flatMap { File.exists($0) ? $0 : nil },
      verifiedAt: try readState(source, owner)?.verifiedAt,
      unified: try readDocument(unified(owner), .unified)?.records.first { $0.isAbout(product) },
      prices: items.map { PriceCourse(of: $0, history) })
  }

  /// The crawl's line of the page that a product was read from.
  private func page(of product: Product, _ source: Source, _ owner: String) throws -> Record? {
    guard let url = product.record.string("page_url") ?? product.url else { return nil }
    return try readLines(crawl(source, owner)).last { [$0.string("url"), $0.string("final_url")].contains(url) }
  }
}

extension Record {
  /// Whether a record of the unified catalogue holds this product.
  fileprivate func isAbout(_ product: Product) -> Bool {
    switch product.source {
    case .brand: value("brand")?["id"]?.string == product.id
    default: value("offers")?.array?.contains { $0["id"]?.string == product.id } ?? false
    }
  }
}

extension PriceCourse {
  /// The prices that an item had by the history of its brand, whose changes are in the order of time.
  fileprivate init(of halilitID: String, _ history: [Record]) {
    var prices: [(from: String?, price: JSON)] = []
    for change in history
    where change.string("product_id") == halilitID && change.string("source") == Source.halilit.rawValue {
      guard let price = change.value("price"), let old = price["old"], let new = price["new"] else { continue }
      if prices.isEmpty, !old.isNull { prices.append((nil, old)) }
      if prices.last?.price != new { prices.append((change.string("timestamp"), new)) }
    }
    self.init(halilitID: halilitID, prices: prices)
  }
}
