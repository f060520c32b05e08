internal import Filtering
internal import Posix
internal import Reporting

extension Lookback {
  /// From the moment that `--at` names, or from now.
  init(at time: String?) throws(UsageError) {
    guard let lookback = Lookback(now: time ?? Environment.currentTime) else {
      throw UsageError("--at must look like 2026-01-19T04:05:06Z")
    }
    self = lookback
  }
}
