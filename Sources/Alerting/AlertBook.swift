package import Records
internal import Text

/// Which troubles stand, and what a new round of checks changes about that.
///
/// The book holds nothing but what its alerts say: reading all alerts ever written gives the same book again.
package struct AlertBook: Sendable {
  private struct Standing {
    var gravity: Gravity
    var since: String
    /// When it was last said.
    var time: String
  }

  private var standing: [String: Standing] = [:]

  package init() {}

  /// Takes an alert that was written before.
  package mutating func take(_ alert: Alert) {
    standing[alert.key] =
      alert.state == .cleared ? nil : Standing(gravity: alert.gravity, since: alert.since, time: alert.time)
  }

  /// The keys of all troubles that stand, in byte order.
  package var keys: [String] { standing.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } }

  /// What the outcome of one check changes: new troubles are raised, worse ones raised anew, others said again after
  /// `reminderSeconds` or when they became milder, and those that are gone cleared.
  ///
  /// A check that could not look says nothing about troubles it found before: they stand until it has looked.
  package mutating func judge(_ check: CheckOutcome, reminderSeconds: Int) -> [Alert] {
    var alerts: [Alert] = []
    for trouble in check.troubles {
      guard let alert = alert(of: trouble, at: check.time, reminderSeconds) else { continue }
      alerts.append(alert)
    }
    let present = Set(check.troubles.map(\.key))
    for key in keys where !check.isBlind && key.hasPrefix(check.name + "/") && !present.contains(key) {
      guard let old = standing[key] else { continue }
      alerts.append(
        Alert(
          key: key, state: .cleared, gravity: old.gravity, message: "is over: \(check.message)", since: old.since,
          time: check.time))
    }
    for alert in alerts { take(alert) }
    return alerts
  }

  private func alert(of trouble: CheckOutcome.Trouble, at time: String, _ reminderSeconds: Int) -> Alert? {
    guard let old = standing[trouble.key] else {
      return Alert(
        key: trouble.key, state: .raised, gravity: trouble.gravity, message: trouble.message, since: time, time: time)
    }
    let isWorse = trouble.gravity > old.gravity
    guard isWorse || trouble.gravity < old.gravity || Self.isDue(old.time, time, reminderSeconds) else { return nil }
    return Alert(
      key: trouble.key, state: isWorse ? .raised : .still, gravity: trouble.gravity, message: trouble.message,
      since: old.since, time: time)
  }

  /// Whether a reminder is due; a clock that went back makes it due, else it would be silent for as long.
  private static func isDue(_ last: String, _ now: String, _ reminderSeconds: Int) -> Bool {
    guard let last = Timestamp.seconds(last), let now = Timestamp.seconds(now) else { return true }
    return !(0..<Double(reminderSeconds)).contains(now - last)
  }
}

/// A `check` record as far as alerts are concerned.
package struct CheckOutcome: Sendable {
  package struct Trouble: Sendable {
    package let key: String
    package let gravity: Gravity
    package let message: String
  }

  package let name: String
  package let message: String
  package let time: String
  /// Whether the check could not look.
  package let isBlind: Bool
  package let troubles: [Trouble]

  package init(_ record: Record) throws(RecordError) {
    let name = try record.requiredString("check")
    let message = try record.requiredString("message")
    let level = try record.requiredString("level")
    time = try record.requiredString("checked_at")
    self.name = name
    self.message = message
    isBlind = level == "unknown"
    guard ["ok", "warning", "unknown", "critical"].contains(level) else {
      throw RecordError(#"the "level" must be ok, warning, unknown or critical"#)
    }
    var troubles: [Trouble] = isBlind ? [Trouble(key: "\(name)/", gravity: .critical, message: message)] : []
    for finding in record.elements("findings") {
      guard let gravity = Gravity(rawValue: try finding.requiredString("level")) else { continue }
      troubles.append(
        Trouble(
          key: "\(name)/\(try finding.requiredString("subject"))", gravity: gravity,
          message: try finding.requiredString("message")))
    }
    guard level == "ok" || !troubles.isEmpty else {
      throw RecordError("the check '\(name)' is not ok, but has no finding")
    }
    self.troubles = troubles
  }
}
