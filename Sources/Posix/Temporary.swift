internal import Glibc
internal import Synchronization

/// The temporary files that a stopped program must not leave behind.
package enum Temporary {
  /// The paths being written, as C strings that a signal handler may read: one after another, an empty one ends them.
  final class Slot: Sendable {
    private let address = Atomic<UInt>(0)

    func store(_ paths: [String]) {
      var list: UnsafeMutablePointer<CChar>?
      if !paths.isEmpty {
        let text: [CChar] = Array(paths.map { Array($0.utf8CString) }.joined()) + [0]
        list = malloc(text.count)?.assumingMemoryBound(to: CChar.self)
        list?.update(from: text, count: text.count)
      }
      let old = address.exchange(UInt(bitPattern: list), ordering: .sequentiallyConsistent)
      free(UnsafeMutableRawPointer(bitPattern: old))
    }

    func remove() {
      guard var path = UnsafePointer<CChar>(bitPattern: address.load(ordering: .sequentiallyConsistent)) else { return }
      while path.pointee != 0 {
        unlink(path)
        path += strlen(path) + 1
      }
    }
  }

  static let current = Slot()

  /// SIG_IGN, which Swift cannot compare as a function.
  private static let ignored: UInt = 1

  /// Makes SIGINT and SIGTERM remove the temporary file and end the process with 130 and 143.
  ///
  /// A signal that the caller has ignored (`nohup`, a background job) stays ignored.
  /// A limit on the size of files becomes an error of the write instead of a signal.
  package static func removeOnSignals() {
    _ = current
    signal(SIGXFSZ, SIG_IGN)
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
