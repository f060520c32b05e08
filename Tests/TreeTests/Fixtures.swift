import Catalogue
import JSON
import Posix
import Records
import TestSupport
import Tree

/// Records, crawls and trees as small as a rule needs them.
enum Fixture {
  static func record(_ text: String) throws -> Record { try RecordParser().parse(text) }

  /// Where a product was read.
  static let provenance =
    #","page_url":"https://shop.example/acme","page_sha256":"\#(String(repeating: "0", count: 64))""#
    + #","fetched_at":"2026-01-01T00:00:00Z""#

  /// A product of the brand `acme`; `more` continues its members.
  static func product(_ id: String, _ more: String = "", source: Source = .halilit) -> String {
    let host = source == .halilit ? "www.halilit.com/items" : "acme.example/products"
    return
      #"{"type":"product","source":"\#(source.rawValue)","brand_id":"acme","id":"\#(id)","name":"Acme \#(id)","url":"https://\#(host)/\#(id)"\#(provenance)\#(more)}"#
  }

  static func products(_ count: Int, source: Source = .halilit) -> [String] {
    (0..<count).map { product(String(100 + $0), source: source) }
  }

  /// A listing page of the brand `acme`; `more` continues its members.
  static func listing(_ more: String = "", source: Source = .halilit) -> String {
    #"{"type":"listing","source":"\#(source.rawValue)","brand_id":"acme","page_url":"https://shop.example/acme"\#(more)}"#
  }

  static let brokenListing = listing(#","error":{"code":"http-503","message":"the server answered 503"}"#)

  static func crawl(_ records: [String], source: Source = .halilit) throws -> CataloguePart {
    try CataloguePart(source: source, brandID: "acme", records: records.map(record))
  }

  /// What guards see of a complete crawl of these records.
  static func evidence(_ records: [String], published: Int? = nil, source: Source = .halilit) throws -> Evidence {
    var evidence = Evidence(part: try crawl([listing(source: source)] + records, source: source))
    evidence.publishedCount = published
    return evidence
  }
}

/// A data tree of its own for one test.
struct ScratchTree {
  let folder: TemporaryFolder
  let tree: Tree

  init() throws {
    folder = try TemporaryFolder()
    tree = Tree(root: folder.path("data"))
  }

  func publisher(settings: Settings = Settings(), run: String? = nil, day: String = "2026-02-01") -> Publisher {
    Publisher(tree: tree, settings: settings, version: "1", run: run, day: day)
  }

  @discardableResult
  func publish(_ records: [String], source: Source = .halilit, day: String = "2026-02-01") throws -> Report {
    try publisher(day: day).publish(try Fixture.crawl(records, source: source))
  }

  func text(_ path: String) throws -> String { String(decoding: try File.read(path), as: UTF8.self) }

  func products(_ source: Source = .halilit) throws -> [Record] {
    try tree.readDocument(tree.catalogue(source, "acme"), source == .halilit ? .halilit : .brand)?.records ?? []
  }
}
