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

  private final class Parts<Part: Sendable>: Sendable {
    let parts: Mutex<[[Part]]>
    init(_ count: Int) { parts = Mutex(Array(repeating: [], count: count)) }
  }

  /// Fewer values than this are not worth a thread.
  private static let leastShare = 256

  /// What `body` gives for ranges that together are 0..<`count`, in order; the result does not depend on the threads.
  func map<Value: Sendable>(_ count: Int, _ body: @escaping @Sendable (Range<Int>) -> [Value]) -> [Value] {
    let shares = max(1, min(threads, count / Self.leastShare))
    if shares == 1 { return body(0..<count) }
    let parts = Parts<Value>(shares)
    run(shares) { share in
      let part = body(count * share / shares..<count * (share + 1) / shares)
      parts.parts.withLock { $0[share] = part }
    }
    return parts.parts.withLock { Array($0.joined()) }
  }
}
