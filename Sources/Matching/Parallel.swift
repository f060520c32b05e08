internal import Synchronization

/// How many threads the matcher may use and how they are started: it has none of its own.
package struct Parallel: Sendable {
  package var threads: Int
  /// Runs a body once for each index below a count, side by side, and returns when all are done.
  package var run: @Sendable (_ count: Int, _ body: @escaping @Sendable (Int) -> Void) -> Void

  package init(threads: Int, run: @escaping @Sendable (Int, @escaping @Sendable (Int) -> Void) -> Void) {
    self.threads = threads
    self.run = run
  }

  /// Everything on the calling thread.
  package static let serial = Parallel(threads: 1) { count, body in for index in 0..<count { body(index) } }

  private final class Results<Value: Sendable>: Sendable {
    let values: Mutex<[Value?]>
    init(_ count: Int) { values = Mutex(Array(repeating: nil, count: count)) }
  }

  /// Fewer values than this are not worth a thread.
  private static let leastShare = 256

  /// What `body` gives for ranges that together are 0..<`count`, in order; the result does not depend on the threads.
  package func map<Value: Sendable>(_ count: Int, _ body: @escaping @Sendable (Range<Int>) -> [Value]) -> [Value] {
    let shares = shares(count)
    if shares.count == 1 { return body(shares[0]) }
    var values: [Value] = []
    values.reserveCapacity(count)
    for part in each(shares, body) { values += part }
    return values
  }

  /// At most as many ranges as there are threads; together 0..<`count`.
  func shares(_ count: Int) -> [Range<Int>] {
    let shares = max(1, min(threads, count / Self.leastShare))
    return (0..<shares).map { count * $0 / shares..<count * ($0 + 1) / shares }
  }

  /// What `body` gives for each of a few parts of the work, in their order.
  func each<Part: Sendable, Value: Sendable>(
    _ parts: [Part], _ body: @escaping @Sendable (Part) -> Value
  ) -> [Value] {
    if parts.count == 1 { return parts.map(body) }
    let results = Results<Value>(parts.count)
    run(parts.count) { at in
      let value = body(parts[at])
      results.values.withLock { $0[at] = value }
    }
    return results.values.withLock { $0.compactMap(\.self) }
  }
}
