// The compiler finds timespec in the first C module that includes it.
internal import CCurl
internal import Glibc
internal import Posix

/// Reads pages and writes the store's files in the background, in order, so that the network waits for neither.
///
/// One thread, started with the first work. A write that fails stops all later ones and is thrown by the next call.
final class StoreWorker {
  typealias Read = (index: Int, outcome: PageReading.Outcome)

  /// What waits never exceeds this by more than one page.
  private static let waitingBytesLimit = 1 << 20
  /// Work that comes thick and fast is done this many at a time, or after so long: waking a thread for each page and
  /// opening a file for each line would cost more than the work. Larger batches leave more to do when the last page came.
  private static let batchCount = 32
  private static let batchNanoseconds = 2_000_000

  /// What both threads see; everything but `place`, `wake` and `files` under the lock.
  private final class Shared: @unchecked Sendable {
    let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    let change = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    let place: PageStore.Place
    let wake: (@Sendable () -> Void)?
    var waiting: [Work] = []
    var waitingBytes = 0
    var isWorking = false
    var isEnding = false
    /// Somebody waits for what is there, so that it is done without waiting for more.
    var isHurried = false
    /// The other thread sleeps on `change`, or on the network until it is woken.
    var isAwaited = false
    var isOnNetwork = false
    var read: [Read] = []
    var written = Written()
    var failure: IOError?
    /// The files that lines were added to; the worker's own. Kept open where there are descriptors for all 16 beside
    /// 256 connections.
    private var files: [String: AppendedFile] = [:]
    private let keepsFilesOpen = Descriptor.limit >= 512

    init(_ place: PageStore.Place, wake: (@Sendable () -> Void)?) {
      self.place = place
      self.wake = wake
      pthread_mutex_init(mutex, nil)
      var attributes = pthread_condattr_t()
      pthread_condattr_init(&attributes)
      pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
      pthread_cond_init(change, &attributes)
      pthread_condattr_destroy(&attributes)
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

    /// Has what waits done at once.
    func hurry() {
      isHurried = true
      tell()
    }

    /// Waits, inside `locked`, until there is a batch of work, or some and a moment has passed.
    private func waitForBatch() {
      while waiting.isEmpty, !isEnding { wait() }
      var end = timespec()
      clock_gettime(CLOCK_MONOTONIC, &end)
      end.tv_nsec += StoreWorker.batchNanoseconds
      if end.tv_nsec >= 1_000_000_000 { (end.tv_sec, end.tv_nsec) = (end.tv_sec + 1, end.tv_nsec - 1_000_000_000) }
      while waiting.count < StoreWorker.batchCount, !isHurried, !isEnding {
        isAwaited = true
        if pthread_cond_timedwait(change, mutex, &end) != 0 { break }
      }
    }

    /// The worker's life: takes all that waits, does it, until told to end.
    func run() {
      while true {
        let batch: [Work] = locked {
          isWorking = false
          tell()
          waitForBatch()
          isWorking = !waiting.isEmpty
          defer { (waiting, waitingBytes, isHurried) = ([], 0, false) }
          return waiting
        }
        guard !batch.isEmpty else { return }
        do throws(IOError) {
          let read = try perform(batch)
          locked {
            self.read += read
            tell()
          }
        } catch {
          locked { failure = failure ?? error }
        }
        announce()
      }
    }

    /// Writes the bodies first and then the lines, those of a file together: a line names only what is there.
    private func perform(_ batch: [Work]) throws(IOError) -> [Read] {
      var read: [Read] = []
      var lines: [String: [UInt8]] = [:]
      for work in batch {
        switch work {
        case .line(let key, let bytes): lines[PageStore.Place.file(of: key), default: []] += bytes
        case .body(let path, let bytes): try write(body: bytes, to: path)
        case .page(let reading, let index, let key):
          let outcome = reading.outcome()
          if case .page(let page, _) = outcome { try write(body: reading.body, to: place.body(page.sha256)) }
          lines[PageStore.Place.file(of: key), default: []] += outcome.entry.line(key: key)
          read.append((index, outcome))
        }
      }
      for (name, bytes) in lines { try write(lines: bytes, to: name) }
      return read
    }

    private func write(lines: [UInt8], to name: String) throws(IOError) {
      let path = place.lines(name)
      let file = files[name] ?? AppendedFile(path)
      if keepsFilesOpen { files[name] = file }
      try file.append(lines, isForced: false)
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
  private var thread: Threads.Started?

  /// - Parameter wake: ends the other thread's wait for the network; called on the worker's thread.
  init(_ place: PageStore.Place, wake: (@Sendable () -> Void)?) { shared = Shared(place, wake: wake) }

  deinit {
    shared.locked {
      shared.isEnding = true
      shared.tell()
    }
    thread?.join()
  }

  /// Hands over some work; waits while too much is under way.
  func add(_ work: Work) throws(IOError) {
    if thread == nil { try start() }
    let failure: IOError? = shared.locked {
      while shared.waitingBytes > Self.waitingBytesLimit, shared.failure == nil {
        shared.hurry()
        shared.wait()
      }
      shared.waiting.append(work)
      shared.waitingBytes += work.size
      if shared.waiting.count == 1 || shared.waiting.count >= Self.batchCount { shared.tell() }
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
    shared.locked {
      while shared.read.isEmpty, shared.failure == nil {
        shared.hurry()
        shared.wait()
      }
    }
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
      while thread != nil, !shared.waiting.isEmpty || shared.isWorking {
        shared.hurry()
        shared.wait()
      }
      defer { shared.written = Written() }
      return (shared.written, shared.failure)
    }
    if let failure { throw failure }
    return files
  }

  /// Whether everything handed over is done.
  var isIdle: Bool { shared.locked { shared.waiting.isEmpty && !shared.isWorking } }

  private func start() throws(IOError) {
    thread = try Threads.start("a writing thread") { [shared] in shared.run() }
  }
}
