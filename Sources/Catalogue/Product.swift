internal import JSON
package import Records

/// A product as one source shows it (design §3, `product`).
package struct Product: Sendable {
  package let record: Record
  package let source: Source
  package let brandID: String
  package let id: String

  package init(_ record: Record) throws(RecordError) {
    self.record = record
    guard let source = record.string("source").flatMap(Source.init) else {
      throw RecordError(#"the product has no known "source" (halilit, brand, production)"#)
    }
    self.source = source
    brandID = try record.requiredString("brand_id")
    id = try record.requiredString("id")
  }

  package var name: String { record.string("name") ?? "" }
  package var url: String? { record.string("url") }
  package var category: String? { record.string("category") }
  package var description: String? { record.string("description") }
  package var itemCode: String? { record.string("item_code") }
  package var brandTitle: String? { record.string("brand_title") }
  package var sku: String? { record.string("sku") }
  package var gtin: String? { record.string("gtin") }
  package var model: String? { record.string("model") }
  package var modelKey: String? { record.string("model_key") }
  package var kind: String? { record.string("kind") }
  /// The price in shekels as it is spelled, nil when there is none.
  package var priceILS: String? { record.spelling("price_ils") }
  /// Whether the brand itself says that it no longer makes the product.
  package var isLegacy: Bool { record.bool("legacy") ?? false }
  package var inStock: Bool? { record.bool("in_stock") }
}
