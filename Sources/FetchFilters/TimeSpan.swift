/// A length of time as a person writes it: `90`, `90s`, `15m`, `24h`, `14d`; fractions are allowed.
struct TimeSpan: LosslessStringConvertible, Equatable, Sendable {
  let seconds: Double

  init(seconds: Double) { self.seconds = seconds }

  init?(_ description: String) {
    let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": 86400]
    let unit = description.last.flatMap { units[$0] }
    guard let number = Double(unit == nil ? description[...] : description.dropLast()), number >= 0, number < 1e9 else {
      return nil
    }
    seconds = number * (unit ?? 1)
  }

  var description: String { "\(seconds)s" }
}
