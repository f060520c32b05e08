internal import Filtering
internal import Transfer

/// One line on a terminal that says how far the run is; silent elsewhere.
struct FetchProgress {
  private static let seconds = 0.25

  private let log: Log
  private let isOnTerminal: Bool
  private var lastAt = -1.0
  private var isShown = false

  private let program: String

  init(_ session: Session) {
    log = session.log
    program = session.program
    isOnTerminal = log.isTerminal
  }

  /// When the line is to be shown again; nil where nobody sees it.
  var due: Double? { isOnTerminal ? lastAt + Self.seconds : nil }

  /// Shows the line at most four times a second.
  mutating func show(_ fetcher: Fetcher, requests: Int) {
    guard isOnTerminal else { return }
    let seconds = fetcher.elapsedSeconds
    guard seconds - lastAt >= Self.seconds else { return }
    lastAt = seconds
    isShown = true
    let statistics = fetcher.statistics
    let done = statistics.pages + statistics.failures + statistics.deferred
    let rate = (Double(statistics.exchanges) / max(seconds, 0.001) * 10).rounded() / 10
    log.write(
      "\r\u{1B}[K\(program): \(done)/\(requests) pages, \(fetcher.busyHostCount) hosts, \(rate)/s, \(fetcher.pendingCount) waiting"
    )
  }

  /// Wipes the line.
  mutating func clear() {
    guard isShown else { return }
    isShown = false
    log.write("\r\u{1B}[K")
  }
}
