package import JSON
package import Records
package import Sites

/// What the last good catalogue says of one product (or brand), field by field of a config.
package struct KnownRecord: Sendable {
  package let id: String
  package var readings: [ProductField: Reading] = [:]

  init(id: String, readings: [ProductField: Reading]) {
    self.id = id
    self.readings = readings
  }

  /// Reads a product or brand record; nil for records of other types.
  package init?(_ record: Record) {
    self.init(members: { record.value($0) }, type: record.type, source: record.string("source"))
  }

  package init?(_ object: JSONObject) {
    self.init(members: { object["\($0)"] }, type: object["type"]?.string, source: object["source"]?.string)
  }

  private init?(members: (StaticString) -> JSON?, type: String?, source: String?) {
    guard let id = members("id")?.string else { return nil }
    self.id = id
    let sources: [(field: ProductField, member: StaticString)]
    switch (type, source) {
    case ("brand", _): sources = Self.brand
    case ("product", "halilit"): sources = Self.distributor
    case ("product", _): sources = Self.maker
    default: return nil
    }
    for (field, member) in sources { readings[field] = Reading(members(member), for: field, at: nil) }
    if source == "halilit" {
      readings[.labels] = Reading(members("labels"), for: .labels, at: nil)
      if members("price_reason") == "contact-only" { readings[.contactOnly] = .yes }
    }
    if readings[.image] == nil { readings[.image] = Reading(members("images")?["main"], for: .image, at: nil) }
  }

  private static let brand: [(field: ProductField, member: StaticString)] = [(.url, "url"), (.image, "logo_url")]

  private static let distributor: [(field: ProductField, member: StaticString)] = [
    (.itemID, "halilit_id"), (.sku, "item_code"), (.brand, "brand_title"), (.name, "name"), (.url, "url"),
    (.image, "image_url"), (.category, "category"), (.description, "description"), (.price, "price_ils"),
    (.originalPrice, "original_price_ils"), (.eilatPrice, "eilat_price_ils"),
  ]

  private static let maker: [(field: ProductField, member: StaticString)] = [
    (.itemID, "item_id"), (.sku, "sku"), (.gtin, "gtin"), (.name, "name"), (.url, "url"), (.image, "image_url"),
    (.category, "category"), (.description, "description"), (.price, "price_amount"),
    (.originalPrice, "original_price_amount"),
  ]
}

/// The known records by each value that tells something of them.
struct KnownIndex {
  struct Entry: Hashable {
    let record: Int
    let field: ProductField
  }

  let records: [KnownRecord]
  private var entries: [Reading: [Entry]] = [:]

  init(_ records: [KnownRecord]) {
    self.records = records
    for (at, record) in records.enumerated() {
      for (field, reading) in record.readings {
        for part in reading.parts { entries[part, default: []].append(Entry(record: at, field: field)) }
      }
    }
  }

  subscript(reading: Reading) -> [Entry] { entries[reading] ?? [] }

  /// The fields of which the catalogue knows at least one value.
  var fields: [ProductField] {
    ProductField.allCases.filter { field in records.contains { $0.readings[field] != nil } }
  }
}
