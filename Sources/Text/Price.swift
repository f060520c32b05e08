/// A price that a text states.
package struct Price: Sendable, Hashable {
  package var amount: Amount
  /// Nil when neither the text nor its neighbour names one.
  package var currency: Currency?

  /// The first price of `text`: the first number beside a currency, else the first number that can be a price.
  ///
  /// - Parameters:
  ///   - text: A price with its labels, as in `מחיר רגיל: 1,656 ₪`.
  ///   - hint: A neighbouring text, asked for the currency where `text` names none.
  ///   - decimalSeparator: The site's own, if known: numbers that contradict it are refused instead of guessed.
  /// - Returns: Nil without a number, for percentages, dates, negative numbers and contradictory groups.
  package init?(_ text: String, near hint: String? = nil, decimalSeparator: Unicode.Scalar? = nil) {
    let scalars = Array(Whitespace.collapsed(text).unicodeScalars)
    let numbers = WrittenNumber.all(in: scalars, decimalSeparator: decimalSeparator)
      .filter { !Self.isPercentage($0.range, in: scalars) && !Self.isNegative($0.range, in: scalars) }
    let hint = Currency.scalars(hint)
    for number in numbers {
      guard let currency = Self.currency(beside: number.range, in: scalars) else { continue }
      self.init(amount: number.amount, currency: currency.namingDollar(in: scalars, hint))
      return
    }
    guard let number = numbers.first(where: { !Self.isInsideWord($0.range, in: scalars) }) else { return nil }
    self.init(amount: number.amount, currency: Currency.first(in: scalars, near: hint))
  }

  package init(amount: Amount, currency: Currency?) {
    (self.amount, self.currency) = (amount, currency)
  }

  /// What a price with VAT comes to where VAT is not charged, in whole units: floor(price × 100 / (100 + VAT)).
  ///
  /// The distributor prints it beside each price, so it serves as a check digit. Nil for a negative price or a rate outside 0...100.
  package static func eilat(of price: Amount, vatPercent: Int) -> Amount? {
    guard (0...100).contains(vatPercent), price.units >= 0 else { return nil }
    return Amount(Int64(Int128(price.units) * 100 / (Int128(price.power) * Int128(100 + vatPercent))))
  }

  // MARK: What stands around a number

  private static func currency(beside range: Range<Int>, in text: [Unicode.Scalar]) -> Currency? {
    var left = range.lowerBound
    while left > 0, text[left - 1] == " " || text[left - 1] == ":" { left -= 1 }
    if let before = Currency.ending(at: left, in: text) { return before }
    var right = range.upperBound
    // `50,- Kč` and `1.899,-`: a dash for the cents.
    if right + 1 < text.count, WrittenNumber.isPoint(text[right]), text[right + 1] == "-" { right += 2 }
    if right < text.count, text[right] == " " { right += 1 }
    return Currency.starting(at: right, in: text, allowingWeak: true)
  }

  private static func isPercentage(_ range: Range<Int>, in text: [Unicode.Scalar]) -> Bool {
    text[range.upperBound...].prefix(2).drop { $0 == " " }.first == "%"
  }

  private static func isNegative(_ range: Range<Int>, in text: [Unicode.Scalar]) -> Bool {
    guard let sign = text[..<range.lowerBound].last, sign == "-" || sign == "−" else { return false }
    guard let before = text[..<(range.lowerBound - 1)].last else { return true }
    return before == " " || before == "("
  }

  /// Whether letters touch the number: a model (`A8H`), a factor (`2x`), thousands (`4.5k`).
  private static func isInsideWord(_ range: Range<Int>, in text: [Unicode.Scalar]) -> Bool {
    let neighbours = [text[..<range.lowerBound].last, text[range.upperBound...].first]
    return neighbours.contains { $0?.properties.isAlphabetic ?? false }
  }
}
