package import JSON

/// A header field.
package struct Header: Sendable, Equatable {
  package var name: String
  package var value: String

  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// One exchange to make as it stands: redirects and retries are the caller's.
package struct Call: Sendable {
  package var url: String
  package var method = "GET"
  package var body: [UInt8]?
  package var headers: [Header] = []
  /// Refuses to connect to private and loopback addresses: set once a public page has redirected here.
  package var refusesPrivateAddresses = false
  /// Asks for the page as a browser shows it; for transports that have one.
  package var rendering: Request.Rendering?
  /// What is left of the run's time; nil without a limit.
  package var secondsLeft: Double?

  package init(url: String) { self.url = url }
}

/// What a server answered.
package struct Reply: Sendable {
  package var status: Int
  package var headers = HeaderFields()
  /// Transfer and content codings undone.
  package var body: [UInt8] = []
  /// The peer's address is a public one; false when unknown. Looked at for redirects and for calls that refuse private
  /// addresses.
  package var isFromPublicAddress = false
  /// Seconds from the start of the exchange until its request was sent.
  package var sentAfterSeconds = 0.0
  /// Seconds from the start of the exchange until the answer began.
  package var answeredAfterSeconds = 0.0
  /// Bytes of the body as they came over the wire.
  package var wireBytes = 0
  /// What the browser did on a rendered page; kept with it.
  package var rendering: JSON?

  package init(status: Int) { self.status = status }
}

/// An exchange that ended.
package struct Ended {
  package var token: Int
  package var outcome: Result<Reply, TransferError>
  package var seconds: Double

  package init(token: Int, outcome: Result<Reply, TransferError>, seconds: Double) {
    self.token = token
    self.outcome = outcome
    self.seconds = seconds
  }
}

/// Makes exchanges side by side and owns the run's clock, so that tests can play both network and time.
package protocol Transport: AnyObject {
  /// Seconds that never go back, for waiting.
  var monotonicSeconds: Double { get }
  /// Seconds since 1970, for what is written down.
  var wallSeconds: Double { get }

  func start(_ call: Call, token: Int)
  /// Works until an exchange ends, `deadline` (monotonic) passes or `descriptor` has something to read.
  func wait(until deadline: Double?, orReadable descriptor: Int32?) -> [Ended]
  /// Ends a wait that is under way, or else the next one; may be called on any thread, even after the transport is gone.
  var wake: @Sendable () -> Void { get }
}

/// Bounds on a single exchange.
package struct TransferLimits: Sendable {
  package var connectSeconds = 10.0
  package var totalSeconds = 30.0
  package var bodyBytes = 16 << 20
  package var headerBytes = 256 << 10
  package var connections = 8

  package init() {}
}
