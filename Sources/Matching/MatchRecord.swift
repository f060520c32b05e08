/// One product of either catalogue as the matcher sees it: plain values, empty or nil where the source does not say.
package struct MatchRecord: Sendable, Equatable {
  /// What the source calls it; orders records, so that input order never counts.
  package var id: String
  package var title: String
  /// The maker, where the record names one.
  package var brand: String
  /// The model designation, where a field gives it.
  package var model: String
  /// The distributor's item code or the maker's SKU.
  package var itemCode: String
  package var description: String
  /// Where its source files it.
  package var category: String
  package var price: Double?
  /// ISO 4217; prices are compared only where both currencies are the same (both unknown counts as the same).
  package var currency: String?
  package var gtin: String?
  package var kind: Kind
  /// The page's own brand, the only proof of brand that a distributor gives.
  package var brandTitle: String
  /// The brand that the catalogue was made for; proves nothing by itself.
  package var catalogueBrand: String

  package init(
    id: String, title: String, brand: String = "", model: String = "", itemCode: String = "", description: String = "",
    category: String = "",
    price: Double? = nil, currency: String? = nil, gtin: String? = nil, kind: Kind = .unknown, brandTitle: String = "",
    catalogueBrand: String = ""
  ) {
    self.id = id
    self.title = title
    self.brand = brand
    self.model = model
    self.itemCode = itemCode
    self.description = description
    self.category = category
    self.price = price
    self.currency = currency
    self.gtin = gtin
    self.kind = kind
    self.brandTitle = brandTitle
    self.catalogueBrand = catalogueBrand
  }

  package enum Kind: String, Sendable {
    case instrument, accessory, part, bundle, unknown
  }

  /// A property in which variants of one product differ: color, size, keys.
  package struct Trait: Sendable, Equatable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }
}
