internal import Filtering
internal import Health
internal import Transfer

/// Asks the API whether it is there.
enum APIProbe {
  private static let timeoutSeconds = 5.0

  /// The status of one GET, 0 when no answer came; an API that answers late counts as one that does not.
  static func status(_ api: HealthLimits.API) -> Int {
    var limits = TransferLimits()
    limits.connectSeconds = timeoutSeconds
    limits.totalSeconds = timeoutSeconds
    limits.bodyBytes = 1 << 16
    let transport = CurlTransport(userAgent: "stocktake/\(version)", limits: limits)
    transport.start(Call(url: api.url), token: 0)
    let ended = transport.wait(until: transport.monotonicSeconds + timeoutSeconds, orReadable: nil)
    return (try? ended.first?.outcome.get().status) ?? 0
  }
}
