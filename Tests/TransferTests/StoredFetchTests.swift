import Posix
import TestSupport
import Testing
import Text
import Transfer

/// Fetching with a page store, on a played network.
struct StoredFetchTests {
  private let scratch: TemporaryFolder
  private static let urls = (1...3).map { "http://a.example/\($0)" }
  private static let day = 86400.0

  init() throws { scratch = try TemporaryFolder() }

  private func outcomes(
    _ transport: PlayedTransport, _ change: (inout FetchSettings) -> Void = { _ in }
  ) throws -> [FetchOutcome] {
    var settings = FetchSettings()
    settings.intervalSeconds = 0
    settings.retryDelays = []
    change(&settings)
    let fetcher = Fetcher(
      settings: settings, transport: transport, store: try PageStore(folder: scratch.path("pages")), chance: NoChance())
    defer { try? fetcher.flush() }
    return try fetcher.outcomes(Self.urls)
  }

  /// Pages with an entity tag, 304 for those who have it.
  private static let network = PlayedTransport.Answering { call, _ in
    if call.url.hasSuffix("robots.txt") { return .status(404) }
    let tag = "\"\(call.url.suffix(1))\""
    return call.headers.contains(Header("If-None-Match", tag))
      ? .status(304) : .page("<p>\(call.url)", [Header("ETag", tag)])
  }

  @Test
  func `a second run asks conditionally and gives the same pages from the store`() throws {
    let first = try outcomes(PlayedTransport(Self.network)).compactMap(\.page)
    let transport = PlayedTransport(Self.network)
    let second = try outcomes(transport).compactMap(\.page)
    #expect(first.map(\.body) == second.map(\.body))
    #expect(first.map(\.isFromCache) == [false, false, false])
    #expect(second.map(\.isFromCache) == [true, true, true])
    #expect(second.map(\.status) == [200, 200, 200])
    #expect(transport.calls.count { $0.headers.contains { $0.name == "If-None-Match" } } == 3)
  }

  @Test
  func `--refresh leaves the validators out`() throws {
    _ = try outcomes(PlayedTransport(Self.network))
    let transport = PlayedTransport(Self.network)
    let pages = try outcomes(transport) { $0.source = .networkAnew }.compactMap(\.page)
    #expect(pages.map(\.isFromCache) == [false, false, false])
    #expect(!transport.calls.contains { $0.headers.contains { $0.name.hasPrefix("If-") } })
  }

  @Test
  func `offline, pages come from the store and a missing one is a failure`() throws {
    let without = PlayedTransport { _, _ in .status(500) }
    #expect(
      try outcomes(without) { $0.source = .store }.map(\.failureCode) == [
        "not-in-store", "not-in-store", "not-in-store",
      ])
    _ = try outcomes(PlayedTransport(Self.network))
    let pages = try outcomes(without) { $0.source = .store }
    #expect(pages.compactMap(\.page).map(\.text) == Self.urls.map { "<p>\($0)" })
    #expect(pages.compactMap(\.page).allSatisfy { $0.isFromCache })
    #expect(without.asked.isEmpty)
  }

  @Test(arguments: [(1.0, true), (13.9, true), (14.1, false)])
  func `when the source is down a stored page stands in up to the given age`(ageDays: Double, isUsed: Bool) throws {
    _ = try outcomes(PlayedTransport(Self.network))
    for down in [PlayedTransport.Answer.status(503), .failure(.connect), .failure(.timeout)] {
      let transport = PlayedTransport { call, _ in call.url.hasSuffix("robots.txt") ? .status(404) : down }
      transport.monotonicSeconds += ageDays * Self.day
      let pages = try outcomes(transport) { $0.staleSeconds = 14 * Self.day }
      #expect(pages.allSatisfy { ($0.page != nil) == isUsed })
      #expect(pages.compactMap(\.page).allSatisfy { $0.isFromCache })
    }
  }

  @Test
  func `a page that is gone or blocked is not replaced by a stored one`() throws {
    _ = try outcomes(PlayedTransport(Self.network))
    let gone = [PlayedTransport.Answer.status(404), .status(403, "<title>Just a moment...</title>"), .page("")]
    for (answer, code) in zip(gone, ["http-404", "challenge", "empty"]) {
      let transport = PlayedTransport { call, _ in call.url.hasSuffix("robots.txt") ? .status(404) : answer }
      #expect(try outcomes(transport) { $0.staleSeconds = Self.day }.map(\.failureCode) == [code, code, code])
    }
  }

  @Test
  func `a clock that was set back makes no page older than now`() throws {
    _ = try outcomes(PlayedTransport(Self.network))
    let transport = PlayedTransport { call, _ in call.url.hasSuffix("robots.txt") ? .status(404) : .status(503) }
    transport.monotonicSeconds -= 365 * Self.day
    #expect(try outcomes(transport) { $0.staleSeconds = 60 }.allSatisfy { $0.page != nil })
  }

  @Test
  func `robots.txt is taken from the store for a day, and after that only while it cannot be had`() throws {
    let rules = PlayedTransport.Answering { call, _ in
      call.url.hasSuffix("robots.txt") ? .page("User-agent: *\nDisallow: /2") : .page()
    }
    _ = try outcomes(PlayedTransport(rules))
    let soon = PlayedTransport(rules)
    soon.monotonicSeconds += 0.9 * Self.day
    #expect(try outcomes(soon).map(\.failureCode) == [nil, "robots", nil])
    #expect(!soon.asked.contains { $0.url.hasSuffix("robots.txt") })
    let later = PlayedTransport(rules)
    later.monotonicSeconds += 1.1 * Self.day
    _ = try outcomes(later)
    #expect(later.asked.contains { $0.url.hasSuffix("robots.txt") })
    let down = PlayedTransport { call, _ in call.url.hasSuffix("robots.txt") ? .status(503) : .page() }
    down.monotonicSeconds += 5 * Self.day
    #expect(try outcomes(down).map(\.failureCode) == [nil, "robots", nil])
  }

  @Test
  func `a confirmed page whose body is damaged is asked for again`() throws {
    let sha256 = try outcomes(PlayedTransport(Self.network)).compactMap(\.page)[0].sha256
    try File.replace("\(scratch.path("pages"))/bodies/\(sha256.prefix(2))/\(sha256)", with: Array("junk".utf8))
    let pages = try outcomes(PlayedTransport(Self.network)).compactMap(\.page)
    #expect(pages.map(\.isFromCache) == [false, true, true])
    #expect(pages[0].text == "<p>http://a.example/1")
    #expect(try outcomes(PlayedTransport(Self.network)).compactMap(\.page).map(\.isFromCache) == [true, true, true])
  }

  @Test
  func `pages that wait for an earlier one are read back from the store and memory stays small`() throws {
    let transport = PlayedTransport { call, _ in
      if call.url.hasSuffix("robots.txt") { return .status(404) }
      return .page("<p>\(call.url)" + String(repeating: "x", count: 1000), after: call.url.hasSuffix("/1") ? 60 : 0.1)
    }
    let pages = try outcomes(transport) { $0.bufferedBytes = 100 }.compactMap(\.page)
    #expect(zip(pages, Self.urls).allSatisfy { $0.text.hasPrefix("<p>\($1)x") })
    #expect(pages.count == 3)
    #expect(pages.allSatisfy { !$0.isFromCache })
  }
}
