package import Records

/// Everything known of one brand: both catalogues, the links between them and what people decided.
package struct BrandGroup: Sendable {
  package let brandID: String
  package private(set) var halilit: [Product] = []
  package private(set) var brand: [Product] = []
  package private(set) var links: [Link] = []
  package private(set) var reviews: [Link] = []
  package private(set) var decisions: [Decision] = []
  private var halilitIDs: Set<String> = []
  private var brandIDs: Set<String> = []

  package init(brandID: String) { self.brandID = brandID }

  /// The record types a group holds.
  package static let types = ["product", "link", "review", "decision"]

  /// Adds a record of this brand; a second product of the same source and id is refused.
  package mutating func add(_ record: Record) throws(RecordError) {
    switch record.type {
    case "product":
      let product = try Product(record)
      guard product.source != .production else { throw RecordError("a production product has no place in a match") }
      let isNew =
        product.source == .halilit ? halilitIDs.insert(product.id).inserted : brandIDs.insert(product.id).inserted
      guard isNew else {
        throw RecordError("a second \(product.source.rawValue) product with the id '\(product.id)' in \(brandID)")
      }
      if product.source == .halilit { halilit.append(product) } else { brand.append(product) }
    case "link": links.append(try Link(record))
    case "review": reviews.append(try Link(record))
    default: decisions.append(try Decision(record))
    }
  }
}
