internal import Glibc

/// The owner of one open file descriptor; closing happens when the last reference goes.
package final class Descriptor: Sendable {
  package static let standardInput = Descriptor(0, path: "standard input", isOwned: false)
  package static let standardOutput = Descriptor(1, path: "standard output", isOwned: false)
  package static let standardError = Descriptor(2, path: "standard error", isOwned: false)

  package let number: Int32
  package let path: String
  private let isOwned: Bool

  /// Takes over an open descriptor.
  package init(_ number: Int32, path: String, isOwned: Bool = true) {
    self.number = number
    self.path = path
    self.isOwned = isOwned
  }

  deinit { if isOwned { close(number) } }

  package enum Mode: Sendable {
    case read
    /// Written from the start; the file must not exist.
    case create
    /// Written from the start, made when missing and emptied when not; works on devices and pipes too.
    case rewrite
    /// Written at the end, made when missing.
    case append
    /// Opened for a lock, made when missing.
    case lock
  }

  /// Opens `path`, closed on exec.
  package convenience init(opening path: String, for mode: Mode) throws(IOError) {
    let flags =
      switch mode {
      case .read: O_RDONLY
      case .create: O_WRONLY | O_CREAT | O_EXCL
      case .rewrite: O_WRONLY | O_CREAT | O_TRUNC
      case .append: O_RDWR | O_CREAT | O_APPEND
      case .lock: O_RDWR | O_CREAT
      }
    let number = open(path, flags | O_CLOEXEC, 0o644)
    guard number >= 0 else { throw IOError(mode == .read ? .open : .create, path) }
    self.init(number, path: path)
  }

  /// How many descriptors this process may have open.
  package static var limit: Int {
    var limit = rlimit()
    return getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 ? Int(clamping: limit.rlim_cur) : 16
  }

  package var isTerminal: Bool { isatty(number) == 1 }

  /// Whether a read would not wait: bytes are there, or the end of the input.
  package var isReadable: Bool {
    var request = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
    return poll(&request, 1, 0) != 0
  }

  /// Reads at most `count` bytes and appends them; 0 means end of file.
  package func read(upTo count: Int, appendingTo bytes: inout [UInt8]) throws(IOError) -> Int {
    var failure: Int32 = 0
    var got = -1
    bytes.append(addingCapacity: count) { span in
      span.withUnsafeMutableBufferPointer { buffer, initialized in
        repeat { got = Glibc.read(number, buffer.baseAddress, count) } while got < 0 && errno == EINTR
        failure = errno
        initialized = max(0, got)
      }
    }
    guard got >= 0 else { throw IOError(.read, path, code: failure) }
    return got
  }

  /// Writes all of `bytes`, however many calls that takes.
  package func write(_ bytes: some Collection<UInt8>) throws(IOError) {
    let failure: IOError? =
      bytes.withContiguousStorageIfAvailable { write(UnsafeRawBufferPointer($0)) }
      ?? Array(bytes).withUnsafeBytes { write($0) }
    if let failure { throw failure }
  }

  private func write(_ buffer: UnsafeRawBufferPointer) -> IOError? {
    guard let base = buffer.baseAddress else { return nil }
    var done = 0
    while done < buffer.count {
      let count = Glibc.write(number, base + done, buffer.count - done)
      if count >= 0 {
        done += count
      } else if errno != EINTR {
        return IOError(.write, path)
      }
    }
    return nil
  }

  /// Forces what was written to the disk.
  package func sync() throws(IOError) {
    guard fsync(number) == 0 else { throw IOError(.sync, path) }
  }
}
