internal import Glibc
internal import Synchronization

/// The temporary file that a stopped program must not leave behind.
package enum Temporary {
  /// The path being written, as a C string that a signal handler may read.
  final class Slot: Sendable {
    private let address = Atomic<UInt>(0)

    func store(_ path: String?) {
      let copy = path.flatMap { strdup($0) }
      let old = address.exchange(UInt(bitPattern: copy), ordering: .sequentiallyConsistent)
      free(UnsafeMutableRawPointer(bitPattern: old))
    }

    func remove() {
      let path = UnsafePointer<CChar>(bitPattern: address.load(ordering: .sequentiallyConsistent))
      if let path { unlink(path) }
    }
  }

  static let current = Slot()

  /// Makes SIGINT and SIGTERM remove the temporary file and end the process with 130 and 143.
  package static func removeOnSignals() {
    _ = current
    for number in [SIGINT, SIGTERM, SIGHUP] {
      signal(number) { number in
        Temporary.current.remove()
        _exit(128 + number)
      }
    }
  }
}
