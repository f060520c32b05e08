internal import CLinux
internal import Glibc

/// Whole files and folders by path: the only file input and output besides streams.
package enum File {
  /// The bytes of a regular file, pipe or device.
  package static func read(_ path: String) throws(IOError) -> [UInt8] {
    let descriptor = try Descriptor(opening: path, for: .read)
    var bytes: [UInt8] = []
    // Room for one byte more, with which the last read finds the end.
    if let size = state(path)?.size, size > 0 { bytes.reserveCapacity(size + 1) }
    var room: Int { bytes.capacity - bytes.count }
    while try descriptor.read(upTo: room > 0 ? min(room, readSize) : readSize, appendingTo: &bytes) > 0 {}
    return bytes
  }

  private static let readSize = 1 << 18

  /// The bytes of a file, nil when there is none.
  package static func readIfPresent(_ path: String) throws(IOError) -> [UInt8]? {
    do {
      return try read(path)
    } catch  where error.isMissingFile {
      return nil
    }
  }

  /// The bytes of a part of a file, fewer when it ends before.
  package static func read(_ path: String, _ range: Range<Int>) throws(IOError) -> [UInt8] {
    let descriptor = try Descriptor(opening: path, for: .read)
    guard lseek(descriptor.number, off_t(range.lowerBound), SEEK_SET) >= 0 else { throw IOError(.read, path) }
    var bytes: [UInt8] = []
    while bytes.count < range.count, try descriptor.read(upTo: range.count - bytes.count, appendingTo: &bytes) > 0 {}
    return bytes
  }

  /// Which file a path names, and its size in bytes; nil when there is none.
  package static func state(_ path: String) -> (inode: UInt64, size: Int)? {
    var status = stat()
    return stat(path, &status) == 0 ? (UInt64(status.st_ino), Int(status.st_size)) : nil
  }

  package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Whether there is nothing to read: no such file, or one without bytes.
  package static func isEmpty(_ path: String) -> Bool { state(path).map { $0.size == 0 } ?? true }

  package static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Whether a path names a file with bytes of its own: no folder, pipe or device.
  package static func isRegular(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// Whether this process may make files in a folder; false on a read-only file system.
  package static func isWritable(_ folder: String) -> Bool { access(folder, W_OK | X_OK) == 0 }

  /// Seconds since 1970 of the last change of content, nil when there is no such file.
  package static func modificationTime(_ path: String) -> Int? {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mtim.tv_sec : nil
  }

  /// The names in a folder in byte order, without `.` and `..`; empty when there is no such folder.
  package static func list(_ folder: String) throws(IOError) -> [String] {
    guard let stream = opendir(folder) else {
      if errno == ENOENT { return [] }
      throw IOError(.list, folder)
    }
    defer { closedir(stream) }
    var names: [String] = []
    errno = 0
    while let entry = Glibc.readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
      errno = 0
    }
    guard errno == 0 else { throw IOError(.list, folder) }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Makes a folder and those above it.
  package static func createFolders(_ path: String) throws(IOError) {
    guard !path.isEmpty, mkdir(path, 0o755) != 0, errno != EEXIST else { return }
    guard errno == ENOENT else { throw IOError(.create, path) }
    try createFolders(folder(of: path))
    if mkdir(path, 0o755) != 0, errno != EEXIST { throw IOError(.create, path) }
  }

  /// Whether this process may run the file.
  package static func isExecutable(_ path: String) -> Bool { access(path, X_OK) == 0 }

  /// Makes a new folder that nobody else can look into, its name beginning with `prefix`, and gives its path.
  package static func createTemporaryFolder(_ prefix: String) throws(IOError) -> String {
    var template = Array((prefix + "XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else { throw IOError(.create, prefix) }
    return String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// Removes a file; it is no error when there is none.
  package static func remove(_ path: String) throws(IOError) {
    if unlink(path) != 0, errno != ENOENT { throw IOError(.remove, path) }
  }

  /// The part of a path before its last slash, empty for a name in the current folder.
  package static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Appends whole lines under an exclusive lock on the file itself and forces them to the disk.
  package static func append(_ bytes: [UInt8], to path: String) throws(IOError) {
    try AppendedFile(path).append(bytes, isForced: true)
  }

  /// Rewrites a file that others append to: `change` gets its bytes under the lock that `append` takes.
  package static func rewrite(_ path: String, _ change: ([UInt8]) -> [UInt8]) throws(IOError) {
    try AppendedFile(path).whileLocked { _, _ throws(IOError) in
      let bytes = try read(path)
      let changed = change(bytes)
      if changed != bytes { try replace(path, with: changed) }
    }
  }

  /// Makes a file with its content; false when there is one of that name already.
  ///
  /// A crash can leave a part of the content, so the name must tell what belongs there, as a digest does.
  package static func createIfAbsent(_ path: String, with bytes: [UInt8]) throws(IOError) -> Bool {
    let descriptor: Descriptor
    do {
      descriptor = try Descriptor(opening: path, for: .create)
    } catch  where error.code == EEXIST {
      return false
    } catch  where error.code == ENOENT {
      try createFolders(folder(of: path))
      return try createIfAbsent(path, with: bytes)
    }
    do {
      try descriptor.write(bytes)
    } catch {
      unlink(path)
      throw error
    }
    return true
  }

  /// Forces a file's content and size to the disk.
  package static func force(_ path: String) throws(IOError) { try Descriptor(opening: path, for: .read).sync() }

  /// Forces everything on the file system that holds `folder` to the disk.
  package static func forceFileSystem(of folder: String) throws(IOError) {
    let descriptor = try Descriptor(opening: folder, for: .read)
    guard stocktake_syncfs(descriptor.number) == 0 else { throw IOError(.sync, folder) }
    try descriptor.sync()
  }
}

extension File {
  /// Removes a folder and everything in it, links themselves and never what they point at.
  package static func removeFolder(_ path: String) throws(IOError) {
    for name in try list(path) {
      let inside = path + "/" + name
      var status = stat()
      if lstat(inside, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
        try removeFolder(inside)
      } else {
        try remove(inside)
      }
    }
    if rmdir(path) != 0, errno != ENOENT { throw IOError(.remove, path) }
  }
}
