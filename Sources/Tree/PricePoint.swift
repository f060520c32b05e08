package import JSON
package import Records

/// What one change of history says of a product's price.
package struct PricePoint: Sendable {
  private let change: Record
  private let price: JSON
  private let previous: JSON

  /// Nil for a change that says nothing of the price.
  package init?(_ change: Record) {
    guard change.type == "change", change.has("price") || change.has("doubted_price") else { return nil }
    self.change = change
    price = change.value("price")?["new"] ?? .null
    previous = change.value("price")?["old"] ?? .null
  }

  package var productID: String? { change.string("product_id") }
  /// Why somebody should look at it, nil when nothing is odd.
  package var flag: String? { change.string("flag") }

  /// The record of type `price`.
  package var object: JSONObject {
    var object: JSONObject = ["type": "price"]
    for name in ["timestamp", "source", "brand_id", "product_id", "name", "change_type"] as [StaticString] {
      object[name.description] = change.value(name) ?? .null
    }
    object["price"] = price
    object["previous"] = previous
    object["change_percent"] = changePercent
    object["currency"] = change.value("price")?["currency"] ?? .null
    object["flag"] = JSON(flag)
    if let doubted = change.value("doubted_price") { object["doubted_price"] = doubted }
    return object
  }

  /// The change in per cent with two decimals; null where a price is missing or was nothing.
  private var changePercent: JSON {
    guard let old = previous.double, let new = price.double, old > 0 else { return .null }
    let hundredths = ((new - old) / old * 10_000).rounded()
    guard abs(hundredths) < 1e15 else { return .null }
    let percent = hundredths / 100
    return .number(Int64(exactly: percent).map(String.init) ?? String(percent))
  }
}
