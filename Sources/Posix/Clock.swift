internal import Glibc

/// The two clocks: one for how long, one for when.
package enum Clock {
  /// Seconds since some fixed moment; never goes back.
  package static var monotonicSeconds: Double { seconds(CLOCK_MONOTONIC) }
  /// Seconds since 1970.
  package static var wallSeconds: Double { seconds(CLOCK_REALTIME) }

  /// Sleeps; a signal may end it earlier.
  package static func sleep(seconds: Double) { usleep(UInt32(max(0, min(seconds, 3600)) * 1e6)) }

  private static func seconds(_ clock: clockid_t) -> Double {
    var now = timespec()
    clock_gettime(clock, &now)
    return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
  }
}
