internal import Synchronization

/// A value that a thread of its own works out while the caller does something else.
package final class Ahead<Value: Sendable>: Sendable {
  private let work: Work
  private let thread: Mutex<Threads.Started?>

  private final class Work: Sendable {
    let body: @Sendable () -> Value
    let value = Mutex<Value?>(nil)

    init(_ body: @escaping @Sendable () -> Value) { self.body = body }

    func finish() -> Value {
      value.withLock { value in
        if let value { return value }
        let found = body()
        value = found
        return found
      }
    }
  }

  /// Begins at once; without a thread to be had, when the value is asked for.
  package init(_ body: @escaping @Sendable () -> Value) {
    work = Work(body)
    thread = Mutex(try? Threads.start("a thread that works ahead") { [work] in _ = work.finish() })
  }

  /// The value, waiting for it where it is not there yet.
  package var value: Value {
    join()
    return work.finish()
  }

  private func join() {
    thread.withLock { thread in
      thread?.join()
      thread = nil
    }
  }

  deinit { join() }
}
