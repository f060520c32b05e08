internal import Glibc
internal import Posix

/// Writes the store's files in the background, in order, so that fetching does not wait for the file system.
///
/// One thread, started with the first write. A write that fails stops all later ones and is thrown by the next call.
final class StoreWriter {
  enum Work {
    /// A body under the name of its digest.
    case body(path: String, bytes: [UInt8])
    /// A line at the end of a file.
    case line(path: String, bytes: [UInt8])

    var path: String {
      switch self {
      case .body(let path, _), .line(let path, _): path
      }
    }

    var size: Int {
      switch self {
      case .body(_, let bytes), .line(_, let bytes): bytes.count
      }
    }
  }

  /// What waits to be written never exceeds this by more than one page.
  private static let waitingBytesLimit = 4 << 20

  /// What both threads see, under the lock.
  private final class Shared {
    let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    let change = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    var waiting: [Work] = []
    var waitingBytes = 0
    var isWriting = false
    var isEnding = false
    var written: Set<String> = []
    var failure: IOError?

    init() {
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
    func wait() { pthread_cond_wait(change, mutex) }
    func tell() { pthread_cond_broadcast(change) }

    /// The writing thread: takes all that waits, writes it, until told to end.
    func run() {
      while true {
        let batch: [Work] = locked {
          isWriting = false
          tell()
          while waiting.isEmpty, !isEnding { wait() }
          isWriting = !waiting.isEmpty
          defer { (waiting, waitingBytes) = ([], 0) }
          return waiting
        }
        guard !batch.isEmpty else { return }
        do throws(IOError) {
          for work in batch { try Self.write(work) }
          locked { written.formUnion(batch.map(\.path)) }
        } catch {
          locked { failure = failure ?? error }
        }
      }
    }

    private static func write(_ work: Work) throws(IOError) {
      switch work {
      case .line(let path, let bytes): try File.append(bytes, to: path, isForced: false)
      case .body(let path, let bytes):
        if try !File.createIfAbsent(path, with: bytes), try File.readIfPresent(path) != bytes {
          try File.replace(path, with: bytes)
        }
      }
    }
  }

  private let shared = Shared()
  private var thread: pthread_t?

  deinit {
    shared.locked {
      shared.isEnding = true
      shared.tell()
    }
    if let thread { pthread_join(thread, nil) }
  }

  /// Hands over one write; waits while too much is under way.
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

  /// Waits until everything is written; gives the paths since the last call.
  func drain() throws(IOError) -> Set<String> {
    let (paths, failure): (Set<String>, IOError?) = shared.locked {
      while thread != nil, !shared.waiting.isEmpty || shared.isWriting { shared.wait() }
      defer { shared.written = [] }
      return (shared.written, shared.failure)
    }
    if let failure { throw failure }
    return paths
  }

  /// Whether everything handed over is written.
  var isIdle: Bool { shared.locked { shared.waiting.isEmpty && !shared.isWriting } }

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
