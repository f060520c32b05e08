internal import Digest
internal import JSON
package import Posix

/// Every page that was ever fetched: bodies by SHA-256, and one line per fetch in a file per request.
///
/// Layout below the folder: `bodies/<2 hex>/<sha256>`, `fetches/<2 hex>/<request key>.jsonl`, `hosts/<host>`.
/// Bodies come into being whole, lines are appended under a lock, a torn last line is passed over: a crash at any
/// moment leaves a readable store, and several processes may use one. A body is checked against its name when it is
/// read; a damaged one counts as absent.
package final class PageStore {
  package let folder: String

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

  private func bodyPath(_ sha256: String) -> String { "\(folder)/bodies/\(sha256.prefix(2))/\(sha256)" }
  private func linesPath(_ key: String) -> String { "\(folder)/fetches/\(key.prefix(2))/\(key).jsonl" }
  package var hostsFolder: String { "\(folder)/hosts" }

  /// The fetches of a request, oldest first; lines that cannot be read are left out. O(file).
  package func entries(_ key: String) throws(IOError) -> [PageEntry] {
    let bytes = try File.readIfPresent(linesPath(key)) ?? []
    return bytes.split(separator: UInt8(ascii: "\n")).compactMap { Self.entry($0) }
  }

  /// The last fetch that gave a page, and the last of all. O(lines since then).
  package func latest(_ key: String) throws(IOError) -> (page: PageEntry?, any: PageEntry?) {
    let bytes = try File.readIfPresent(linesPath(key)) ?? []
    var newest: PageEntry?
    for line in bytes.split(separator: UInt8(ascii: "\n")).reversed() {
      guard let entry = Self.entry(line) else { continue }
      newest = newest ?? entry
      if entry.namesBody { return (entry, newest) }
    }
    return (nil, newest)
  }

  private static func entry(_ line: ArraySlice<UInt8>) -> PageEntry? {
    (try? JSON(parsing: Array(line))).flatMap { PageEntry($0) }
  }

  /// The bytes of an entry's body; nil when there are none or they are not what was stored. O(length).
  package func body(_ entry: PageEntry) throws(IOError) -> [UInt8]? {
    guard entry.namesBody, let sha256 = entry.sha256, let bytes = try File.readIfPresent(bodyPath(sha256)) else {
      return nil
    }
    return SHA256.hex(bytes) == sha256 ? bytes : nil
  }

  /// Keeps a body, once however often it comes.
  package func keep(_ body: [UInt8], sha256: String) throws(IOError) {
    let path = bodyPath(sha256)
    if try File.readIfPresent(path) == body { return }
    try File.replace(path, with: body)
  }

  /// Adds the line of one fetch; its body must be kept before.
  package func append(_ entry: PageEntry, for key: String) throws(IOError) {
    try File.append(entry.json.encoded + [UInt8(ascii: "\n")], to: linesPath(key))
  }
}
