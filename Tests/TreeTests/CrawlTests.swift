import Catalogue
import Digest
import JSON
import Posix
import Records
import TestSupport
import Testing

@testable import Tree

@Suite struct CrawlTests {
  private let scratch: ScratchTree
  private var tree: Tree { scratch.tree }

  init() throws { scratch = try ScratchTree() }

  /// A page record; its body is in the page store when `stored` says with which bytes.
  private func page(
    _ name: String, stored: [UInt8]? = nil, charset: String = "utf-8", role: String = "listing", at day: Int = 1
  ) throws -> String {
    let sha256 = SHA256.hex(stored ?? Array(name.utf8))
    if let stored { try File.replace(tree.body(sha256), with: stored) }
    return
      #"{"type":"page","url":"https://shop.example/\#(name)","source":"halilit","brand_id":"acme","role":"\#(role)","status":200,"fetched_at":"2026-01-0\#(day)T00:00:00Z","charset":"\#(charset)","sha256":"\#(sha256)","body":"<p>"}"#
  }

  private static let failure =
    #"{"type":"page","url":"https://shop.example/x","source":"halilit","brand_id":"acme","role":"listing","status":0,"error":{"code":"timeout","message":"m"}}"#

  private func store(_ pages: [String]) throws -> [Report] {
    let file = try scratch.folder.write(pages.joined(separator: "\n").utf8, to: "pages.part")
    return try CrawlPart.read(file, into: tree).map { try scratch.publisher().publish($0) }
  }

  private func bodies() throws -> [String?] {
    var bodies: [String?] = []
    try tree.forEachPage(.halilit, "acme") { bodies.append($0.string("body")) }
    return bodies
  }

  @Test func `pages are kept without bodies, in order, and come back with them`() throws {
    #expect(try store([page("01", stored: Array("<p>é</p>".utf8)), Self.failure]).map(\.outcome) == [.replaced])
    let text = try scratch.text(tree.crawl(.halilit, "acme"))
    #expect(text.split(separator: "\n").count == 2)
    #expect(!text.contains("body"))
    #expect(try bodies() == ["<p>é</p>", nil])
  }

  @Test(arguments: [
    ("windows-1255", [0xF9, 0xEC, 0xE5, 0xED] as [UInt8], "שלום"), ("utf-16le", [0xFF, 0xFE, 0xE9, 0x05], "ש"),
    ("utf-8", [0xEF, 0xBB, 0xBF, 0x41], "A"), ("utf-8", [0x41, 0xFF], "A\u{FFFD}"), ("windows-1252", [0x80], "€"),
  ])
  func `a stored body is read by the encoding that was found for it`(
    charset: String, bytes: [UInt8], text: String
  ) throws {
    _ = try store([page("02", stored: bytes, charset: charset)])
    #expect(try bodies() == [text])
  }

  @Test func `the brand index has a file of its own`() throws {
    _ = try store([page("03", stored: [0x41], role: "brand-index")])
    #expect(File.exists(tree.crawl(.halilit, indexBrandID)))
  }

  @Test func `a page whose body was never kept cannot be stored`() throws {
    #expect(throws: TreeError.self) { try store([page("04")]) }
    #expect(!File.exists(tree.crawl(.halilit, "acme")))
  }

  @Test func `a body that is gone or damaged is named`() throws {
    _ = try store([page("05", stored: [0x41])])
    let path = tree.body(SHA256.hex([0x41]))
    try File.replace(path, with: [0x42])
    #expect(throws: TreeError.self) { try bodies() }
    try File.remove(path)
    #expect(throws: TreeError.self) { try bodies() }
  }

  @Test(arguments: ["", "../../../../etc/passwd", String(repeating: "A", count: 64)])
  func `only a digest names a body`(sha256: String) throws {
    let text = try page("08", stored: [0x41]).split(separator: SHA256.hex([0x41])).joined(separator: sha256)
    #expect(throws: TreeError.self) { try store([text]) }
  }

