import Digest
import FoundationEssentials
import Posix
import TestSupport
import Testing
import Text
import Transfer

struct WebArchiveTests {
  private let scratch: TemporaryFolder
  private let store: PageStore

  init() throws {
    scratch = try TemporaryFolder()
    store = try PageStore(folder: scratch.path("pages"))
  }

  private func keep(_ body: String?, at seconds: Double, _ change: (inout PageEntry) -> Void = { _ in }) throws {
    var entry = PageEntry(
      url: "http://a.example/1", method: "GET", finalURL: "http://a.example/1", status: 200,
      fetchedAt: Timestamp.text(1_800_000_000 + seconds))
    entry.contentType = "text/html; charset=utf-8"
    entry.sha256 = body.map { SHA256.hex(Array($0.utf8)) }
    change(&entry)
    if let body, let sha256 = entry.sha256 { try store.keep(Array(body.utf8), sha256: sha256) }
    try store.append(entry, for: SHA256.hex(Array(entry.url.utf8)))
    try store.flush()
  }

  private func export() throws -> (count: WebArchive.Count, records: [String]) {
    var bytes: [UInt8] = []
    let count = try WebArchive.write(store, software: "test/1") { record throws(IOError) in bytes += record }
    let text = String(decoding: bytes, as: UTF8.self)
    return (count, text.components(separatedBy: "WARC/1.1\r\n").dropFirst().map { $0 })
  }

  @Test
  func `a page is a response with its real length, and unchanged ones are revisits of it`() throws {
    try keep("<p>שלום", at: 0) { $0.etag = "\"v1\"" }
    try keep(nil, at: 1) { $0.error = "timeout" }
    try keep("<p>שלום", at: 2) { $0.isConfirmation = true }
    try keep("<p>שלום", at: 3)
    try keep("<p>new", at: 4)
    let (count, records) = try export()
    #expect(count == WebArchive.Count(responses: 2, revisits: 2))
    #expect(
      records.map { $0.prefix { $0 != "\r\n" } } == [
        "WARC-Type: warcinfo", "WARC-Type: response", "WARC-Type: revisit", "WARC-Type: revisit", "WARC-Type: response",
      ])
    #expect(records[1].hasSuffix("ETag: \"v1\"\r\nContent-Length: 11\r\n\r\n<p>שלום\r\n\r\n"))
    let id = try #require(records[1].split(separator: "\r\n").first { $0.hasPrefix("WARC-Record-ID: ") }?.dropFirst(16))
    #expect(records[2].contains("server-not-modified\r\n") && records[2].contains("WARC-Refers-To: \(id)\r\n"))
    #expect(records[2].contains("HTTP/1.1 304 \r\n"))
    #expect(records[3].contains("identical-payload-digest\r\n") && records[3].contains("HTTP/1.1 200 \r\n"))
    #expect(try export().records == records)
  }

  @Test
  func `a page behind a redirect says where it came from, and a missing body is counted`() throws {
    try keep("<p>moved", at: 0) { $0.finalURL = "http://a.example/2" }
    try keep("<p>lost", at: 1) { $0.url = "http://a.example/lost" }
    try File.remove(
      scratch.path("pages/bodies/\(SHA256.hex(Array("<p>lost".utf8)).prefix(2))/\(SHA256.hex(Array("<p>lost".utf8)))"))
    let (count, records) = try export()
    #expect(count == WebArchive.Count(responses: 1, missing: 1))
    let text = records.joined()
    #expect(text.contains("WARC-Target-URI: http://a.example/2\r\n"))
    #expect(text.contains("WARC-Type: metadata\r\n") && text.contains("via: http://a.example/1\r\n"))
  }

  @Test
  func `a line break in a stored field makes no further field`() throws {
    try keep("<p>x", at: 0) { $0.headers = [Header("Link", "a\r\nWARC-Type: response")] }
    #expect(try export().records.joined().contains("Link: aWARC-Type: response\r\n"))
  }

  @Test
  func `an empty store gives an empty archive`() throws {
    #expect(try export().records.isEmpty)
  }
}
