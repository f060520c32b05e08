import Digest
import JSON
import Posix
import TestSupport
import Testing
import Text
import Transfer

struct PageStoreTests {
  private static let key = SHA256.hex(Array("a request".utf8))

  private static func entry(_ body: String?, error: String? = nil, at seconds: Double = 1_800_000_000) -> PageEntry {
    var entry = PageEntry(
      url: "http://a.example/1", method: "GET", finalURL: "http://a.example/1", status: 200,
      fetchedAt: Timestamp.text(seconds))
    entry.sha256 = body.map { SHA256.hex(Array($0.utf8)) }
    entry.error = error
    entry.etag = "\"x\""
    return entry
  }

  private static func keep(_ body: String, in store: PageStore) throws {
    try store.keep(Array(body.utf8), sha256: SHA256.hex(Array(body.utf8)))
    try store.append(entry(body), for: key)
  }

  @Test
  func `the latest page is found behind later failures`() throws {
    let scratch = try TemporaryFolder()
    let store = try PageStore(folder: scratch.path("pages"))
    #expect(try store.latest(Self.key).any == nil)
    try Self.keep("old", in: store)
    try Self.keep("new", in: store)
    try store.append(Self.entry(nil, error: "timeout"), for: Self.key)
    let latest = try store.latest(Self.key)
    #expect(latest.page == Self.entry("new"))
    #expect(latest.any?.error == "timeout")
    #expect(try store.body(Self.entry("new")) == Array("new".utf8))
  }

  @Test
  func `a store opened later sees the same, and a store sees what it wrote itself`() throws {
    let scratch = try TemporaryFolder()
    let first = try PageStore(folder: scratch.path("pages"))
    for body in ["one", "two"] {
      try Self.keep(body, in: first)
      #expect(try first.latest(Self.key).page == Self.entry(body))
      try first.flush()
      #expect(try PageStore(folder: scratch.path("pages")).latest(Self.key).page == Self.entry(body))
      #expect(try PageStore(reading: scratch.path("pages")).latest(Self.key).page == Self.entry(body))
    }
  }

