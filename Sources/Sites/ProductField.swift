/// What a brand's page can say of a product; the names are those of a config's `fields`.
package enum ProductField: String, CaseIterable, Sendable, Comparable {
  case name, url, image, thumbnail, gallery, documents, description, specs, category, sku, gtin, mpn, brand, price
  case originalPrice = "original_price"
  /// What the distributor charges where there is no VAT.
  case eilatPrice = "eilat_price"
  case currency, availability
  /// What is written on a product's picture, such as that it is on sale.
  case labels
  /// Anything that only products have whose price is told on request.
  case contactOnly = "contact_only"
  case itemID = "item_id"
  case family, variants, accessories
  case accessoryOf = "accessory_of"

  /// The field of a name in a config; the members of the distributor's products count, too.
  package init?(configName name: String) {
    guard let field = ProductField(rawValue: Self.distributorNames[name] ?? name) else { return nil }
    self = field
  }

  /// What the distributor's products call the field.
  package var distributorName: String {
    Self.distributorNames.first { $0.value == rawValue }?.key ?? rawValue
  }

  private static let distributorNames = [
    "halilit_id": "item_id", "item_code": "sku", "brand_title": "brand", "image_url": "image", "price_ils": "price",
    "original_price_ils": "original_price", "eilat_price_ils": "eilat_price",
  ]

  package static func < (left: ProductField, right: ProductField) -> Bool { left.position < right.position }

  private var position: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// A way to read products off a page, in the order in which a site without a config is tried.
package enum Strategy: String, CaseIterable, Sendable {
  case api, embedded
  case jsonLD = "json-ld"
  case microdata
  case rdfa
  case openGraph = "opengraph"
  case css
  /// Links to documents and accessories, found by what they lead to or stand under.
  case links
}
