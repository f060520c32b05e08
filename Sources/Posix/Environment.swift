internal import Glibc

/// The process's surroundings: its environment, its clock and its own executable.
package enum Environment {
  /// The text of an environment variable, nil when unset or empty.
  package static func value(_ name: String) -> String? {
    guard let text = getenv(name), text.pointee != 0 else { return nil }
    return String(cString: text)
  }

  /// Sets an environment variable for this process and those it becomes, unless it is set already.
  package static func setDefault(_ name: String, _ value: String) { setenv(name, value, 0) }

  /// The system clock's time as RFC 3339 in UTC, to the second: `2026-01-19T04:05:06Z`.
  package static var currentTime: String {
    var now = time(nil)
    var parts = tm()
    gmtime_r(&now, &parts)
    var text = [CChar](repeating: 0, count: 32)
    strftime(&text, text.count, "%Y-%m-%dT%H:%M:%SZ", &parts)
    return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
  }

  package static var processID: Int32 { getpid() }

  /// The running program's own file with every symbolic link resolved.
  package static var executablePath: String {
    get throws(IOError) { try resolvedPath("/proc/self/exe") }
  }

  /// A path with every symbolic link resolved (realpath).
  package static func resolvedPath(_ path: String) throws(IOError) -> String {
    guard let resolved = realpath(path, nil) else { throw IOError(.open, path) }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// Becomes another program: same process, same descriptors, same environment; returns only by throwing.
  package static func become(_ path: String, arguments: [String]) throws(IOError) -> Never {
    var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) }
    words.append(nil)
    execv(path, words)
    let failure = IOError(.execute, path)
    for word in words { free(word) }
    throw failure
  }
}
