/// How well something stands; what nobody could look at may be as bad as anything.
package enum Level: String, Sendable, CaseIterable, Comparable {
  case ok, warning, unknown, critical

  package static func < (a: Level, b: Level) -> Bool { a.severity < b.severity }

  private var severity: Int {
    switch self {
    case .ok: 0
    case .warning: 1
    case .unknown: 2
    case .critical: 3
    }
  }
}

/// The state of the whole: the worst of its checks.
package enum Overall: String, Sendable {
  case healthy = "HEALTHY"
  case warning = "WARNING"
  case critical = "CRITICAL"

  /// No check at all is no health: nothing was looked at.
  package init(_ levels: some Sequence<Level>) {
    self =
      switch levels.max() {
      case .ok: .healthy
      case .warning: .warning
      case .unknown, .critical, nil: .critical
      }
  }

  /// The exit status that says the same: 0, 1 or 2.
  package var code: Int {
    switch self {
    case .healthy: 0
    case .warning: 1
    case .critical: 2
    }
  }
}