  @Test
  func `a store sees what it wrote of several requests, whichever it is asked about first`() throws {
    let scratch = try TemporaryFolder()
    let store = try PageStore(folder: scratch.path("pages"))
    let keys = (0..<20).map { SHA256.hex(Array("request \($0)".utf8)) }
    for key in keys { #expect(try store.latest(key).any == nil) }
    for key in keys { try store.append(Self.entry(nil, error: "timeout"), for: key) }
    for key in keys { #expect(try store.latest(key).any == Self.entry(nil, error: "timeout")) }
  }

  @Test func `a file of many lines, some longer than what is read at once, is read to its end`() throws {
    let scratch = try TemporaryFolder()
    let keys = (0..<200).map { SHA256.hex(Array("request \($0)".utf8)) }.filter { $0.hasPrefix("7") }
    let store = try PageStore(folder: scratch.path("pages"))
    for round in 0..<3 {
      for (number, key) in keys.enumerated() {
        var entry = Self.entry(nil, error: "timeout")
        entry.status = round
        entry.headers = [Header("Link", String(repeating: "x", count: number == 3 ? 3_000_000 : 100_000))]
        try store.append(entry, for: key)
      }
    }
    try store.flush()
    let later = PageStore(reading: scratch.path("pages"))
    for key in keys { #expect(try later.latest(key).any?.status == 2) }
    #expect(keys.count > 5)
  }

  @Test(arguments: seeds(40))
  func `a crash in the middle of a line or a body leaves the pages before it readable`(seed: UInt64) throws {
    var chance = SplitMix64(seed: seed)
    let scratch = try TemporaryFolder()
    let store = try PageStore(folder: scratch.path("pages"))
    try Self.keep("kept", in: store)
    try store.flush()
    let lines = "\(scratch.path("pages"))/fetches/\(Self.key.prefix(1)).jsonl"
    let whole = try File.read(lines)
    try Self.keep("torn", in: store)
    try store.flush()
    let both = try File.read(lines)
    let cut = Int.random(in: whole.count..<both.count, using: &chance)
    try File.replace(lines, with: both.prefix(cut))
    let sha256 = SHA256.hex(Array("torn".utf8))
    try File.replace(
      "\(scratch.path("pages"))/bodies/\(sha256.prefix(2))/\(sha256)", with: Array("torn".utf8).prefix(cut % 4))
    let after = try PageStore(folder: scratch.path("pages"))
    let page = try #require(try after.latest(Self.key).page)
    // All but the newline may be there: then the line counts, and its damaged body does not.
    #expect(page == Self.entry("kept") || cut == both.count - 1)
    #expect(try after.body(Self.entry("torn")) == nil)
    try Self.keep("torn", in: after)
    #expect(try after.latest(Self.key).page == Self.entry("torn"))
    #expect(try after.body(Self.entry("torn")) == Array("torn".utf8))
    #expect(try after.body(Self.entry("kept")) == Array("kept".utf8))
  }

  @Test
  func `the same body is kept once`() throws {
    let scratch = try TemporaryFolder()
    let store = try PageStore(folder: scratch.path("pages"))
    for _ in 0..<3 { try Self.keep("same", in: store) }
    try store.flush()
    let sha256 = SHA256.hex(Array("same".utf8))
    #expect(try File.list("\(scratch.path("pages"))/bodies/\(sha256.prefix(2))") == [sha256])
  }

  @Test
  func `a digest that is no digest never becomes a path`() throws {
    let scratch = try TemporaryFolder()
    let store = try PageStore(folder: scratch.path("pages"))
    var entry = Self.entry("x")
    for text in ["../../etc/passwd", "", String(repeating: "G", count: 64), String(repeating: "/", count: 64)] {
      entry.sha256 = text
      #expect(!entry.namesBody)
      #expect(try store.body(entry) == nil)
    }
  }

  @Test
  func `a tree that cannot be written is refused before anything is fetched`() throws {
    #expect(throws: IOError.self) { try PageStore(folder: "/proc/stocktake") }
    do {
      _ = try PageStore(folder: "/proc/stocktake")
    } catch {
      #expect(error.operation == .create)
    }
  }

  @Test
  func `an entry survives its line`() throws {
    var entry = Self.entry("body")
    entry.finalURL = "http://a.example/moved"
    entry.contentType = "text/html; charset=windows-1255"
    entry.charset = "windows-1255"
    entry.lastModified = "Sun, 06 Nov 1994 08:49:37 GMT"
    entry.headers = [Header("Link", "</a>; rel=\"next\"")]
    entry.isConfirmation = true
    entry.attempts = [
      Attempt(at: "2026-01-01T00:00:00Z", url: "http://a.example/1", error: "timeout", milliseconds: 30000),
      Attempt(at: "2026-01-01T00:00:31Z", url: "http://a.example/1", status: 200, milliseconds: 12),
    ]
    let scratch = try TemporaryFolder()
    let store = try PageStore(folder: scratch.path("pages"))
    try store.append(entry, for: Self.key)
    #expect(try store.latest(Self.key).page == entry)
  }
}

extension PageStoreTests {
  @Test
  func `gc keeps the last fetches and the latest page, and bodies that something names or that are young`() throws {
    let scratch = try TemporaryFolder()
    let store = try PageStore(folder: scratch.path("pages"))
    for body in ["one", "two", "three"] { try Self.keep(body, in: store) }
    for _ in 0..<3 { try store.append(Self.entry(nil, error: "timeout"), for: Self.key) }
    try Self.keep("crawled", in: store)
    try store.append(Self.entry("three"), for: SHA256.hex(Array("another".utf8)))
    try store.flush()
    let now = Clock.wallSeconds
    let crawled: Set = [SHA256.hex(Array("one".utf8))]
    let young = try store.collectGarbage(keeping: 2, referenced: crawled, now: now, isRehearsal: true)
    #expect(young == .init(fetches: 5, bodies: 0, bytes: 0))
    let old = try store.collectGarbage(keeping: 2, referenced: crawled, now: now + 4000, isRehearsal: false)
    #expect(old == .init(fetches: 5, bodies: 1, bytes: 3))
    #expect(try store.latest(Self.key).page == Self.entry("crawled"))
    #expect(try store.holdings().map(\.fetches).sorted() == [1, 2])
    #expect(try store.body(Self.entry("two")) == nil)
    #expect(try ["one", "three", "crawled"].allSatisfy { try store.body(Self.entry($0)) != nil })
    #expect(try store.collectGarbage(keeping: 2, referenced: crawled, now: now + 4000, isRehearsal: false) == .init())
  }
}
