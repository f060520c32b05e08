internal import Text

/// The moment of a report and how far it looks back; RFC 3339 UTC texts, which sort as the moments do.
package struct Lookback: Sendable {
  package let now: String
  private let seconds: Double

  /// How many days the charts show.
  static let dayCount = 30

  /// Nil when `now` is no moment such as `2026-01-19T04:05:06Z`.
  package init?(now: String) {
    guard let seconds = Timestamp.seconds(now) else { return nil }
    self.now = now
    self.seconds = seconds
  }

  /// `2026-01-19`
  package var day: String { String(now.prefix(10)) }

  func moment(hoursAgo hours: Int) -> String { Timestamp.text(seconds - Double(hours) * 3600) }

  /// The last days, oldest first, today the last.
  var days: [String] {
    (0..<Self.dayCount).reversed().map { String(moment(hoursAgo: $0 * 24).prefix(10)) }
  }

  /// The oldest moment that any part of a report looks at.
  var start: String { min("\(days.first ?? day)T00:00:00Z", moment(hoursAgo: Self.dayCount * 24)) }

  /// Whole hours since a moment; nil for a text that is none.
  func hours(since moment: String) -> Int? {
    Timestamp.seconds(moment).map { Int(((seconds - $0) / 3600).rounded(.down)) }
  }
}
