internal import Glibc

extension File {
  /// Bytes that an unprivileged process may still write on the file system that holds `path`.
  package static func freeBytes(_ path: String) throws(IOError) -> Int {
    var space = statvfs()
    guard statvfs(path, &space) == 0 else { throw IOError(.open, path) }
    return Int(clamping: UInt64(space.f_bavail) * UInt64(space.f_frsize))
  }

  /// The sizes of all regular files below a folder added up; links are not followed. O(files).
  ///
  /// A file or folder that goes away meanwhile counts nothing; one that may not be read is an error, for a sum without it
  /// would say too little.
  package static func totalBytes(below folder: String) throws(IOError) -> Int {
    guard let stream = opendir(folder) else {
      if errno == ENOENT { return 0 }
      throw IOError(.list, folder)
    }
    defer { closedir(stream) }
    var total = 0
    while let entry = Glibc.readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard name != ".", name != ".." else { continue }
      var status = stat()
      guard fstatat(dirfd(stream), name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { continue }
      switch status.st_mode & S_IFMT {
      case S_IFDIR: total += try totalBytes(below: "\(folder)/\(name)")
      case S_IFREG: total += Int(status.st_size)
      default: break
      }
    }
    return total
  }
}