  @Test func `the same pages at another time keep the file and verify what was made of them`() throws {
    _ = try store([page("06", stored: [0x41])])
    try scratch.publish([Fixture.listing(), Fixture.product("1", #","fetched_at":"2026-01-01T00:00:00Z""#)])
    let before = try scratch.text(tree.crawl(.halilit, "acme"))
    #expect(try store([page("06", stored: [0x41], at: 5)]).map(\.outcome) == [.unchanged])
    #expect(try scratch.text(tree.crawl(.halilit, "acme")) == before)
    #expect(try tree.readState(.halilit, "acme")?.verifiedAt == "2026-01-05T00:00:00Z")
    // Other pages do not verify what was made of these.
    _ = try store([page("07", stored: [0x42], at: 9)])
    #expect(try tree.readState(.halilit, "acme")?.verifiedAt == "2026-01-05T00:00:00Z")
  }

  /// An item page that was read on a day; its bytes differ from day to day.
  private func item(_ id: String, on day: Int) throws -> String {
    try page("items/\(id)", stored: Array("\(id) on \(day)".utf8), role: "item", at: day).split(
      separator: "https://shop.example"
    ).joined(separator: "https://www.halilit.com")
  }

  /// The addresses and days of the item pages of the stored crawl.
  private func items() throws -> [String] {
    try tree.readLines(tree.crawl(.halilit, "acme")).filter { $0.string("role") == "item" }.map { page in
      "\(page.string("url")?.split(separator: "/").last ?? "") \(page.string("fetched_at")?.dropLast(10).suffix(2) ?? "")"
    }
  }

  @Test func `item pages of earlier crawls stay while their items are published, the newest of each`() throws {
    try scratch.publish([Fixture.listing()] + ["1", "2", "3"].map { Fixture.product($0) })
    _ = try store([page("09", stored: [0x41]), item("3", on: 1), item("1", on: 1)])
    #expect(try items() == ["3 01", "1 01"])
    let reports = try store([page("09", stored: [0x42], at: 2), item("2", on: 2), item("1", on: 2)])
    #expect(reports.map(\.count) == [4])
    #expect(try items() == ["2 02", "1 02", "3 01"])
    try scratch.publish([Fixture.listing()] + ["1", "2"].map { Fixture.product($0) })
    _ = try store([page("09", stored: [0x43], at: 3)])
    #expect(try items() == ["1 02", "2 02"])
    #expect(try bodies().count == 3)
  }

  @Test func `every try of an item page is remembered, though nothing changed or it failed`() throws {
    try scratch.publish([Fixture.listing()] + ["1", "2"].map { Fixture.product($0) })
    _ = try store([item("1", on: 1)])
    let failed =
      #"{"type":"page","url":"https://www.halilit.com/items/2","source":"halilit","brand_id":"acme","role":"item","status":0,"error":{"code":"timeout","message":"m"}}"#
    _ = try store([item("1", on: 2), failed])
    func visits() throws -> [String: String]? { try tree.readState(.halilit, "acme")?.itemVisits }
    let expected = ["1", "2"].map { ("https://www.halilit.com/items/\($0)", "2026-01-02T00:00:00Z") }
    #expect(try visits() == Dictionary(uniqueKeysWithValues: expected))
    // The clock went back a year: what was just read is not the oldest.
    _ = try store([item("1", on: 2).replacing("2026-01-02", with: "2025-01-02")])
    #expect(try visits() == Dictionary(uniqueKeysWithValues: expected))
    try scratch.publish([Fixture.listing(), Fixture.product("1")])
    #expect(try visits()?.keys.map { $0 } == ["https://www.halilit.com/items/1"])
  }
}

@Suite struct RequestTests {
  private let scratch: ScratchTree
  private var tree: Tree { scratch.tree }

  init() throws { scratch = try ScratchTree() }

  private func configure(_ text: String) throws {
    try File.replace(tree.configuration("acme"), with: Array(text.utf8))
  }

  @Test func `a brand's crawl starts at the pages of its configuration`() throws {
    try configure(
      #"{"brand_id":"acme","start":[{"url":"https://acme.example/a","role":"sitemap"},{"url":"https://acme.example/b","render":true,"method":"POST","body":"{}"}]}"#
    )
    let requests = try #require(try tree.startRequests("acme")).map { JSON.object($0).text }
    #expect(
      requests == [
        #"{"type":"request","url":"https://acme.example/a","method":"GET","source":"brand","brand_id":"acme","role":"sitemap","depth":0}"#,
        #"{"type":"request","url":"https://acme.example/b","method":"POST","source":"brand","brand_id":"acme","role":"listing","render":true,"depth":0,"body":"{}"}"#,
      ])
  }

  @Test(arguments: ["", "{", "{}", #"{"start":[]}"#, #"{"start":[{}]}"#, #"{"start":[{"url":"u","role":"shop"}]}"#])
  func `a configuration that names no page is refused with its path`(text: String) throws {
    try configure(text)
    #expect { try tree.startRequests("acme") } throws: { "\($0)".contains("brands/acme/scrape_config.json") }
  }

  @Test func `a page of several brands is asked for with the brand's title`() throws {
    _ = try scratch.publisher().publishBrands(
      [
        #"{"type":"brand","id":"acme","name":"Acme","url":"https://www.halilit.com/g","link_kind":"brand"}"#,
        #"{"type":"brand","id":"akd","name":"A.K.D","url":"https://www.halilit.com/s","link_kind":"search"}"#,
      ].map(Fixture.record))
    let requests = try tree.listedBrands().map { try tree.listingRequest($0.record) }
    #expect(requests.map { $0["brand_title"] } == [nil, "A.K.D"])
  }
}
