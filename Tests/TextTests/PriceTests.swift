import TestSupport
import Testing
import Text

@Suite struct PriceTests {
  @Test(arguments: [
    ("מחיר 2,345 ₪", "2345", "ILS"), ("2,345 ש\"ח כולל מע\"מ", "2345", "ILS"), ("₪ 1,234.50", "1234.5", "ILS"),
    ("3,100 ₪2,627 ₪", "3100", "ILS"), ("990 שח", "990", "ILS"), ("ILS 88", "88", "ILS"),
    ("EUR 1.299,90", "1299.9", "EUR"), ("12 345,6 Kč", "12345.6", "CZK"), ("$1,050.00 AUD", "1050", "AUD"),
    ("£12.5", "12.5", "GBP"), ("1'250.00 CHF", "1250", "CHF"), ("₹1,23,456.00", "123456", "INR"),
    ("49€ 95", "49.95", "EUR"), ("75,- Kč", "75", "CZK"), ("3 issues for 14,85 EUR", "14.85", "EUR"),
    ("\u{200F}128 ₪", "128", "ILS"), ("US $9.99", "9.99", "USD"),
  ])
  func `a price is read with its currency`(text: String, amount: String, code: String) {
    let price = Price(text)
    #expect(price?.amount.spelling == amount)
    #expect(price?.currency?.code == code)
  }

  @Test(arguments: ["", "₪", "sold out", "40% off", "7.11.2025", "1.2,3.4", "-5", "A8H", "4.5k", "1,23,45"])
  func `what is no price is refused`(text: String) {
    #expect(Price(text) == nil)
  }

  @Test(arguments: [
    ("3.456,70 ₪", nil), ("2750.0", "2750"), ("2,750", "2750"), ("12,34", nil), ("6.500", "6.5"), ("1.2.3", nil),
  ])
  func `a declared decimal separator refuses what contradicts it`(text: String, amount: String?) {
    #expect(Price(text, decimalSeparator: ".")?.amount.spelling == amount)
  }

  @Test func `a neighbour names the currency that the text leaves out`() {
    #expect(Price("2,750", near: "מחיר ב-₪")?.currency?.code == "ILS")
    #expect(Price("$10", near: "CAD")?.currency?.code == "CAD")
    #expect(Price("10 €", near: "$")?.currency?.code == "EUR")
    #expect(Price("500", near: "שחור")?.currency == nil)
    #expect(Price("90 kr")?.currency == Currency(symbol: "kr"))
    #expect(Price("90 kr")?.currency?.code == nil)
  }

  @Test(arguments: [(1180, 18, 1000), (2345, 18, 1987), (99, 17, 84), (0, 18, 0)])
  func `the price without VAT is rounded down`(price: Int64, vat: Int, expected: Int64) {
    #expect(Price.eilat(of: Amount(price), vatPercent: vat) == Amount(expected))
  }

  @Test func `the price without VAT counts the fraction and never overflows`() throws {
    #expect(Price.eilat(of: Amount(11_799, scale: 1), vatPercent: 18) == Amount(999))
    #expect(Price.eilat(of: Amount(.max), vatPercent: 0) == Amount(.max))
    #expect(Price.eilat(of: Amount(-1), vatPercent: 18) == nil)
  }

  @Test(arguments: seeds(400))
  func `no text traps and a price lies within its digits`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let text = RandomText.string(using: &random)
    for separator: Unicode.Scalar? in [nil, ".", ",", "€"] {
      guard let price = Price(text, near: text, decimalSeparator: separator) else { continue }
      #expect(price.amount >= Amount(0))
      #expect(Amount(spelling: price.amount.spelling) == price.amount)
    }
  }
}
