package import JSON

extension JSON {
  /// A figure with at most two decimals; null for none.
  package init(figure value: Double?) {
    guard let value, value.isFinite else {
      self = .null
      return
    }
    let rounded = (value * 100).rounded() / 100
    self = .number(rounded == rounded.rounded() && abs(rounded) < 1e15 ? String(Int(rounded)) : "\(rounded)")
  }
}

/// A figure as a sentence shows it.
func shown(_ value: Double?) -> String { value.map { JSON(figure: $0).text } ?? "none" }

/// Seconds since `time`; a clock that went back gives 0, never a negative age.
func age(since time: Int, at now: Int) -> Int { max(0, now - time) }

/// Hours with one decimal, days from three days on: `49.5 h`, `8.5 d`.
func span(_ seconds: Int) -> String {
  let hours = (Double(seconds) / 360).rounded() / 10
  return hours < 72 ? "\(shown(hours)) h" : "\(shown((Double(seconds) / 8640).rounded() / 10)) d"
}

extension Double {
  var hoursInSeconds: Int { Int(clamping: Int64(exactly: (self * 3600).rounded()) ?? .max) }
  var daysInSeconds: Int { (self * 24).hoursInSeconds }
}
