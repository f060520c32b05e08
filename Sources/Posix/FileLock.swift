internal import Glibc

/// An exclusive advisory lock (flock) on a file, held until the last reference goes or the process ends.
///
/// The kernel drops it with the process, so a killed run leaves no stuck lock behind; the file's text names the holder.
package final class FileLock: Sendable {
  private let descriptor: Descriptor

  private init(_ descriptor: Descriptor) { self.descriptor = descriptor }

  package enum Outcome: Sendable {
    case held(FileLock)
    /// Somebody else has it; `holder` is what the file says of them.
    case busy(holder: String)
  }

  /// Tries to take the lock at once and writes `holder` into the file.
  package static func attempt(_ path: String, holder: String) throws(IOError) -> Outcome {
    try take(path, holder: holder, operation: LOCK_EX | LOCK_NB)
  }

  /// Waits for the lock.
  package static func wait(_ path: String, holder: String) throws(IOError) -> FileLock {
    while true {
      if case .held(let lock) = try take(path, holder: holder, operation: LOCK_EX) { return lock }
    }
  }

  private static func take(_ path: String, holder: String, operation: Int32) throws(IOError) -> Outcome {
    try File.createFolders(File.folder(of: path))
    let descriptor = try Descriptor(opening: path, for: .lock)
    while flock(descriptor.number, operation) != 0 {
      switch errno {
      case EINTR: continue
      case EWOULDBLOCK:
        let text = try File.readIfPresent(path) ?? []
        return .busy(holder: String(decoding: text.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
      default: throw IOError(.lock, path)
      }
    }
    guard ftruncate(descriptor.number, 0) == 0 else { throw IOError(.write, path) }
    try descriptor.write(Array((holder + "\n").utf8))
    return .held(FileLock(descriptor))
  }
}
