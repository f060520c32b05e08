internal import JSON
internal import Markup

/// Which things of schema.org (https://schema.org/Product) are products.
enum SchemaTypes {
  /// Whether a thing is a product by its type, by a further type it names, or as a work that is on offer.
  static func isProduct(_ value: JSON) -> Bool {
    let types = names(of: value)
    if !products.isDisjoint(with: types) { return true }
    guard !works.isDisjoint(with: types) else { return false }
    return value["offers"] != nil || value["sku"] != nil || value["gtin13"] != nil
  }

  /// Whether a list's entry leaves open what it is.
  static func isUntyped(_ value: JSON) -> Bool { Set(names(of: value)).isSubset(of: open) }

  /// Type names in lower case, as pages disagree on the case, with those that `additionalType` adds.
  private static func names(of value: JSON) -> [String] {
    let types = LinkedData.types(of: value)
    guard let further = value["additionalType"] else { return types.map { $0.lowercased() } }
    let others = (further.array ?? [further]).compactMap { ($0["@id"] ?? $0).plainText }
    return (types + others.map { String($0.split { $0 == "/" || $0 == "#" || $0 == ":" }.last ?? "") })
      .map { $0.lowercased() }
  }

  private static let products: Set = [
    "product", "productgroup", "productmodel", "individualproduct", "someproducts", "productcollection", "vehicle",
    "car", "motorcycle", "drug", "dietarysupplement",
    // GoodRelations (http://purl.org/goodrelations/v1), from before schema.org took it over.
    "offering", "productorservice", "productorservicemodel", "someitems",
  ]

  /// Works are products only where they are sold.
  private static let works: Set = [
    "book", "audiobook", "softwareapplication", "mobileapplication", "webapplication", "videogame", "movie",
    "musicalbum", "musicrelease", "sheetmusic", "course",
  ]

  private static let open: Set = ["listitem", "thing", "webpage", "itempage"]
}
