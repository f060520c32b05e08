internal import Alerting
package import Filtering
internal import Health
internal import JSON
internal import Posix
package import Records
internal import Tree

/// Turns check records into alerts: only what changed, each trouble once.
package struct Alerts: Filter {
  package static let manual = Manual(
    name: "alerts",
    summary: "Reads check records; writes an alert where a trouble came, still stands after a day, or is over.",
    details: [
      "What stands is what alerts/*.jsonl says; new alerts are appended there before they are written out. A trouble is "
        + "one finding of one check and is raised once, again when it becomes critical, and said 'still' once per "
        + "health.remind_h of the settings. A check that could not look clears nothing."
    ],
    usageExample: "check-health --data data | alerts --data data", statuses: [.rejected, .noInput, .inputOutput])

  package static var options: [Option<Self>] {
    [.value("--data", "DIR", \.root, "The data tree (default data).")]
  }

  package static let reads = ["check", "recovery"]

  var root = "data"
  private var book = AlertBook()
  private var lock: FileLock?
  private var reminderSeconds = 0

  package init() {}

  package mutating func start(_ session: Session) throws {
    let log = AlertLog(root: root)
    // Two rounds at once would both raise the same trouble.
    lock = try FileLock.wait("\(root)/alerts/.lock", holder: "alerts, process \(Environment.processID)")
    try log.forEachAlert(
      { book.take($0) },
      unreadable: { path, line, reason in session.log.say(.warning, reason, line: line, file: path) })
    let tree = Tree(root: root)
    let limits = HealthLimits.reading((try? tree.readConfiguration(tree.settings))?["health"]).limits
    reminderSeconds = Int(limits.remindHours * 3600)
  }

  package mutating func process(_ record: Record, _ output: inout Output) throws {
    guard record.type == "check" else { return }
    let alerts = book.judge(try CheckOutcome(record), reminderSeconds: reminderSeconds)
    try AlertLog(root: root).append(alerts)
    for alert in alerts { output.emit(alert.object) }
  }

  package mutating func finish(_ output: inout Output) throws { lock = nil }
}
