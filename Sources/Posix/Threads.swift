internal import Glibc

/// Plain POSIX threads: Swift's own concurrency would add its runtime to the start-up of every filter.
package enum Threads {
  /// Cores this process may run on.
  package static var available: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  private final class Job {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  /// A thread that runs, or has run.
  package struct Started: Sendable {
    fileprivate let thread: pthread_t

    /// Waits for its end; to be called once.
    package func join() { pthread_join(thread, nil) }
  }

  /// Starts a thread; throws `IOError` with operation `execute` where there is none to be had.
  package static func start(_ name: String, _ body: @escaping @Sendable () -> Void) throws(IOError) -> Started {
    var thread = pthread_t()
    let job = Unmanaged.passRetained(Job(body))
    let code = pthread_create(
      &thread, nil,
      { raw in
        if let raw { Unmanaged<Job>.fromOpaque(raw).takeRetainedValue().body() }
        return nil
      }, job.toOpaque())
    guard code == 0 else {
      job.release()
      throw IOError(.execute, name, code: code)
    }
    return Started(thread: thread)
  }

  /// Runs `body` once for each index in parallel, index 0 on the calling thread, and returns when all are done.
  package static func run(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    guard count > 0 else { return }
    var threads: [Started] = []
    var leftover: [Int] = []
    for index in 1..<count {
      if let thread = try? start("a working thread", { body(index) }) {
        threads.append(thread)
      } else {
        leftover.append(index)
      }
    }
    body(0)
    leftover.forEach(body)
    for thread in threads { thread.join() }
  }
}
