internal import Alerting
internal import JSON
package import Transfer

/// Carries messages to where they go, a few times each and never longer than it may.
package final class Courier {
  private let destinations: Destinations
  private let transport: any Transport
  /// Seconds before each attempt after the first.
  private let delays: [Double]
  /// On the transport's monotonic clock.
  private let deadline: Double
  private var token = 0

  package init(
    _ destinations: Destinations, transport: any Transport, withinSeconds: Double, delays: [Double] = [1, 2, 4]
  ) {
    self.destinations = destinations
    self.transport = transport
    self.delays = delays
    deadline = transport.monotonicSeconds + withinSeconds
  }

  /// Delivers a message, or says why that failed the last time.
  package func deliver(_ item: Outbox.Item) throws(TransferError) {
    let message = AlertMessage(item.alerts, sender: destinations.sender)
    switch item.channel {
    case .mail:
      guard let route = destinations.mail else { throw Self.notSetUp }
      var mail = Mail(
        server: route.server, from: route.from, recipients: route.recipients,
        message: message.mail(from: route.from, to: route.recipients, id: item.id, time: item.time))
      mail.requiresTLS = route.requiresTLS
      mail.authorities = route.authorities
      try repeating { () throws(TransferError) in
        mail.timeoutSeconds = try self.secondsLeft()
        try mail.send()
      }
    case .slack: try post(message.slack, to: destinations.slackURL, id: item.id)
    case .webhook: try post(message.generic, to: destinations.webhookURL, id: item.id)
    }
  }

  /// Tells the watcher outside that a flow has ended: its address for success, its address and the status otherwise
  /// (the convention of healthchecks.io). A watcher that hears nothing raises the alarm by itself.
  package func ping(status: Int) throws(TransferError) {
    guard let base = destinations.heartbeatURL else { throw Self.notSetUp }
    let call = Call(url: status == 0 ? base : "\(base.hasSuffix("/") ? String(base.dropLast()) : base)/\(status)")
    try repeating { () throws(TransferError) in try self.exchange(call) }
  }

  private static let notSetUp = TransferError(.other, "this way of sending is no longer set up")

  private func post(_ body: JSON, to url: String?, id: String) throws(TransferError) {
    guard let url else { throw Self.notSetUp }
    var call = Call(url: url)
    call.method = "POST"
    call.body = body.encoded
    call.headers = [Header("Content-Type", "application/json"), Header("Idempotency-Key", id)]
    try repeating { () throws(TransferError) in try self.exchange(call) }
  }

  /// Tries again what may succeed in a few seconds.
  private func repeating(_ attempt: () throws(TransferError) -> Void) throws(TransferError) {
    var delays = delays[...]
    while true {
      do throws(TransferError) {
        return try attempt()
      } catch {
        guard error.isTransient, let delay = delays.popFirst(), transport.monotonicSeconds + delay < deadline else {
          throw error
        }
        _ = transport.wait(until: transport.monotonicSeconds + delay, orReadable: nil)
      }
    }
  }

  private func secondsLeft() throws(TransferError) -> Double {
    let seconds = deadline - transport.monotonicSeconds
    guard seconds > 0.05 else { throw TransferError(.timeout, "no time is left for this message") }
    return seconds
  }

  private func exchange(_ call: Call) throws(TransferError) {
    _ = try secondsLeft()
    token += 1
    transport.start(call, token: token)
    guard let ended = transport.wait(until: deadline, orReadable: nil).first(where: { $0.token == token }) else {
      throw TransferError(.timeout, "no answer came in time")
    }
    let reply = try ended.outcome.get()
    guard !(200...299).contains(reply.status) else { return }
    let isTransient = reply.status == 408 || reply.status == 429 || reply.status >= 500
    throw TransferError(isTransient ? .reset : .badReply, "the receiver answered \(reply.status)")
  }
}
