import Catalogue
import Testing
import Text

@testable import Tree

@Suite struct ItemCheckTests {
  private func product(_ more: String) throws -> Product { try Product(Fixture.record(Fixture.product("1", more))) }

  @Test(arguments: [
    ("1449", "1227", false), ("1449.0", "1227", false), ("1449", "1228", true), ("1449", "1226", true),
    ("42802", "36272", false), ("703", "595", false), ("118", "100", false), ("117.99", "99", false),
    ("14490", "1227", true), ("43952", "37247", false), ("4395237247.0", "37247", true), ("-118", "-100", true),
    ("1449", "1227.5", true), ("1e3", "847", false), ("99999999999999999999", "1", true),
  ])
  func `vat-identity: the Eilat price is the price without 18 per cent, rounded down`(
    price: String, eilat: String, isDoubted: Bool
  ) throws {
    let new = try product(#","price_ils":\#(price),"eilat_price_ils":\#(eilat)"#)
    #expect((ItemCheck.vatIdentity.finding(new, nil, Settings()) != nil) == isDoubted)
  }

  @Test(arguments: [#","price_ils":1449"#, #","price_ils":1449,"eilat_price_ils":null"#, #","eilat_price_ils":1"#, ""])
  func `vat-identity: one price alone proves nothing`(more: String) throws {
    #expect(ItemCheck.vatIdentity.finding(try product(more), nil, Settings()) == nil)
  }

  @Test(arguments: [
    ("2024-12-31T23:59:59Z", "100", false), ("2025-01-01T00:00:00Z", "99", false),
    ("2025-01-01T00:00:00Z", "100", true),
  ])
  func `vat-identity: the rate is the one of the day`(time: String, eilat: String, isDoubted: Bool) throws {
    let new = try product(#","price_ils":117,"eilat_price_ils":\#(eilat),"fetched_at":"\#(time)""#)
    #expect((ItemCheck.vatIdentity.finding(new, nil, Settings()) != nil) == isDoubted)
  }

  @Test func `an Eilat price of every price to 100,000 shekels equals the slow division`() {
    for price in Int64(0)...100_000 {
      var slow = price * 100 / 118 - 2
      while (slow + 1) * 118 <= price * 100 { slow += 1 }
      #expect(ItemCheck.withoutVAT(Amount(price), basisPoints: 1800) == max(slow, 0))
    }
  }

  @Test(arguments: [
    ("200000", "null", false), ("200001", "null", true), ("4395237247.0", "null", true), ("null", "null", false),
    ("50000", #""Strings""#, true), ("2000", #""Strings""#, false),
  ])
  func `price-limit: nothing costs more than the limit of its category, or of all`(
    price: String, category: String, isDoubted: Bool
  ) throws {
    var settings = Settings()
    settings.guards.priceLimits = ["Strings": 2000]
    let new = try product(#","price_ils":\#(price),"category":\#(category)"#)
    #expect((ItemCheck.priceLimit.finding(new, nil, settings) != nil) == isDoubted)
  }

  @Test(arguments: [
    (#","price_ils":14490,"price_conflict":"1449.0""#, true), (#","price_ils":1449,"price_conflict":"1449.0""#, false),
    (#","price_ils":1449"#, false), (#","price_ils":null,"price_conflict":"1449.0""#, false),
  ])
  func `price-conflict: the shop's own number beside the price says the same`(more: String, isDoubted: Bool) throws {
    #expect((ItemCheck.priceConflict.finding(try product(more), nil, Settings()) != nil) == isDoubted)
  }

  @Test(arguments: ["1449", "1500", "14490"])
  func `vat-identity: an Eilat price is below the price`(eilat: String) throws {
    let new = try product(#","price_ils":1449,"eilat_price_ils":\#(eilat)"#)
    #expect(ItemCheck.vatIdentity.finding(new, nil, Settings()) != nil)
  }

  @Test(arguments: [
    ("1000", "4999.99", false), ("1000", "5000", true), ("5000", "1000", true), ("5000", "1001", false),
    ("0", "1000", false), ("1000", "0", false), ("null", "5000", false), ("1000", "null", false),
  ])
  func `price-jump: five times or a fifth of the published price`(old: String, new: String, isDoubted: Bool) throws {
    let finding = ItemCheck.priceJump.finding(
      try product(#","price_ils":\#(new)"#), try product(#","price_ils":\#(old)"#), Settings())
    #expect((finding != nil) == isDoubted)
    #expect(ItemCheck.priceJump.finding(try product(#","price_ils":\#(new)"#), nil, Settings()) == nil)
  }
}
