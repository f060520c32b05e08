import JSON
import TestSupport
import Testing
import Text

@Suite struct PriceConformanceTests {
  /// Rows on which the peer fails and so do we.
  private static let beyondPeer: [String: String] = {
    var reasons = [
      "pp-examples_xfail-0001": "which of two marked prices counts",
      "pp-examples_xfail-0013": "feet, not forints",
      "pp-examples_xfail_currencies_to_be_added-0091": "a currency named in full",
    ]
    for number in ["0108", "0110", "0112", "0113", "0114", "0115", "0116"] {
      reasons["pp-examples_xfail_currencies_to_be_added-\(number)"] = "an amount is expected of a text without digits"
    }
    return reasons
  }()

  @Test(.conformance("conformance/price/price_parser.jsonl"))
  func `prices of many shops read as their peers read them`() throws {
    let rows = try Conformance.rows("conformance/price/price_parser.jsonl")
    let failed = try rows.filter { $0["peer_xfail"]?.bool != true }.filter { row in
      try Reading(row) != Reading(expected: row, currency: row["currency"]?.string)
    }
    try report(failed, of: rows.count { $0["peer_xfail"]?.bool != true }, "price/price_parser", expected: [:])
  }

  @Test(.conformance("conformance/price/price_parser.jsonl"))
  func `prices that the peers fail on are read where they can be`() throws {
    let rows = try Conformance.rows("conformance/price/price_parser.jsonl").filter { $0["peer_xfail"]?.bool == true }
    let failed = try rows.filter { try Reading($0) != Reading(expected: $0, currency: $0["currency"]?.string) }
    try report(failed, of: rows.count, "price/price_parser, known failures of the peer", expected: Self.beyondPeer)
  }

  @Test(.conformance("conformance/price/shekel.jsonl"))
  func `prices of Israeli shops are read`() throws {
    let rows = try Conformance.rows("conformance/price/shekel.jsonl").filter { $0["kind"]?.string != "policy" }
    let failed = rows.filter { row in
      let price = Price(row["price_text"]?.string ?? "")
      return price?.amount != row["amount"]?.string.flatMap { Amount(spelling: $0) }
        || price?.currency?.code != row["currency"]?.string
    }
    try report(failed, of: rows.count, "price/shekel", expected: [:])
  }

  @Test(.conformance("cases/price_text.jsonl"))
  func `prices of the distributor's pages are read or refused`() throws {
    for row in try Conformance.rows("cases/price_text.jsonl") {
      let price = Price(try #require(row["input"]?.string), decimalSeparator: ".")
      #expect(price?.amount.spelling == row["expected"]?.spelling, "\(row)")
    }
  }

  @Test(.conformance("cases/tile_prices.jsonl"))
  func `the price without VAT follows from the price with it`() throws {
    for row in try Conformance.rows("cases/tile_prices.jsonl") {
      let price = try #require(row["expected"]?["price"]?.spelling.flatMap { Amount(spelling: $0) })
      #expect(Price.eilat(of: price, vatPercent: 18)?.spelling == row["expected"]?["eilat_price"]?.spelling)
    }
  }

  private func report(_ failed: [JSON], of count: Int, _ suite: String, expected: [String: String]) throws {
    print("\(suite): \(count - failed.count) of \(count) rows")
    for row in failed where expected[row["id"]?.string ?? ""] == nil {
      print("  \(row["id"]?.string ?? ""): \(row["price_text"]?.string ?? "")")
    }
    #expect(Set(failed.compactMap { $0["id"]?.string }) == Set(expected.keys))
  }
}

/// What is compared: the amount's value and the currency as written.
private struct Reading: Equatable {
  var amount: Amount?
  var currency: String?

  init(_ row: JSON) throws {
    let text = row["price_text"]?.string ?? ""
    let hint = row["currency_hint"]?.string
    let separator = row["decimal_separator"]?.string?.unicodeScalars.first
    let price = Price(text, near: hint, decimalSeparator: separator)
    amount = price?.amount
    currency = (price?.currency ?? Currency(in: text, near: hint))?.symbol
  }

  init(expected row: JSON, currency: String?) throws {
    amount = row["amount"]?.string.flatMap { Amount(spelling: $0) }
    self.currency = currency
  }
}

extension JSON {
  fileprivate var spelling: String? { if case .number(let spelling) = self { spelling } else { nil } }
}
