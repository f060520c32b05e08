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
  /// The price before and after, where one side has one; JSON numbers with their spelling, or null.
  package var price: (old: JSON, new: JSON)?

  package static func == (a: Change, b: Change) -> Bool {
    a.kind == b.kind && a.productID == b.productID && a.name == b.name && a.fields == b.fields
      && a.price?.old == b.price?.old && a.price?.new == b.price?.new
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
    let price: (old: JSON, new: JSON)? = old?.price == nil && new?.price == nil ? nil : (number(old), number(new))
    switch (old, new) {
    case (nil, let new?): return Change(kind: .added, productID: id, name: new.name, price: price)
    case (let old?, nil): return Change(kind: .deleted, productID: id, name: old.name, price: price)
    case (let old?, let new?):
      let fields = differingFields(old.record, new.record)
      guard !fields.isEmpty else { return nil }
      let hasNewPrice = price.map { $0.old != $0.new } ?? false
      return Change(kind: .modified, productID: id, name: new.name, fields: fields, price: hasNewPrice ? price : nil)
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

  /// The record of the change as history keeps it.
  package func object(source: Source, brandID: String, at time: String?) -> JSONObject {
    var object: JSONObject = [
      "type": "change", "timestamp": JSON(time), "source": .string(source.rawValue), "brand_id": .string(brandID),
      "change_type": .string(kind.rawValue), "product_id": .string(productID), "name": .string(name),
    ]
    if kind == .modified { object["fields_changed"] = .array(fields.map(JSON.string)) }
    if let price { object["price"] = ["old": price.old, "new": price.new] }
    return object
  }
}
