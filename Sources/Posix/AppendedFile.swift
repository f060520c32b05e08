internal import Glibc

/// A file that several processes add to, each under its lock; kept open from one addition to the next.
///
/// Not thread-safe.
package final class AppendedFile {
  private let path: String
  private var descriptor: Descriptor?
  /// How many names the open file had when `path` was last seen to be one of them. A file that is removed or replaced
  /// loses one, and only then is the path looked up again; one that is moved away is followed.
  private var names: nlink_t = 0
  /// Where the last addition ended: a file of that size ends with a whole line.
  private var end = 0

  package init(_ path: String) { self.path = path }

  /// Adds whole lines, and forces them to the disk if asked to; makes the folder when it is missing.
  ///
  /// After a torn last line, which a crash can leave, a newline goes first, so that the new line stays whole.
  package func append(_ bytes: [UInt8], isForced: Bool) throws(IOError) {
    try whileLocked { descriptor, size throws(IOError) in
      var last = UInt8(ascii: "\n")
      if size > 0, size != end { _ = pread(descriptor.number, &last, 1, size - 1) }
      let isTorn = last != UInt8(ascii: "\n")
      try descriptor.write(isTorn ? [UInt8(ascii: "\n")] + bytes : bytes)
      end = size + bytes.count + (isTorn ? 1 : 0)
      if isForced { try descriptor.sync() }
    }
  }

  /// Calls `body` with the open file and its size while no other process adds to it; one that was replaced is opened anew.
  func whileLocked(_ body: (Descriptor, _ size: Int) throws(IOError) -> Void) throws(IOError) {
    while true {
      let descriptor = try takeOpen()
      while flock(descriptor.number, LOCK_EX) != 0 {
        guard errno == EINTR else { throw IOError(.lock, path) }
      }
      var opened = stat()
      guard fstat(descriptor.number, &opened) == 0, isCurrent(opened) else { continue }
      // Where it throws, the descriptor is closed, and the lock with it.
      try body(descriptor, opened.st_size)
      if flock(descriptor.number, LOCK_UN) == 0 { self.descriptor = descriptor }
      return
    }
  }

  /// Whether the path still names the open file.
  private func isCurrent(_ opened: stat) -> Bool {
    if opened.st_nlink == names { return true }
    guard File.state(path)?.inode == UInt64(opened.st_ino) else { return false }
    names = opened.st_nlink
    return true
  }

  /// Gives the open descriptor away, or a new one.
  private func takeOpen() throws(IOError) -> Descriptor {
    if let descriptor {
      self.descriptor = nil
      return descriptor
    }
    (names, end) = (0, 0)
    do {
      return try Descriptor(opening: path, for: .append)
    } catch  where error.code == ENOENT {
      try File.createFolders(File.folder(of: path))
      return try Descriptor(opening: path, for: .append)
    }
  }
}
