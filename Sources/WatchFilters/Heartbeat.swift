internal import Delivery
package import Filtering
internal import Transfer

/// Tells a watcher outside that a flow has ended; a watcher that hears nothing raises the alarm by itself.
package struct Heartbeat: Program {
  package static let manual = Manual(
    name: "heartbeat",
    summary: "Tells a watcher outside that a flow has ended.",
    details: [
      "Asks for HEARTBEAT_URL after success and for HEARTBEAT_URL/STATUS after a failure, as healthchecks.io and its like "
        + "expect, a few times until it is heard. Does nothing when HEARTBEAT_URL (or HEARTBEAT_URL_FILE) is not set."
    ],
    usageExample: "HEARTBEAT_URL=https://watcher.example/ping/7 heartbeat 0", statuses: [.tryLater, .configuration])

  package static var options: [Option<Self>] {
    [
      .value("--within", "SECONDS", \.withinSeconds, "Give up after so long (default 10)."),
      .operand("STATUS", \.status, "How the flow ended, 0 for well."),
    ]
  }

  var withinSeconds = 10.0
  var status: String?

  package init() {}

  package mutating func run(_ session: Session) throws -> Status {
    guard let code = status.flatMap({ Int($0) }), (0...255).contains(code) else {
      throw UsageError("name the status of the flow, 0...255")
    }
    let destinations = try Destinations.ofEnvironment(withinSeconds: withinSeconds)
    guard destinations.heartbeatURL != nil else { return .done }
    do throws(TransferError) {
      try Courier(destinations, withinSeconds: withinSeconds).ping(status: code)
    } catch {
      throw RunFailure(.tryLater, "the heartbeat was not heard: \(error)")
    }
    return .done
  }
}
