package import JSON
package import Records

/// How grave an alert is; what a check could not look at is as grave as what it found critical.
package enum Gravity: String, Sendable, Comparable {
  case warning, critical

  package static func < (a: Gravity, b: Gravity) -> Bool { a == .warning && b == .critical }
}

/// A change of state of one trouble: it came, it stands, it is over.
package struct Alert: Sendable, Equatable {
  package enum State: String, Sendable, CaseIterable {
    case raised, still, cleared
  }

  /// The check, a slash and what it is about; the same trouble always has the same key.
  package let key: String
  package let state: State
  package let gravity: Gravity
  package let message: String
  /// When the trouble was first seen, RFC 3339 in UTC.
  package let since: String
  package let time: String

  package init(key: String, state: State, gravity: Gravity, message: String, since: String, time: String) {
    self.key = key
    self.state = state
    self.gravity = gravity
    self.message = message
    self.since = since
    self.time = time
  }

  package init(_ record: Record) throws(RecordError) {
    guard let state = State(rawValue: try record.requiredString("state")) else {
      throw RecordError(#"the "state" must be raised, still or cleared"#)
    }
    guard let gravity = Gravity(rawValue: try record.requiredString("level")) else {
      throw RecordError(#"the "level" must be warning or critical"#)
    }
    self.init(
      key: try record.requiredString("alert"), state: state, gravity: gravity,
      message: try record.requiredString("message"), since: try record.requiredString("since"),
      time: try record.requiredString("at"))
  }

  /// The record of the alert (docs/schemas/alert.json).
  package var object: JSONObject {
    [
      "type": "alert", "alert": .string(key), "state": .string(state.rawValue), "level": .string(gravity.rawValue),
      "message": .string(message), "since": .string(since), "at": .string(time),
    ]
  }
}
