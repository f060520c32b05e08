internal import Glibc

extension FileLock {
  /// The process that holds the lock on a file, nil when nobody does; looking neither takes the lock nor gets in its way.
  ///
  /// The kernel lists every lock in `/proc/locks` as `1: FLOCK ADVISORY WRITE <pid> <major>:<minor>:<inode> …` (proc(5));
  /// a lock that a parent took for its children is listed under the parent, even when that has ended.
  package static func holder(of path: String) throws(IOError) -> Int32? {
    var status = stat()
    guard stat(path, &status) == 0 else {
      if errno == ENOENT { return nil }
      throw IOError(.lock, path)
    }
    let table = String(decoding: try File.read("/proc/locks"), as: UTF8.self)
    for line in table.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count >= 6, words[1] == "FLOCK", let inode = words[5].split(separator: ":").last,
        UInt64(inode) == UInt64(status.st_ino)
      else { continue }
      return Int32(words[4])
    }
    return nil
  }
}
