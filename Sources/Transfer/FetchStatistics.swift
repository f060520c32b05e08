package import JSON

/// What a run did, for `--stats` and the progress line.
package struct FetchStatistics: Sendable {
  package struct Host: Sendable {
    package var exchanges = 0
    private(set) var milliseconds: [Int] = []
    private(set) var longest = 0
    var deferral: String?
    /// Enough for a percentile, few enough for any crawl.
    private static let sampleLimit = 4096

    mutating func countExchange(seconds: Double) {
      exchanges += 1
      let rounded = Int((seconds * 1000).rounded())
      longest = max(longest, rounded)
      if milliseconds.count < Self.sampleLimit { milliseconds.append(rounded) }
    }
  }

  package var requests = 0
  package var pages = 0
  package var failures = 0
  package var deferred = 0
  package var exchanges = 0
  package var retries = 0
  package var redirects = 0
  package var notModified = 0
  package var fromStore = 0
  /// Those of `fromStore` that were young enough not to be asked for.
  package var fresh = 0
  package var wireBytes = 0
  package var bodyBytes = 0
  package var hosts: [String: Host] = [:]
  /// Of all exchanges together, waiting for one's turn not counted.
  private var exchangeSeconds = 0.0

  mutating func countExchange(_ host: String, seconds: Double) {
    exchanges += 1
    exchangeSeconds += seconds
    hosts[host, default: Host()].countExchange(seconds: seconds)
  }

  /// One object; hosts in byte order.
  package func json(seconds: Double) -> JSON {
    let counts: [(String, Int)] = [
      ("requests", requests), ("pages", pages), ("failures", failures), ("deferred", deferred),
      ("exchanges", exchanges), ("retries", retries), ("redirects", redirects), ("not_modified", notModified),
      ("from_store", fromStore), ("fresh", fresh),
      ("wire_bytes", wireBytes), ("body_bytes", bodyBytes),
    ]
    var object = JSONObject(counts.map { .init($0.0, JSON($0.1)) })
    for (name, value) in [("exchange_seconds", exchangeSeconds), ("seconds", seconds)] {
      object[name] = .number("\((value * 1000).rounded() / 1000)")
    }
    let names = hosts.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    object["hosts"] = .object(JSONObject(names.map { .init($0, hosts[$0]?.json ?? .null) }))
    return .object(object)
  }
}

extension FetchStatistics.Host {
  fileprivate var json: JSON {
    let sorted = milliseconds.sorted()
    func percentile(_ percent: Int) -> JSON {
      sorted.isEmpty ? .null : JSON(sorted[min(sorted.count - 1, sorted.count * percent / 100)])
    }
    var object = JSONObject([
      .init("exchanges", JSON(exchanges)), .init("p50_ms", percentile(50)), .init("p95_ms", percentile(95)),
      .init("max_ms", sorted.isEmpty ? .null : JSON(longest)),
    ])
    object["deferred"] = deferral.map(JSON.string)
    return .object(object)
  }
}
