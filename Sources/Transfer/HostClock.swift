internal import Glibc
package import Posix

/// When each host was last asked, shared by all processes that use one data tree.
///
/// A file per host holds the moment of the last request; a process that wants to ask takes its turn under the file's
/// lock. Moments are wall-clock seconds: one that lies ahead by more than any pause is a clock that was set back, and
/// counts as none.
package struct HostClock {
  private let folder: String
  private static let farAheadSeconds = 60.0

  package init(folder: String) { self.folder = folder }

  /// Takes the turn at `now` if the last request was `interval` ago, and gives 0; else gives how long to wait.
  package func take(_ host: String, interval: Double, now: Double) throws(IOError) -> Double {
    var wait = 0.0
    try update(host) { last in
      guard let last, last <= now + Self.farAheadSeconds else { return now }
      wait = max(0, last + interval - now)
      return wait > 0 ? last : now
    }
    return wait
  }

  /// Says when the request really went out, which may be a little after its turn.
  package func note(_ host: String, at moment: Double) throws(IOError) {
    try update(host) { last in
      guard let last, last <= moment + Self.farAheadSeconds else { return moment }
      return max(last, moment)
    }
  }

  private func update(_ host: String, _ change: (Double?) -> Double) throws(IOError) {
    let path = "\(folder)/\(Self.fileName(host))"
    let descriptor = try Descriptor(opening: path, for: .lock)
    while flock(descriptor.number, LOCK_EX) != 0 {
      guard errno == EINTR else { throw IOError(.lock, path) }
    }
    var bytes: [UInt8] = []
    _ = try descriptor.read(upTo: 64, appendingTo: &bytes)
    let last = Double(String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    let moment = change(last.flatMap { $0.isFinite ? $0 : nil })
    // Padded to one width and written in place: a reader never finds half a number of an older length.
    let text = Array("\(moment)".utf8.prefix(31))
    let line = text + Array(repeating: UInt8(ascii: "0"), count: text.contains(UInt8(ascii: ".")) ? 31 - text.count : 0)
    guard pwrite(descriptor.number, line + [UInt8(ascii: "\n")], line.count + 1, 0) == line.count + 1 else {
      throw IOError(.write, path)
    }
  }

  /// A host with its port as a file name; anything that is no letter, digit, dot, dash or underscore is escaped.
  static func fileName(_ host: String) -> String {
    let name = host.utf8.map { byte in
      byte.isASCIILetter || byte.isDigit || [0x2D, 0x2E, 0x5F].contains(byte)
        ? String(UnicodeScalar(byte)) : "%" + String(byte, radix: 16)
    }.joined()
    return name.allSatisfy { $0 == "." } ? "%" + name : String(name.prefix(200))
  }
}
