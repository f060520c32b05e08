internal import Digest
internal import JSON
package import Posix

/// Every page that was ever fetched: bodies by SHA-256, and one line per fetch.
///
/// Layout below the folder: `bodies/<2 hex>/<sha256>`, `fetches/<1 hex>.jsonl` (the lines of the requests whose key
/// begins so), `hosts/<host>`. Lines are appended under a lock and a torn one is passed over; a body is checked against
/// its name whenever it is read, so a half-written one counts as absent. A crash at any moment therefore leaves a
/// readable store without a forced write per page; `flush` forces what was written, and the end of a run calls it.
/// Writing happens in the background, and a write that failed is thrown by a later call. Several processes may use one
/// store.
package final class PageStore {
  /// Where things are.
  struct Place: Sendable {
    let folder: String
    func body(_ sha256: String) -> String { "\(folder)/bodies/\(sha256.prefix(2))/\(sha256)" }
    /// The name, without its ending, of the file that has the lines of a key.
    static func file(of key: String) -> String { String(decoding: key.utf8.prefix(1), as: UTF8.self) }
    func lines(_ file: String) -> String { "\(folder)/fetches/\(file).jsonl" }
  }

  let place: Place
  private var indexes: [Int: PageStoreIndex] = [:]
  private let worker: StoreWorker
  /// The keys whose lines may not be written or not be in an index yet.
  private var recentKeys = RecentKeys()
  /// Files written since the last `flush`.
  private var unforced = StoreWorker.Written()

  /// Makes the folders; throws `IOError` with operation `create` where the tree cannot be written.
  ///
  /// - Parameter wake: called, on another thread, when a page that `read` was given is there and somebody waits.
  package convenience init(folder: String, wake: (@Sendable () -> Void)? = nil) throws(IOError) {
    for name in ["bodies", "fetches", "hosts"] {
      try File.createFolders("\(folder)/\(name)")
      guard File.isWritable("\(folder)/\(name)") else { throw IOError(.create, "\(folder)/\(name)") }
    }
    self.init(reading: folder, wake: wake)
  }

  /// A store that is only read: nothing is made, and a missing one is empty.
  package init(reading folder: String, wake: (@Sendable () -> Void)? = nil) {
    place = Place(folder: folder)
    worker = StoreWorker(place, wake: wake)
  }

  package var hostsFolder: String { "\(place.folder)/hosts" }

  /// The last fetch of a request that gave a page, and the last of all.
  ///
  /// What this store wrote itself is seen, up to 2,000 requests back; what others write after the first look
  /// may not be.
  package func latest(_ key: String) throws(IOError) -> (page: PageEntry?, any: PageEntry?) {
    guard let short = PageStoreIndex.Key(key.utf8.span) else { return (nil, nil) }
    let isRecent = recentKeys.contains(short)
    if isRecent { try finishWriting() }
    if isRecent || indexes[short.file] == nil {
      try indexes[short.file, default: PageStoreIndex(path: place.lines(Place.file(of: key)))].update()
    }
    guard let lines = indexes[short.file]?.lines(of: short) else { return (nil, nil) }
    let path = place.lines(Place.file(of: key))
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
    if let bytes = try File.readIfPresent(place.body(sha256)), SHA256.hex(bytes) == sha256 { return bytes }
    guard !worker.isIdle else { return nil }
    try finishWriting()
    return try body(entry)
  }

  /// Keeps a body, once however often it comes.
  package func keep(_ body: [UInt8], sha256: String) throws(IOError) {
    try worker.add(.body(path: place.body(sha256), bytes: body))
  }

  /// Adds the line of one fetch; its body must be kept before.
  package func append(_ entry: PageEntry, for key: String) throws(IOError) {
    remember(key)
    try worker.add(.line(key: key, bytes: entry.line(key: key)))
  }

  /// Reads and stores an answer in the background; `takeRead` gives what became of it.
  func read(_ reading: PageReading, index: Int, key: String) throws(IOError) {
    remember(key)
    try worker.add(.page(reading, index: index, key: key))
  }

  /// The answers that have been read since the last call, in their order.
  func takeRead() throws(IOError) -> [StoreWorker.Read] { try worker.takeRead() }
  func waitForRead() { worker.waitForRead() }
  func announceNextRead() -> Bool { worker.announceNext() }

  private func remember(_ key: String) {
    if let short = PageStoreIndex.Key(key.utf8.span) { recentKeys.insert(short) }
  }

  private func finishWriting() throws(IOError) { unforced.formUnion(try worker.drain()) }

  /// Forces everything that was written to the disk.
  package func flush() throws(IOError) {
    try finishWriting()
    if unforced.isMany {
      try File.forceFileSystem(of: place.folder)
    } else {
      for path in unforced.paths.sorted() { try File.force(path) }
    }
    unforced = StoreWorker.Written()
  }
}

extension PageEntry {
  /// The entry, if it names a body.
  fileprivate var asPage: PageEntry? { namesBody ? self : nil }
}
