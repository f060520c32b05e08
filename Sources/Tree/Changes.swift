package import Catalogue
package import JSON
internal import Records

/// What changed in one product between two documents (the change log of seeds/003).
package struct Change: Sendable, Equatable {
  package enum Kind: String, Sendable { case added, modified, deleted }

  package let kind: Kind
  package let productID: String
  package let name: String
  /// Names of the members that differ, in byte order; empty unless modified.
  package var fields: [String] = []
  /// The price before and after, where one side has one.
  package var price: Price?
  /// The check that does not believe the price that was read, and that price; nil when it was believed or says nothing.
  package var doubt: Doubt?

  /// JSON numbers with their spelling, or null.
  package struct Price: Sendable, Equatable {
    package var old: JSON
    package var new: JSON
    package var currency: String?
  }

  package struct Doubt: Sendable, Equatable {
    package var check: String
    package var price: JSON
  }

  /// Members that say how a record came here, not what it says.
  private static let ignored = Content.provenance.union(["carried_from"])

  /// The changes that lead from one set of products to another, in the order of the ids. O(n log n).
  package static func between(_ old: [Product], _ new: [Product]) -> [Change] {
    let oldByID = Dictionary(old.map { ($0.id, $0) }) { first, _ in first }
    let newByID = Dictionary(new.map { ($0.id, $0) }) { first, _ in first }
    let ids = Set(oldByID.keys).union(newByID.keys).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return ids.compactMap { id in change(id, oldByID[id], newByID[id]) }
  }

  private static func change(_ id: String, _ old: Product?, _ new: Product?) -> Change? {
    let price = old?.price == nil && new?.price == nil ? nil : Price(old: number(old), number(new), new ?? old)
    switch (old, new) {
    case (nil, let new?):
      return Change(kind: .added, productID: id, name: new.name, price: price, doubt: Doubt(new))
    case (let old?, nil): return Change(kind: .deleted, productID: id, name: old.name, price: price)
    case (let old?, let new?):
      let fields = differingFields(old.record, new.record)
      guard !fields.isEmpty else { return nil }
      let hasNewPrice = price.map { $0.old != $0.new } ?? false
      return Change(
        kind: .modified, productID: id, name: new.name, fields: fields, price: hasNewPrice ? price : nil,
        doubt: fields.contains("suspect") ? Doubt(new) : nil)
    case (nil, nil): return nil
    }
  }

  private static func number(_ product: Product?) -> JSON { (product?.price?.spelling).map(JSON.number) ?? .null }

  /// The names of top-level members whose values differ as JSON; an absent member differs from null.
  static func differingFields(_ old: Record, _ new: Record) -> [String] {
    guard !old.bytes.elementsEqual(new.bytes) else { return [] }
    let (old, new) = (old.object, new.object)
    let names = Set(old.members.map(\.name)).union(new.members.map(\.name)).subtracting(ignored)
    return names.filter { name in
      old[name].map(Content.stripped) != new[name].map(Content.stripped)
    }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The record of the change as history keeps it; a price that became `jump` times as much or as little is flagged.
  package func object(source: Source, brandID: String, at time: String?, jump: Double) -> JSONObject {
    var object: JSONObject = [
      "type": "change", "timestamp": JSON(time), "source": .string(source.rawValue), "brand_id": .string(brandID),
      "change_type": .string(kind.rawValue), "product_id": .string(productID), "name": .string(name),
    ]
    if kind == .modified { object["fields_changed"] = .array(fields.map(JSON.string)) }
    if let price { object["price"] = .object(price.object) }
    if let doubt {
      object["flag"] = .string(doubt.check)
      object["doubted_price"] = doubt.price
    } else if let ratio = price.flatMap({ priceRatio($0.old.double, $0.new.double) }), ratio >= jump {
      object["flag"] = .string(ItemCheck.priceJump.name)
    }
    return object
  }
}

extension Change.Price {
  fileprivate init(old: JSON, _ new: JSON, _ product: Product?) {
    self.init(
      old: old, new: new, currency: product?.record.string("price_currency") ?? product?.record.string("currency"))
  }

  fileprivate var object: JSONObject {
    var object: JSONObject = ["old": old, "new": new]
    if let currency { object["currency"] = .string(currency) }
    return object
  }
}

extension Change.Doubt {
  fileprivate init?(_ product: Product) {
    guard let suspect = product.record.value("suspect"), let check = suspect["guard"]?.string else { return nil }
    self.init(check: check, price: suspect["price_ils"] ?? suspect["price_amount"] ?? .null)
  }
}

/// How many times as much the higher of two prices is; nil where one is missing or nothing.
func priceRatio(_ old: Double?, _ new: Double?) -> Double? {
  guard let old, let new, old > 0, new > 0 else { return nil }
  return max(new / old, old / new)
}
