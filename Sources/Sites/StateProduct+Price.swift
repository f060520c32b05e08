internal import JSON
internal import Text

extension StateProduct {
  /// What the product costs now, as the state spells it; nil where its unit cannot be told.
  var price: String? {
    if isInCents { return cents ?? member("variants")?[0].flatMap { Self.hundredth($0["price"]) } }
    for key in Self.priceKeys {
      if let value = member(key), let text = Self.price(in: value) { return text }
    }
    return member("variants")?[0].flatMap { variant in
      Self.priceKeys.lazy.compactMap { variant[$0].flatMap { Self.price(in: $0) } }.first
    }
  }

  private static let priceKeys = [
    "saleprice", "specialprice", "finalprice", "currentprice", "price", "prices", "pricerange", "priceinfo", "pricing",
    "regularprice", "listprice", "baseprice", "retailprice", "msrp",
  ]

  var currency: String? {
    for key in ["currency", "currencycode", "pricecurrency"] {
      if let code = member(key)?.string { return code }
    }
    return Self.priceKeys.lazy.compactMap { member($0).flatMap { Self.currency(in: $0) } }.first
  }

  /// Shopify's own pages write whole cents, its interfaces decimals.
  var isInCents: Bool {
    let variant = member("variants")?[0] ?? .null
    let isShopify = member("handle") != nil || variant["public_title"] != nil || variant["option1"] != nil
    return isShopify && (variant["price"] ?? member("price"))?.int != nil
  }

  var cents: String? { Self.hundredth(member("price")) }

  private static func hundredth(_ value: JSON?) -> String? {
    guard let cents = value?.int, cents >= 0 else { return nil }
    return Amount(Int64(cents), scale: 2).spelling
  }

  private static func price(in value: JSON, depth: Int = 0) -> String? {
    guard depth < 5 else { return nil }
    switch value {
    case .number(let spelling): return spelling
    case .string(let text): return text.contains { $0.isNumber } ? text : nil
    case .array(let values): return values.first.flatMap { price(in: $0, depth: depth + 1) }
    case .object(let object):
      if let cents = object["centAmount"] { return hundredth(cents) }
      for name in parts {
        for member in object.members where StateKey.folded(member.name) == name {
          if let text = price(in: member.value, depth: depth + 1) { return text }
        }
      }
      return nil
    default: return nil
    }
  }

  /// What a price object calls the price that counts, before what it calls the others.
  private static let parts = [
    "amount", "value", "sale", "saleprice", "special", "final", "finalprice", "current", "currentprice", "price",
    "minvariantprice", "minimumprice", "min", "regularprice", "regular", "list", "gross", "formatted", "display",
  ]

  private static func currency(in value: JSON, depth: Int = 0) -> String? {
    guard depth < 5, let object = (value.array?.first ?? value).object else { return nil }
    for name in ["currency", "currencyCode", "currency_code", "currencyIso"] {
      if let code = object[name]?.string { return code }
    }
    return object.members.lazy.compactMap { currency(in: $0.value, depth: depth + 1) }.first
  }
}
