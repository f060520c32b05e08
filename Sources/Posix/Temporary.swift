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

  /// SIG_IGN, which Swift cannot compare as a function.
  private static let ignored: UInt = 1

  /// Makes SIGINT and SIGTERM remove the temporary file and end the process with 130 and 143.
  ///
  /// A signal that the caller has ignored (`nohup`, a background job) stays ignored.
  package static func removeOnSignals() {
    _ = current
    for number in [SIGINT, SIGTERM, SIGHUP] {
      var inherited = sigaction()
      sigaction(number, nil, &inherited)
      if unsafeBitCast(inherited.__sigaction_handler.sa_handler, to: UInt.self) == Self.ignored { continue }
      signal(number) { number in
        Temporary.current.remove()
        _exit(128 + number)
      }
    }
  }
}
