/// An exact decimal number: `units` × 10^-`scale`, without trailing zeros after the point.
///
/// Amounts are read from text and written to JSON; they never pass through a binary float.
package struct Amount: Sendable, Hashable {
  package let units: Int64
  package let scale: UInt8

  /// The most digits that always fit in `units`.
  static let maximumDigits = 18

  /// A scale above 18 counts as 18.
  package init(_ units: Int64, scale: UInt8 = 0) {
    var (units, scale) = (units, units == 0 ? 0 : min(scale, UInt8(Self.maximumDigits)))
    while scale > 0, units % 10 == 0 {
      units /= 10
      scale -= 1
    }
    (self.units, self.scale) = (units, scale)
  }

  /// The number that a JSON number (RFC 8259 §6) spells; nil for another text or more than 18 digits.
  package init?(spelling: some StringProtocol) {
    var rest = Array(spelling.utf8)[...]
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative { rest = rest.dropFirst() }
    let integer = Self.digits(&rest)
    var fraction: ArraySlice<UInt8> = []
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      fraction = Self.digits(&rest)
      guard !fraction.isEmpty else { return nil }
    }
    var exponent = 0
    if let mark = rest.first, mark | 0x20 == UInt8(ascii: "e") {
      guard let power = Int(String(decoding: rest.dropFirst(), as: UTF8.self)), power.magnitude <= Self.maximumDigits
      else {
        return nil
      }
      (exponent, rest) = (power, [])
    }
    guard rest.isEmpty, !integer.isEmpty, integer.count == 1 || integer.first != UInt8(ascii: "0") else { return nil }
    let padding = max(0, exponent - fraction.count)
    self.init(
      digits: integer + fraction + Array(repeating: UInt8(ascii: "0"), count: padding),
      scale: max(0, fraction.count - exponent), isNegative: isNegative)
  }

  /// ASCII `digits`, of which the last `scale` stand after the point; nil when there are more than 18.
  init?(digits: some Collection<UInt8>, scale: Int, isNegative: Bool = false) {
    let significant = digits.drop { $0 == UInt8(ascii: "0") }
    guard significant.count <= Self.maximumDigits, (0...Self.maximumDigits).contains(scale) else { return nil }
    let value = significant.reduce(Int64(0)) { $0 * 10 + Int64($1 & 15) }
    self.init(isNegative ? -value : value, scale: UInt8(scale))
  }

  private static func digits(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let digits = rest.prefix(while: ASCII.isDigit)
    rest = rest[digits.endIndex...]
    return digits
  }
}

extension Amount {
  /// The canonical spelling as a JSON number: `1449`, `28.9`, `-0.05`.
  package var spelling: String {
    guard scale > 0 else { return String(units) }
    let digits = String(units.magnitude)
    let padded = String(repeating: "0", count: max(0, Int(scale) + 1 - digits.utf8.count)) + digits
    return "\(units < 0 ? "-" : "")\(padded.dropLast(Int(scale))).\(padded.suffix(Int(scale)))"
  }

  /// The nearest binary float, for ratios and thresholds only.
  package var double: Double { (0..<scale).reduce(Double(units)) { value, _ in value / 10 } }

  /// The largest integer that is not greater.
  package var floor: Int64 {
    let (quotient, remainder) = units.quotientAndRemainder(dividingBy: power)
    return remainder < 0 ? quotient - 1 : quotient
  }

  /// 10^`scale`, at most 10^18.
  var power: Int64 { (0..<scale).reduce(Int64(1)) { value, _ in value * 10 } }
}

extension Amount: Comparable {
  package static func < (left: Amount, right: Amount) -> Bool {
    guard left.scale == right.scale else {
      if left.floor != right.floor { return left.floor < right.floor }
      return fraction(left).lexicographicallyPrecedes(fraction(right))
    }
    return left.units < right.units
  }

  /// The digits after the point of what `floor` leaves.
  private static func fraction(_ amount: Amount) -> [UInt8] {
    let rest = (amount.units - amount.floor * amount.power).magnitude
    let digits = Array(String(rest).utf8)
    return Array(repeating: UInt8(ascii: "0"), count: max(0, Int(amount.scale) - digits.count)) + digits
  }
}

extension Amount: CustomStringConvertible {
  package var description: String { spelling }
}
