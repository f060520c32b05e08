internal import JSON
package import Posix

extension PageStore {
  /// All that the store has of one request.
  package struct Holding {
    package var key: String
    package var newest: PageEntry
    /// The last fetch that gave a page.
    package var page: PageEntry?
    package var fetches: Int
  }

  /// What a collection removed.
  package struct Garbage: Equatable {
    package var fetches = 0
    package var bodies = 0
    package var bytes = 0

    package init(fetches: Int = 0, bodies: Int = 0, bytes: Int = 0) {
      self.fetches = fetches
      self.bodies = bodies
      self.bytes = bytes
    }
  }

  /// Every request of the store, by address. O(store).
  package func holdings() throws(IOError) -> [Holding] {
    var holdings: [Holding] = []
    for name in try File.list("\(place.folder)/fetches") where name.hasSuffix(".jsonl") {
      var found: [String: Holding] = [:]
      for (key, entry) in Self.entries(try File.read("\(place.folder)/fetches/\(name)")) {
        var holding = found[key] ?? Holding(key: key, newest: entry, page: nil, fetches: 0)
        holding.newest = entry
        if entry.namesBody { holding.page = entry }
        holding.fetches += 1
        found[key] = holding
      }
      holdings += found.values
    }
    return holdings.sorted { ($0.newest.url, $0.newest.method, $0.key) < ($1.newest.url, $1.newest.method, $1.key) }
  }

  /// Gives the fetches of each request, oldest first; requests in the order of their keys. O(store), one file at a time.
  func forEachHistory(
    _ body: (_ key: String, _ entries: [PageEntry]) throws(IOError) -> Void
  ) throws(IOError) {
    for name in try File.list("\(place.folder)/fetches").sorted() where name.hasSuffix(".jsonl") {
      var histories: [String: [PageEntry]] = [:]
      for (key, entry) in Self.entries(try File.read("\(place.folder)/fetches/\(name)")) {
        histories[key, default: []].append(entry)
      }
      for key in histories.keys.sorted() { try body(key, histories[key] ?? []) }
    }
  }

  private static func entries(_ bytes: [UInt8]) -> [(key: String, entry: PageEntry)] {
    bytes.split(separator: UInt8(ascii: "\n")).compactMap { line in
      guard let json = try? JSON(parsing: Array(line)), let key = json["key"]?.string else { return nil }
      return PageEntry(json).map { (key, $0) }
    }
  }

  /// Bytes of an entry's body file, nil when it has none.
  package func bodySize(_ entry: PageEntry) -> Int? {
    guard entry.namesBody, let sha256 = entry.sha256 else { return nil }
    return File.state(place.body(sha256))?.size
  }

  /// Removes what nobody needs: of each request all but the last `count` fetches and its latest page, then the bodies
  /// that neither a fetch nor `referenced` names and that are older than an hour, so that a run under way keeps its own.
  ///
  /// With `isRehearsal` it only counts.
  package func collectGarbage(
    keeping count: Int, referenced: Set<String>, now: Double, isRehearsal: Bool
  ) throws(IOError) -> Garbage {
    var garbage = Garbage()
    var needed = referenced
    for name in try File.list("\(place.folder)/fetches") where name.hasSuffix(".jsonl") {
      let path = "\(place.folder)/fetches/\(name)"
      let sifted = Self.sift(try File.read(path), keeping: count)
      garbage.fetches += sifted.removed
      needed.formUnion(sifted.digests)
      // Read again under the lock: a line that came meanwhile is kept.
      if !isRehearsal, sifted.removed > 0 { try File.rewrite(path) { Self.sift($0, keeping: count).kept } }
    }
    for prefix in try File.list("\(place.folder)/bodies") {
      for name in try File.list("\(place.folder)/bodies/\(prefix)") where !needed.contains(name) {
        let path = "\(place.folder)/bodies/\(prefix)/\(name)"
        guard let changed = File.modificationTime(path), now - Double(changed) > 3600 else { continue }
        garbage.bodies += 1
        garbage.bytes += File.state(path)?.size ?? 0
        if !isRehearsal { try File.remove(path) }
      }
    }
    return garbage
  }

  /// The lines of a file to keep, how many go, and the digests that the kept ones name.
  private static func sift(_ bytes: [UInt8], keeping count: Int) -> (kept: [UInt8], removed: Int, digests: Set<String>)
  {
    var later: [String: Int] = [:]
    var hasPage: Set<String> = []
    var kept: [ArraySlice<UInt8>] = []
    var removed = 0
    var digests: Set<String> = []
    for line in bytes.split(separator: UInt8(ascii: "\n")).reversed() {
      guard let json = try? JSON(parsing: Array(line)), let key = json["key"]?.string, let entry = PageEntry(json)
      else {
        removed += 1
        continue
      }
      let isLatestPage = entry.namesBody && hasPage.insert(key).inserted
      guard later[key, default: 0] < count || isLatestPage else {
        removed += 1
        continue
      }
      later[key, default: 0] += 1
      kept.append(line)
      if let sha256 = entry.sha256 { digests.insert(sha256) }
    }
    return (kept.reversed().flatMap { $0 + [UInt8(ascii: "\n")] }, removed, digests)
  }
}
