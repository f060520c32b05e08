internal import Glibc
internal import Posix

/// Reads pages and writes the store's files in the background, in order, so that the network waits for neither.
///
/// One thread, started with the first work. A write that fails stops all later ones and is thrown by the next call.
final class StoreWorker {
  enum Work: Sendable {
    /// A body under the name of its digest.
    case body(path: String, bytes: [UInt8])
    /// A line at the end of a file.
    case line(path: String, bytes: [UInt8])
    /// An answer to be read and stored, for the request of this index and key.
    case page(PageReading, index: Int, key: String)

    var size: Int {
      switch self {
      case .body(_, let bytes), .line(_, let bytes): bytes.count
      case .page(let reading, _, _): reading.body.count
      }
    }
  }

  /// Files that were written and not yet forced to the disk; beyond a few they are not worth naming.
  struct Written: Sendable {
    private static let limit = 64
    private(set) var paths: Set<String> = []
    /// Too many to force one by one.
    private(set) var isMany = false

    mutating func insert(_ path: String) {
      guard !isMany else { return }
      paths.insert(path)
      isMany = paths.count > Self.limit
      if isMany { paths = [] }
    }

    mutating func formUnion(_ other: Written) {
      isMany = isMany || other.isMany
      for path in other.paths { insert(path) }
    }
  }

  typealias Read = (index: Int, outcome: PageReading.Outcome)

  /// What waits never exceeds this by more than one page.
  private static let waitingBytesLimit = 1 << 20

  /// What both threads see; everything but `place` and `wake` under the lock.
  private final class Shared {
    let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    let change = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    let place: PageStore.Place
    let wake: (@Sendable () -> Void)?
    var waiting: [Work] = []
    var waitingBytes = 0
    var isWorking = false
    var isEnding = false
    /// The other thread sleeps on `change`, or on the network until it is woken.
    var isAwaited = false
    var isOnNetwork = false
    var read: [Read] = []
    var written = Written()
    var failure: IOError?

    init(_ place: PageStore.Place, wake: (@Sendable () -> Void)?) {
      self.place = place
      self.wake = wake
      pthread_mutex_init(mutex, nil)
      pthread_cond_init(change, nil)
    }

    deinit {
      pthread_cond_destroy(change)
      pthread_mutex_destroy(mutex)
      change.deallocate()
      mutex.deallocate()
    }

    func locked<Value>(_ body: () -> Value) -> Value {
      pthread_mutex_lock(mutex)
      defer { pthread_mutex_unlock(mutex) }
      return body()
    }

    /// Waits, inside `locked`, for the other thread to change something.
    func wait() {
      isAwaited = true
      pthread_cond_wait(change, mutex)
    }

    /// Wakes the other thread if it waits.
    func tell() {
      guard isAwaited else { return }
      isAwaited = false
      pthread_cond_broadcast(change)
    }

    /// The worker's life: takes all that waits, does it, until told to end.
    func run() {
      while true {
        let batch: [Work] = locked {
          isWorking = false
          tell()
          while waiting.isEmpty, !isEnding { wait() }
          isWorking = !waiting.isEmpty
          defer { (waiting, waitingBytes) = ([], 0) }
          return waiting
        }
        guard !batch.isEmpty else { return }
        do throws(IOError) {
          for work in batch { try perform(work) }
        } catch {
          locked { failure = failure ?? error }
        }
        announce()
      }
    }

    private func perform(_ work: Work) throws(IOError) {
      switch work {
      case .line(let path, let bytes): try write(line: bytes, to: path)
      case .body(let path, let bytes): try write(body: bytes, to: path)
      case .page(let reading, let index, let key):
        let outcome = reading.outcome()
        if case .page(let page, _) = outcome { try write(body: reading.body, to: place.body(page.sha256)) }
        try write(line: outcome.entry.line(key: key), to: place.lines(key))
        locked {
          read.append((index, outcome))
          tell()
        }
        announce()
      }
    }

    private func write(line: [UInt8], to path: String) throws(IOError) {
      try File.append(line, to: path, isForced: false)
      locked { written.insert(path) }
    }

    private func write(body: [UInt8], to path: String) throws(IOError) {
      if try !File.createIfAbsent(path, with: body), try File.readIfPresent(path) != body {
        try File.replace(path, with: body)
      }
      locked { written.insert(path) }
    }

    /// Wakes the other thread out of its wait for the network.
    private func announce() {
      let isWanted = locked {
        defer { isOnNetwork = false }
        return isOnNetwork
      }
      if isWanted { wake?() }
    }
  }

  private let shared: Shared
  private var thread: pthread_t?

  /// - Parameter wake: ends the other thread's wait for the network; called on the worker's thread.
  init(_ place: PageStore.Place, wake: (@Sendable () -> Void)?) { shared = Shared(place, wake: wake) }

  deinit {
    shared.locked {
      shared.isEnding = true
      shared.tell()
    }
    if let thread { pthread_join(thread, nil) }
  }

  /// Hands over some work; waits while too much is under way.
  func add(_ work: Work) throws(IOError) {
    if thread == nil { try start() }
    let failure: IOError? = shared.locked {
      while shared.waitingBytes > Self.waitingBytesLimit, shared.failure == nil { shared.wait() }
      shared.waiting.append(work)
      shared.waitingBytes += work.size
      shared.tell()
      return shared.failure
    }
    if let failure { throw failure }
  }

  /// The pages read since the last call.
  func takeRead() throws(IOError) -> [Read] {
    let (read, failure): ([Read], IOError?) = shared.locked {
      defer { shared.read = [] }
      return (shared.read, shared.failure)
    }
    if let failure { throw failure }
    return read
  }

  /// Waits until a page is read.
  func waitForRead() {
    shared.locked { while shared.read.isEmpty, shared.failure == nil { shared.wait() } }
  }

  /// Asks to be woken out of the wait for the network when a page is read; false when one is there already.
  func announceNext() -> Bool {
    shared.locked {
      shared.isOnNetwork = shared.read.isEmpty && shared.failure == nil
      return shared.isOnNetwork
    }
  }

  /// Waits until everything is done; gives the files written since the last call.
  func drain() throws(IOError) -> Written {
    let (files, failure): (Written, IOError?) = shared.locked {
      while thread != nil, !shared.waiting.isEmpty || shared.isWorking { shared.wait() }
      defer { shared.written = Written() }
      return (shared.written, shared.failure)
    }
    if let failure { throw failure }
    return files
  }

  /// Whether everything handed over is done.
  var isIdle: Bool { shared.locked { shared.waiting.isEmpty && !shared.isWorking } }

  private func start() throws(IOError) {
    var thread = pthread_t()
    let context = Unmanaged.passRetained(shared)
    let code = pthread_create(
      &thread, nil,
      { raw in
        if let raw { Unmanaged<Shared>.fromOpaque(raw).takeRetainedValue().run() }
        return nil
      }, context.toOpaque())
    guard code == 0 else {
      context.release()
      throw IOError(.execute, "a writing thread", code: code)
    }
    self.thread = thread
  }
}
