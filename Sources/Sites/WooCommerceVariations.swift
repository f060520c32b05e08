internal import JSON
internal import Markup

/// The variations that a WooCommerce product page embeds for its own form.
enum WooCommerceVariations {
  /// Each variation by the values a buyer chooses, with its number and price; nil where the page has none.
  static func variants(in document: Document) -> JSON? {
    guard let rows = EmbeddedState.find(in: document, named: "data-product_variations")?.value.array else { return nil }
    let variants = rows.compactMap(variant)
    if variants.isEmpty { return nil }
    return .array(variants)
  }

  private static func variant(_ row: JSON) -> JSON? {
    let choices = (row["attributes"]?.object?.members ?? []).compactMap(\.value.plainText).filter { !$0.isEmpty }
    guard !choices.isEmpty else { return nil }
    var variant: JSONObject = ["name": .string(choices.joined(separator: " "))]
    if let sku = row["sku"]?.plainText, !sku.isEmpty { variant["sku"] = .string(sku) }
    if let image = row["image"]?["src"]?.plainText { variant["image"] = .string(image) }
    if let price = row["display_price"]?.plainText { variant["price"] = .string(price) }
    if let stock = row["is_in_stock"]?.bool { variant["in_stock"] = .bool(stock) }
    return .object(variant)
  }
}
