package import Catalogue
internal import Records
internal import Text

/// A check on one item's price; an item that fails keeps its previous price and is marked `suspect` (design §5).
package struct ItemCheck: Sendable {
  package let name: String
  package let meaning: String
  /// What is wrong with the new record, given the published one; nil when it passes.
  package let finding: @Sendable (_ new: Product, _ published: Product?, Settings) -> String?

  package static let all = [vatIdentity, priceConflict, priceLimit, priceJump]

  /// The Eilat price is the price without value-added tax, rounded down: a check digit on every Halilit price.
  package static let vatIdentity = ItemCheck(
    name: "vat-identity", meaning: "an Eilat price that is not the price without VAT"
  ) { new, _, settings in
    guard let price = new.record.spelling("price_ils"), let eilat = new.record.spelling("eilat_price_ils") else {
      return nil
    }
    let rate = Self.rate(on: new.record.string("fetched_at") ?? "", settings.vat)
    guard let rate, let amount = Amount(spelling: price), let eilatAmount = Amount(spelling: eilat),
      let expected = withoutVAT(amount, basisPoints: rate)
    else { return "price \(price) and Eilat price \(eilat) are not both amounts of shekels" }
    guard eilatAmount != Amount(expected) else { return nil }
    return "price \(price) needs the Eilat price \(expected), not \(eilat)"
  }

  /// A shop that keeps a number of its own beside the shown price says the price twice.
  package static let priceConflict = ItemCheck(
    name: "price-conflict", meaning: "a price that the shop's own number beside it contradicts"
  ) { new, _, settings in
    guard let price = new.record.spelling("price_ils"), let own = new.record.string("price_conflict") else {
      return nil
    }
    if let price = Double(price), let own = Double(own), abs(price - own) <= settings.guards.priceConflictILS {
      return nil
    }
    return "price \(price), the shop's own number is \(own)"
  }

  /// Two prices read as one make a number that no shop asks.
  package static let priceLimit = ItemCheck(
    name: "price-limit", meaning: "a price above what anything of its category costs"
  ) { new, _, settings in
    guard let spelling = new.record.spelling("price_ils"), let price = Double(spelling) else { return nil }
    let limit = new.category.flatMap { settings.guards.priceLimits[$0] } ?? settings.guards.priceLimitILS
    return price > limit ? "price \(spelling) is above \(limit.formatted)" : nil
  }

  /// A price that is a multiple or a fraction of the published one is more often misread than true.
  package static let priceJump = ItemCheck(
    name: "price-jump", meaning: "a price that is many times, or a fraction of, the published one"
  ) { new, published, settings in
    guard let published, let (member, old) = published.price, let (newMember, now) = new.price, member == newMember,
      let ratio = priceRatio(Double(old), Double(now)), ratio >= settings.guards.priceJump
    else { return nil }
    return "price \(now), published is \(old)"
  }

  /// The whole shekels of a price without tax, exactly; nil when it is negative or no shop's.
  static func withoutVAT(_ price: Amount, basisPoints: Int) -> Int64? {
    guard (0..<1_000_000_000_000).contains(price.units), price.scale <= 4 else { return nil }
    let power = (0..<price.scale).reduce(Int64(1)) { value, _ in value * 10 }
    return price.units * 10_000 / (power * Int64(10_000 + basisPoints))
  }

  /// The rate in force on the day of an RFC 3339 time; the newest rate when there is no time.
  static func rate(on time: String, _ rates: [Settings.VATRate]) -> Int? {
    let day = time.prefix(10)
    return (day.isEmpty ? rates.last : rates.last { $0.from <= day } ?? rates.first)?.basisPoints
  }
}

extension Product {
  /// The price that this source states, and the member that holds it.
  var price: (member: String, spelling: String)? {
    record.spelling("price_ils").map { ("price_ils", $0) }
      ?? record.spelling("price_amount").map { ("price_amount", $0) }
  }
}

extension Double {
  /// The number as a person writes it: without a fraction where there is none.
  fileprivate var formatted: String {
    Int64(exactly: self).map(String.init) ?? String(self)
  }
}
