import TestSupport
import Testing
import Text

@Suite struct AmountTests {
  @Test(arguments: [
    ("2750.0", "2750"), ("0.50", "0.5"), ("-0.05", "-0.05"), ("0", "0"), ("-0", "0"), ("1.5e3", "1500"),
    ("12e-1", "1.2"),
    ("999999999999999999", "999999999999999999"),
  ])
  func `an amount is spelled canonically`(text: String, spelling: String) {
    #expect(Amount(spelling: text)?.spelling == spelling)
  }

  @Test(arguments: ["", ".5", "5.", "01", "1,5", "+1", "1e", "1e99", "9999999999999999999", " 1", "NaN"])
  func `what is no JSON number is no amount`(text: String) {
    #expect(Amount(spelling: text) == nil)
  }

  @Test(arguments: [("1", "1.5"), ("1.05", "1.5"), ("-2", "-1.5"), ("-1.5", "1"), ("9.99", "10"), ("0.5", "0.55")])
  func `amounts are ordered by value`(smaller: String, larger: String) throws {
    let (left, right) = (try #require(Amount(spelling: smaller)), try #require(Amount(spelling: larger)))
    #expect(left < right)
    #expect(!(right < left))
  }

  @Test(arguments: seeds(200))
  func `a spelled amount reads as itself and is ordered as its float is`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    func amount() -> Amount {
      Amount(.random(in: -99_999...99_999, using: &random), scale: .random(in: 0...6, using: &random))
    }
    let (left, right) = (amount(), amount())
    #expect(Amount(spelling: left.spelling) == left)
    if left != right { #expect((left < right) == (left.double < right.double)) }
    #expect(left.double >= Double(left.floor) && left.double < Double(left.floor) + 1)
  }
}
