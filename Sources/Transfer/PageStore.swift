internal import Digest
internal import JSON
package import Posix

/// Every page that was ever fetched: bodies by SHA-256, and one line per fetch.
///
/// Layout below the folder: `bodies/<2 hex>/<sha256>`, `fetches/<2 hex>.jsonl` (the lines of the requests whose key
/// begins so), `hosts/<host>`. Lines are appended under a lock and a torn one is passed over; a body is checked against
/// its name whenever it is read, so a half-written one counts as absent. A crash at any moment therefore leaves a
/// readable store without a forced write per page; `flush` forces what was written, and the end of a run calls it.
/// Writing happens in the background, and a write that failed is thrown by a later call. Several processes may use one
/// store.
package final class PageStore {
  package let folder: String
  private var shards: [String: PageStoreIndex] = [:]
  private let writer = StoreWriter()
  /// Keys whose lines may not be written yet.
  private var recentKeys: Set<String> = []
  /// Files written since the last `flush`.
  private var unforced: Set<String> = []

  /// Above this many files one forced write of the whole file system is cheaper than one for each.
  private static let forcedFilesLimit = 64

  /// Makes the folders; throws `IOError` with operation `create` where the tree cannot be written.
  package init(folder: String) throws(IOError) {
    self.folder = folder
    for name in ["bodies", "fetches", "hosts"] {
      try File.createFolders("\(folder)/\(name)")
      guard File.isWritable("\(folder)/\(name)") else { throw IOError(.create, "\(folder)/\(name)") }
    }
  }

  /// A store that is only read: nothing is made, and a missing one is empty.
  package init(reading folder: String) { self.folder = folder }

  func bodyPath(_ sha256: String) -> String { "\(folder)/bodies/\(sha256.prefix(2))/\(sha256)" }
  func shardPath(_ name: Substring) -> String { "\(folder)/fetches/\(name).jsonl" }
  package var hostsFolder: String { "\(folder)/hosts" }

  /// The last fetch of a request that gave a page, and the last of all. Reads what was added since the last call.
  package func latest(_ key: String) throws(IOError) -> (page: PageEntry?, any: PageEntry?) {
    if recentKeys.contains(key) { try finishWriting() }
    let path = shardPath(key.prefix(2))
    var index = shards[path] ?? PageStoreIndex(path: path)
    try index.update()
    shards[path] = index
    guard let lines = index.lines(of: key) else { return (nil, nil) }
    let newest = try entry(path, lines.newest, key)
    guard let pageLine = lines.page, pageLine != lines.newest else { return (newest?.asPage, newest) }
    return (try entry(path, pageLine, key)?.asPage, newest)
  }

  private func entry(_ path: String, _ range: Range<Int>, _ key: String) throws(IOError) -> PageEntry? {
    let bytes = try File.read(path, range)
    guard let json = try? JSON(parsing: bytes), json["key"]?.string == key else { return nil }
    return PageEntry(json)
  }

  /// The bytes of an entry's body; nil when there are none or they are not what was stored. O(length).
  package func body(_ entry: PageEntry) throws(IOError) -> [UInt8]? {
    guard entry.namesBody, let sha256 = entry.sha256 else { return nil }
    if let bytes = try File.readIfPresent(bodyPath(sha256)), SHA256.hex(bytes) == sha256 { return bytes }
    guard !writer.isIdle else { return nil }
    try finishWriting()
    return try body(entry)
  }

  /// Keeps a body, once however often it comes.
  package func keep(_ body: [UInt8], sha256: String) throws(IOError) {
    try writer.add(.body(path: bodyPath(sha256), bytes: body))
  }

  /// Adds the line of one fetch; its body must be kept before.
  package func append(_ entry: PageEntry, for key: String) throws(IOError) {
    if recentKeys.count > 1000, writer.isIdle { recentKeys = [] }
    recentKeys.insert(key)
    try writer.add(.line(path: shardPath(key.prefix(2)), bytes: entry.line(key: key)))
  }

  private func finishWriting() throws(IOError) {
    unforced.formUnion(try writer.drain())
    recentKeys = []
  }

  /// Forces everything that was written to the disk.
  package func flush() throws(IOError) {
    try finishWriting()
    if unforced.count > Self.forcedFilesLimit {
      try File.forceFileSystem(of: folder)
    } else {
      for path in unforced.sorted() { try File.force(path) }
    }
    unforced = []
  }
}

extension PageEntry {
  /// The entry, if it names a body.
  fileprivate var asPage: PageEntry? { namesBody ? self : nil }
}
