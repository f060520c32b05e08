internal import Alerting
internal import Delivery
package import Filtering
internal import JSON
internal import Posix
package import Records
internal import Transfer

/// Delivers alerts by mail and webhooks, and tells a watcher outside that a flow has ended.
package struct Notify: Filter {
  package static let manual = Manual(
    name: "notify",
    summary: "Reads alert records; delivers them by mail, Slack-compatible and generic webhooks.",
    details: [
      "Each message waits in alerts/outbox until its receiver has taken it: what fails now is tried again a few times, "
        + "then at the next call. Writes a delivery record for each message that went out or did not.",
      "From the environment, or from the file that NAME_FILE names: ALERT_EMAIL (addresses), SMTP_URL "
        + "(smtp://user:password@host:587, always with TLS), SMTP_FROM, SMTP_CA_FILE, SMTP_TLS=off for a server on this "
        + "machine, ALERT_SLACK_URL, ALERT_WEBHOOK_URL, ALERT_SENDER (whose tree it is).",
    ],
    usageExample: "check-health --data data | alerts --data data | notify --data data",
    statuses: [.rejected, .noInput, .inputOutput, .tryLater, .configuration])

  package static var options: [Option<Self>] {
    [
      .value("--data", "DIR", \.root, "The data tree (default data)."),
      .value("--within", "SECONDS", \.withinSeconds, "Give up for now after so long (default 60)."),
    ]
  }

  package static let reads = ["alert"]

  var root = "data"
  var withinSeconds = 60.0
  private var alerts: [Alert] = []
  private var destinations = Destinations(sender: "data")
  private var log: Log?

  package init() {}

  package mutating func start(_ session: Session) throws {
    destinations = try Destinations.ofEnvironment(withinSeconds: withinSeconds)
    log = session.log
  }

  package mutating func process(_ record: Record, _ output: inout Output) throws { alerts.append(try Alert(record)) }

  package mutating func finish(_ output: inout Output) throws {
    let outbox = Outbox(root: root)
    if !alerts.isEmpty, destinations.channels.isEmpty {
      log?.say(.warning, "alerts go nowhere: set ALERT_EMAIL, ALERT_SLACK_URL or ALERT_WEBHOOK_URL")
    }
    if !alerts.isEmpty { try outbox.add(alerts, to: destinations.channels, at: Environment.currentTime) }
    guard let lock = try outbox.lock() else {
      throw RunFailure(.tryLater, "another notify is sending; it is left to it")
    }
    let items = try outbox.items { log?.say(.error, "\($0) is damaged; look at it and remove it") }
    let courier = Courier(destinations, withinSeconds: withinSeconds)
    var waiting = 0
    for item in items {
      let failure = courier.failure(delivering: item)
      if failure == nil { try outbox.remove(item) } else { waiting += 1 }
      output.emit(item.delivery(failure: failure))
    }
    withExtendedLifetime(lock) {}
    guard waiting == 0 else {
      throw RunFailure(
        .tryLater, "\(waiting) of \(items.count) messages stay in \(root)/alerts/outbox for the next call")
    }
  }
}

extension Outbox.Item {
  /// The record of an attempt (docs/schemas/delivery.json).
  fileprivate func delivery(failure: String?) -> JSONObject {
    [
      "type": "delivery", "id": .string(id), "channel": .string(channel.rawValue), "alerts": JSON(alerts.count),
      "delivered": .bool(failure == nil), "error": JSON(failure),
    ]
  }
}

extension Courier {
  /// A courier of this process's own connections.
  convenience init(_ destinations: Destinations, withinSeconds: Double) {
    var limits = TransferLimits()
    limits.totalSeconds = min(limits.totalSeconds, withinSeconds)
    limits.bodyBytes = 1 << 16
    let transport = CurlTransport(userAgent: "stocktake/\(version)", limits: limits)
    self.init(destinations, transport: transport, withinSeconds: withinSeconds)
  }

  /// Delivers a message; why that failed, nil when it did not.
  fileprivate func failure(delivering item: Outbox.Item) -> String? {
    do throws(TransferError) {
      try deliver(item)
      return nil
    } catch {
      return error.description
    }
  }
}

extension Destinations {
  /// What the environment says; ends the run with 78 when that cannot be used.
  static func ofEnvironment(withinSeconds: Double) throws -> Destinations {
    guard (1...3600).contains(withinSeconds) else { throw UsageError("--within must lie in 1...3600") }
    do {
      return try Destinations(value: environment)
    } catch let error as Misconfiguration {
      throw RunFailure(.configuration, error.description)
    }
  }
}
