package import Catalogue
internal import JSON
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
    let links = try (readLines(links(owner)) + readLines(review(owner))).map { try Link($0) }
    let gap = source == .brand ? try readReport(gapReport(owner)) : nil
    return Dossier(
      product: product, path: catalogue(source, owner), links: links.filter(isAbout),
      decisions: try readLines(decisions(owner)).filter { record in
        record.string(source == .halilit ? "halilit_id" : "brand_product_id") == product.id
      },
      gapReason: gap?.elements("gap_products").first { $0.string("id") == product.id }?.string("reason"),
      changes: try readHistory(owner).filter { record in
        record.type == "change" && record.string("product_id") == product.id
          && record.string("source") == source.rawValue
      })
  }
}
