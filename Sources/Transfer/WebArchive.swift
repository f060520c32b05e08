internal import Digest
package import Posix

/// The page store as a WARC 1.1 file (ISO 28500:2017), which web archives and their tools read.
///
/// Each fetch that gave a page is a `response` record, or a `revisit` of the request's earlier one when the server
/// confirmed it or sent the same bytes again. Bodies have their codings undone and header fields are those that the store
/// keeps, so the HTTP head is written anew and says their real length. Fetches without a page are left out. The same
/// store gives the same bytes.
package struct WebArchive {
  /// What was written.
  package struct Count: Equatable {
    package var responses = 0
    package var revisits = 0
    /// Fetches whose body is missing or damaged.
    package var missing = 0

    package init(responses: Int = 0, revisits: Int = 0, missing: Int = 0) {
      (self.responses, self.revisits, self.missing) = (responses, revisits, missing)
    }
  }

  /// The record that an unchanged page refers to.
  private struct Original {
    var id: String
    var date: String
    var url: String
    var sha256: String
  }

  private let software: String
  private let emit: ([UInt8]) throws(IOError) -> Void
  private var count = Count()
  private var hasBegun = false

  private init(software: String, emit: @escaping ([UInt8]) throws(IOError) -> Void) {
    self.software = software
    self.emit = emit
  }

  /// Writes every page of `store`, request by request, oldest fetch first. O(store); one body at a time in memory.
  ///
  /// - Parameter software: name and version of the writing program.
  package static func write(
    _ store: PageStore, software: String, emit: @escaping ([UInt8]) throws(IOError) -> Void
  ) throws(IOError) -> Count {
    var archive = WebArchive(software: software, emit: emit)
    try store.forEachHistory { key, entries throws(IOError) in
      var original: Original?
      for (index, entry) in entries.enumerated() where entry.namesBody {
        try archive.add(entry, id: "\(key) \(index)", &original, from: store)
      }
    }
    return archive.count
  }

  private mutating func add(
    _ entry: PageEntry, id seed: String, _ original: inout Original?, from store: PageStore
  ) throws(IOError) {
    let id = Self.identifier(seed)
    if let original, original.sha256 == entry.sha256 {
      count.revisits += 1
      return try write(revisit(entry, id, original))
    }
    guard let body = try store.body(entry), let sha256 = entry.sha256 else { return count.missing += 1 }
    if !hasBegun { try write(information(entry)) }
    hasBegun = true
    count.responses += 1
    original = Original(id: id, date: entry.fetchedAt, url: entry.finalURL, sha256: sha256)
    try write(response(entry, id, sha256, body))
    if entry.url != entry.finalURL { try write(origin(entry, seed, of: id)) }
  }

  private func write(_ record: WARCRecord) throws(IOError) { try emit(record.bytes) }

  // MARK: Records

  private func information(_ first: PageEntry) -> WARCRecord {
    var record = WARCRecord("warcinfo", Self.identifier("warcinfo \(software)"), first.fetchedAt)
    record.fields.append(Header("Content-Type", "application/warc-fields"))
    record.block = Self.fields([
      ("software", software), ("format", "WARC File Format 1.1"),
      ("conformsTo", "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"),
      ("description", "pages of a page store: codings undone, header fields as far as they were kept"),
    ])
    return record
  }

  private func response(_ entry: PageEntry, _ id: String, _ sha256: String, _ body: [UInt8]) -> WARCRecord {
    var record = WARCRecord("response", id, entry.fetchedAt)
    record.fields += [
      Header("WARC-Target-URI", entry.finalURL), Header("WARC-Payload-Digest", "sha256:\(sha256)"),
      Header("Content-Type", "application/http;msgtype=response"),
    ]
    record.block = Self.head(entry, status: entry.status, length: body.count) + body
    return record
  }

  private func revisit(_ entry: PageEntry, _ id: String, _ original: Original) -> WARCRecord {
    let profile = entry.isConfirmation ? "server-not-modified" : "identical-payload-digest"
    var record = WARCRecord("revisit", id, entry.fetchedAt)
    record.fields += [
      Header("WARC-Target-URI", entry.finalURL), Header("WARC-Payload-Digest", "sha256:\(original.sha256)"),
      Header("WARC-Profile", "http://netpreserve.org/warc/1.1/revisit/\(profile)"),
      Header("WARC-Refers-To", "<\(original.id)>"), Header("WARC-Refers-To-Target-URI", original.url),
      Header("WARC-Refers-To-Date", original.date), Header("Content-Type", "application/http;msgtype=response"),
    ]
    record.block = Self.head(entry, status: entry.isConfirmation ? 304 : entry.status, length: nil)
    return record
  }

  /// The address that redirected to a page.
  private func origin(_ entry: PageEntry, _ seed: String, of id: String) -> WARCRecord {
    var record = WARCRecord("metadata", Self.identifier("metadata \(seed)"), entry.fetchedAt)
    record.fields += [
      Header("WARC-Target-URI", entry.finalURL), Header("WARC-Refers-To", "<\(id)>"),
      Header("Content-Type", "application/warc-fields"),
    ]
    record.block = Self.fields([("via", entry.url)])
    return record
  }

  private static func head(_ entry: PageEntry, status: Int, length: Int?) -> [UInt8] {
    var fields = entry.headers
    for (name, value) in [
      ("Content-Type", entry.contentType), ("ETag", entry.etag), ("Last-Modified", entry.lastModified),
      ("Content-Length", length.map { "\($0)" }),
    ] {
      if let value { fields.append(Header(name, value)) }
    }
    return Array("HTTP/1.1 \(status) \r\n".utf8) + WARCRecord.lines(fields) + Array("\r\n".utf8)
  }

  private static func fields(_ fields: [(name: String, value: String)]) -> [UInt8] {
    WARCRecord.lines(fields.map { Header($0.name, $0.value) })
  }

  /// A UUID of version 8 (RFC 9562 §5.8) out of a digest, so that the same fetch has the same name in every export.
  static func identifier(_ seed: String) -> String {
    let hex = Array(SHA256.hex(Array(seed.utf8)).utf8)
    func digits(_ range: Range<Int>) -> String { String(decoding: hex[range], as: UTF8.self) }
    return "urn:uuid:\(digits(0..<8))-\(digits(8..<12))-8\(digits(12..<15))-a\(digits(15..<18))-\(digits(18..<30))"
  }
}

/// One record of a WARC file.
private struct WARCRecord {
  var fields: [Header]
  var block: [UInt8] = []

  init(_ type: String, _ id: String, _ date: String) {
    fields = [Header("WARC-Type", type), Header("WARC-Record-ID", "<\(id)>"), Header("WARC-Date", date)]
  }

  var bytes: [UInt8] {
    let length = Header("Content-Length", "\(block.count)")
    return Array("WARC/1.1\r\n".utf8) + Self.lines(fields + [length]) + Array("\r\n".utf8) + block
      + Array("\r\n\r\n".utf8)
  }

  /// Named fields, one a line; a line break inside a value would be another field.
  static func lines(_ fields: [Header]) -> [UInt8] {
    fields.flatMap { Array("\($0.name): \($0.value.filter { !$0.isNewline })\r\n".utf8) }
  }
}
