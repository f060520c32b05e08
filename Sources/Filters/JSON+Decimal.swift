internal import JSON

extension JSON {
  /// A computed figure with four decimals: more would claim a precision that no estimate has.
  init(decimal value: Double) {
    let scaled = Int((abs(value) * 10_000).rounded())
    let digits = String(scaled % 10_000 + 10_000).dropFirst()
    self = .number("\(value < 0 && scaled > 0 ? "-" : "")\(scaled / 10_000).\(digits)")
  }
}
