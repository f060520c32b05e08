internal import Glibc

extension File {
  /// Replaces a file in one step: temporary file in the same folder, fsync, rename, fsync of the folder.
  ///
  /// At every moment the path names the old file or the whole new one; a failure leaves the old one and no temporary.
  package static func replace(_ path: String, with bytes: some Collection<UInt8>) throws(IOError) {
    try replaceAll([(path, bytes)])
  }

  /// Replaces files that belong together, each in one step, in order: all are whole on the disk before the first takes
  /// its place, so that a full disk replaces none of them.
  package static func replaceAll<Bytes: Collection<UInt8>>(
    _ files: [(path: String, bytes: Bytes)]
  ) throws(IOError) {
    let temporaries = files.map { $0.path + ".\(getpid()).part" }
    Temporary.current.store(temporaries)
    defer { Temporary.current.store([]) }
    do throws(IOError) {
      for (file, temporary) in zip(files, temporaries) { try stage(file.bytes, at: temporary) }
      for (file, temporary) in zip(files, temporaries) {
        guard rename(temporary, file.path) == 0 else { throw IOError(.rename, file.path) }
      }
    } catch {
      for temporary in temporaries { unlink(temporary) }
      throw error
    }
    for folder in Set(files.map { folder(of: $0.path) }) { try syncFolder(folder.isEmpty ? "." : folder) }
  }

  private static func stage(_ bytes: some Collection<UInt8>, at temporary: String) throws(IOError) {
    try createFolders(folder(of: temporary))
    try? remove(temporary)
    let descriptor = try Descriptor(opening: temporary, for: .create)
    try descriptor.write(bytes)
    try descriptor.sync()
  }

  /// Forces a folder's names to the disk.
  private static func syncFolder(_ folder: String) throws(IOError) {
    let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard directory >= 0 else { throw IOError(.sync, folder) }
    defer { close(directory) }
    guard fsync(directory) == 0 else { throw IOError(.sync, folder) }
  }
}
