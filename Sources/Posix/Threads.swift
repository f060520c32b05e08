internal import Glibc

/// Plain POSIX threads: Swift's own concurrency would add its runtime to the start-up of every filter.
package enum Threads {
  /// Cores this process may run on.
  package static var available: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  private final class Job {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  /// Runs `body` once for each index in parallel, index 0 on the calling thread, and returns when all are done.
  package static func run(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    guard count > 0 else { return }
    var threads: [pthread_t] = []
    var leftover: [Int] = []
    for index in 1..<count {
      var thread = pthread_t()
      let job = Unmanaged.passRetained(Job { body(index) })
      let started = pthread_create(
        &thread, nil,
        { raw in
          if let raw { Unmanaged<Job>.fromOpaque(raw).takeRetainedValue().body() }
          return nil
        }, job.toOpaque())
      if started == 0 {
        threads.append(thread)
      } else {
        job.release()
        leftover.append(index)
      }
    }
    body(0)
    leftover.forEach(body)
    for thread in threads { pthread_join(thread, nil) }
  }
}
