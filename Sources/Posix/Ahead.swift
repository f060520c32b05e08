internal import Glibc
internal import Synchronization

/// A value that a thread of its own works out while the caller does something else.
package final class Ahead<Value: Sendable>: Sendable {
  private let work: Work
  private let thread: Mutex<pthread_t?>

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
    var thread = pthread_t()
    let job = Unmanaged.passRetained(Job { [work] in _ = work.finish() })
    let started = pthread_create(
      &thread, nil,
      { raw in
        if let raw { Unmanaged<Job>.fromOpaque(raw).takeRetainedValue().body() }
        return nil
      }, job.toOpaque())
    if started != 0 { job.release() }
    self.thread = Mutex(started == 0 ? thread : nil)
  }

  /// The value, waiting for it where it is not there yet.
  package var value: Value {
    join()
    return work.finish()
  }

  private func join() {
    thread.withLock { thread in
      if let running = thread { pthread_join(running, nil) }
      thread = nil
    }
  }

  deinit { join() }
}

/// What a thread is to do, as C hands it over.
private final class Job {
  let body: @Sendable () -> Void
  init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}
