internal import Glibc

/// A system call that failed: what was tried, on which file, and why.
package struct IOError: Error, Equatable, CustomStringConvertible {
  package enum Operation: String, Sendable {
    case open, read, write, create, rename, sync, lock, list, remove, execute
  }

  package let operation: Operation
  package let path: String
  package let code: Int32

  /// Keeps `code`, by default the calling thread's `errno`.
  package init(_ operation: Operation, _ path: String, code: Int32 = errno) {
    self.operation = operation
    self.path = path
    self.code = code
  }

  package var isBrokenPipe: Bool { code == EPIPE }
  package var isMissingFile: Bool { code == ENOENT || code == ENOTDIR }

  package var description: String {
    let reason = strerror(code).map { String(cString: $0) } ?? "error \(code)"
    return "cannot \(operation.rawValue) \(path): \(reason)"
  }
}
