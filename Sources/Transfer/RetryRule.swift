internal import Text

/// Which answers are worth asking again, and when.
struct RetryRule {
  enum Verdict: Equatable {
    case giveUp
    case again(afterSeconds: Double)
    /// The host asks for a longer pause than the run allows; nothing more is asked of it.
    case deferHost(seconds: Double)
  }

  let delays: [Double]
  let maximumWaitSeconds: Double

  /// Statuses that say "not now" (RFC 9110 §15.5.9 and §15.6, RFC 8470, RFC 6585).
  static func isTransient(status: Int) -> Bool { [408, 425, 429].contains(status) || (500...599).contains(status) }

  /// - Parameter chance: a number in 0..<1 that spreads retries, so that many clients do not come back together.
  func verdict(retries: Int, retryAfterSeconds: Double?, chance: Double) -> Verdict {
    if let wait = retryAfterSeconds, wait > maximumWaitSeconds { return .deferHost(seconds: wait) }
    guard delays.indices.contains(retries) else { return .giveUp }
    return .again(afterSeconds: max(delays[retries] * (1 + chance / 4), retryAfterSeconds ?? 0))
  }

  /// Seconds that a `Retry-After` asks for: a number, or a date in any HTTP form; a date gone by is 0.
  static func seconds(retryAfter text: String?, now: Double) -> Double? {
    guard let text = text.map({ $0.drop(while: \.isWhitespace) }), !text.isEmpty else { return nil }
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    if !digits.isEmpty, text.dropFirst(digits.count).allSatisfy(\.isWhitespace) { return Double(digits) }
    return Timestamp.seconds(httpDate: String(text)).map { max(0, $0 - now) }
  }
}
