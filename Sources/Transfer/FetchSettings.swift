/// How a run fetches.
package struct FetchSettings: Sendable {
  /// Where pages may come from.
  package enum Source: Sendable, Equatable {
    /// The network, with the store's validators.
    case network
    /// The network, the store's validators left out.
    case networkAnew
    /// The store only.
    case store
  }

  package var source = Source.network
  /// The product's name, version and a contact address: whom to write when the crawler misbehaves.
  package var userAgent = "stocktake"
  /// Seconds from one request to the next, by host name.
  package var hostIntervals: [String: Double] = [:]
  package var intervalSeconds = 0.7
  package var limits = TransferLimits()
  /// Seconds before each further attempt, to which up to a quarter is added by chance.
  package var retryDelays: [Double] = [1, 2, 4]
  /// A host that wants a longer pause is left for another run.
  package var maximumWaitSeconds = 600.0
  /// All requests that have not ended by then are left for another run.
  package var maximumRunSeconds: Double?
  package var maximumRedirects = 10
  package var followsOffSite = false
  /// Pages of the store up to this age are taken without asking; nil for never.
  package var freshSeconds: Double?
  /// Pages of the store up to this age stand in when their source is down; nil for never.
  package var staleSeconds: Double?
  /// Requests in flight or waiting for their turn in the output.
  package var window = 2048
  /// Bytes of finished pages kept in memory while earlier ones are not done; beyond it they are read back from the store.
  package var bufferedBytes = 4 << 20
  /// Connection failures in a row after which the rest of a host's requests fail at once.
  package var hostFailureLimit = 5

  package init() {}

  func interval(of host: String) -> Double { hostIntervals[host] ?? intervalSeconds }
}
