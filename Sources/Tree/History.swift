package import Catalogue
internal import JSON
internal import Posix
package import Records

/// The append-only account of one brand's changes: batches of change records, each bound to the document it made.
///
/// A batch is one `batch` record with the content hashes `from` and `to` and the number of `change` records after it.
/// It is forced to the disk before the document is renamed, so that no published change lacks its account; a batch at
/// the end whose document never came is cut off by `recover` before the next one is written.
package struct History: Sendable {
  package let path: String

  package init(path: String) { self.path = path }

  package struct Batch: Sendable {
    package var source: Source
    package var brandID: String
    /// Content hashes; nil where there was no document.
    package var from: String?
    package var to: String
    /// When the newest page of the crawl was fetched.
    package var time: String?
    package var run: String?
    package var changes: [Change]
    /// From how many times the price on a change is flagged.
    package var priceJump = 5.0
  }

  package func append(_ batch: Batch) throws {
    var head: JSONObject = [
      "type": "batch", "source": .string(batch.source.rawValue), "brand_id": .string(batch.brandID),
      "from": JSON(batch.from), "to": .string(batch.to), "timestamp": JSON(batch.time),
      "changes": JSON(batch.changes.count),
    ]
    if let run = batch.run { head["run_id"] = .string(run) }
    var bytes = JSON.object(head).encoded
    bytes.append(UInt8(ascii: "\n"))
    for change in batch.changes {
      bytes.append(
        json: .object(
          change.object(source: batch.source, brandID: batch.brandID, at: batch.time, jump: batch.priceJump)))
      bytes.append(UInt8(ascii: "\n"))
    }
    try File.append(bytes, to: path)
  }

  /// The content that the last batch of a source led to, nil when it has none. O(length of the file).
  package func lastContent(of source: Source) throws -> String? {
    guard var bytes = try File.readIfPresent(path)?[...] else { return nil }
    while !bytes.isEmpty {
      let start = Self.lastBatch(in: bytes)
      if let (found, to) = Self.wholeBatch(bytes[start...]), found == source { return to }
      bytes = bytes[..<start]
    }
    return nil
  }

  /// What is known of a source's published document when a batch is to be judged.
  package enum Published: Sendable {
    case content(hash: String)
    case absent
    /// It is there but cannot be read: it proves nothing.
    case damaged
  }

  /// Cuts off a torn last line, and a last batch that is incomplete or whose document was never published.
  ///
  /// Returns whether anything was cut. O(length of the file).
  package func recover(_ published: (Source) -> Published) throws -> Bool {
    guard let bytes = try File.readIfPresent(path), !bytes.isEmpty else { return false }
    let kept = Self.publishedLength(of: bytes, published)
    guard kept < bytes.count else { return false }
    try File.replace(path, with: bytes[..<kept])
    return true
  }

  /// The records of all batches whose documents were published; what a killed run left behind is passed over.
  package func read(_ published: (Source) -> Published) throws -> [Record] {
    guard let bytes = try File.readIfPresent(path) else { return [] }
    return try Tree.lines(of: Array(bytes[..<Self.publishedLength(of: bytes, published)]), path)
  }

  /// How many bytes of the file are batches whose documents were published.
  private static func publishedLength(of bytes: [UInt8], _ published: (Source) -> Published) -> Int {
    let end = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return isPublished(bytes[..<end], published) ? end : lastBatch(in: bytes[..<end])
  }

  private static func isPublished(_ bytes: ArraySlice<UInt8>, _ published: (Source) -> Published) -> Bool {
    guard let (source, to) = wholeBatch(bytes[lastBatch(in: bytes)...]) else { return bytes.isEmpty }
    switch published(source) {
    case .content(let hash): return hash == to
    case .absent: return false
    case .damaged: return true
    }
  }

  /// Where the last line that begins a batch starts, 0 when there is none.
  private static func lastBatch(in bytes: ArraySlice<UInt8>) -> Int {
    let mark = Array(#"{"type":"batch","#.utf8)
    var end = bytes.endIndex
    while end > bytes.startIndex {
      let start = bytes[..<(end - 1)].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.startIndex
      if bytes[start...].starts(with: mark) { return start }
      end = start
    }
    return bytes.startIndex
  }

  /// The source and the target of a batch, nil when a line of it is missing.
  private static func wholeBatch(_ bytes: ArraySlice<UInt8>) -> (Source, to: String)? {
    guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")), let head = try? JSON(parsing: Array(bytes[..<end])),
      let count = head["changes"]?.int, let source = head["source"]?.string.flatMap(Source.init),
      let to = head["to"]?.string, bytes[(end + 1)...].count(where: { $0 == UInt8(ascii: "\n") }) == count
    else { return nil }
    return (source, to)
  }
}

extension Tree {
  /// The published history of a brand, oldest first; empty when there is none.
  package func readHistory(_ brandID: String) throws -> [Record] {
    try History(path: history(brandID)).read { published($0, brandID) }
  }

  /// What is published of a source, for judging a batch.
  func published(_ source: Source, _ brandID: String) -> History.Published {
    let path = catalogue(source, brandID)
    guard let document = try? readDocument(path, .catalogue(source)) else {
      return File.exists(path) ? .damaged : .absent
    }
    return .content(hash: document.contentHash)
  }
}
