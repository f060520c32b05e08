import TestSupport
import Testing
import Text
import Transfer

struct FetcherTests {
  private static func fetcher(
    _ transport: PlayedTransport, _ change: (inout FetchSettings) -> Void = { _ in }
  ) -> Fetcher {
    var settings = FetchSettings()
    settings.intervalSeconds = 1
    change(&settings)
    return Fetcher(settings: settings, transport: transport, chance: NoChance())
  }

  /// robots.txt is missing everywhere; other URLs are answered by `answer`.
  private static func network(_ answer: @escaping (Call, Int) -> PlayedTransport.Answer) -> PlayedTransport {
    PlayedTransport { call, time in call.url.hasSuffix("/robots.txt") ? .status(404) : answer(call, time) }
  }

  @Test(arguments: seeds(50))
  func `outcomes come in the order of the requests whatever the network's timing`(seed: UInt64) throws {
    var chance = SplitMix64(seed: seed)
    let urls = (0..<60).map { "http://host\(Int.random(in: 0..<7, using: &chance)).example/\($0)" }
    let delays = Dictionary(uniqueKeysWithValues: urls.map { ($0, Double.random(in: 0...5, using: &chance)) })
    let transport = Self.network { call, _ in .page("<p>\(call.url)", after: delays[call.url] ?? 0) }
    let outcomes = try Self.fetcher(transport).outcomes(urls)
    #expect(outcomes.map { $0.page?.text } == urls.map { "<p>\($0)" })
  }

  @Test func `a step begins what is due and takes no time`() throws {
    let transport = Self.network { _, _ in .page() }
    let fetcher = Self.fetcher(transport)
    for url in ["http://a.example/1", "http://a.example/2", "http://b.example/1"] {
      try fetcher.submit(Request(WebURL(url)))
    }
    for _ in 0..<3 { try fetcher.step() }
    #expect(transport.asked.map(\.url) == ["http://a.example/robots.txt", "http://b.example/robots.txt"])
    #expect(fetcher.elapsedSeconds == 0)
    #expect(fetcher.pendingCount == 3)
  }

  @Test(arguments: seeds(20))
  func `requests to one host start an interval apart and never side by side`(seed: UInt64) throws {
    var chance = SplitMix64(seed: seed)
    let delays = (0..<40).map { _ in Double.random(in: 0...3, using: &chance) }
    let transport = Self.network { call, _ in .page(after: delays[Int(call.url.suffix(2)) ?? 0]) }
    let fetcher = Self.fetcher(transport)
    _ = try fetcher.outcomes((10..<40).map { "http://h\($0 % 2).example/\($0)" })
    for host in ["h0", "h1"] {
      let starts = transport.asked.filter { $0.url.contains(host) }
      #expect(starts.count == 16)
      for (one, next) in zip(starts, starts.dropFirst()) {
        let lasted = one.url.hasSuffix("robots.txt") ? 0.1 : delays[Int(one.url.suffix(2)) ?? 0]
        #expect(next.at - one.at >= 1)
        #expect(next.at - one.at <= max(1.02, lasted + 0.001))
      }
    }
    #expect(transport.mostAtOnce == 2)
  }

  @Test
  func `the interval runs from when a late request arrived, and a host's usual time to answer costs nothing`() throws {
    // The second exchange with a page reaches the server 0.2 s late.
    let transport = Self.network { call, _ in
      var reply = Reply(status: 200)
      reply.headers = HeaderFields([Header("Content-Type", "text/html")])
      reply.body = Array("<p>a page".utf8)
      reply.answeredAfterSeconds = call.url.hasSuffix("/2") ? 0.5 : 0.3
      return .init(outcome: .success(reply), seconds: 0.6)
    }
    _ = try Self.fetcher(transport).outcomes((1...5).map { "http://a.example/\($0)" })
    let starts = transport.asked.dropFirst().map(\.at)
    let gaps = zip(starts, starts.dropFirst()).map { (($1 - $0) * 100).rounded() / 100 }
    // All of the first answer's time counts up to a quarter of the interval.
    #expect(gaps == [1.26, 1.21, 1.01, 1.01])
  }

  @Test
  func `a host's own interval, its crawl delay and its request rate count when they are longer`() throws {
    let robots = ["a": "", "b": "User-agent: *\nCrawl-delay: 3", "c": "User-agent: *\nRequest-rate: 1/5"]
    let transport = PlayedTransport { call, _ in
      call.url.hasSuffix("robots.txt") ? .page(robots[String(call.url.dropFirst(7).prefix(1))] ?? "") : .page()
    }
    let fetcher = Self.fetcher(transport) { $0.hostIntervals = ["a.example": 2] }
    _ = try fetcher.outcomes(["a", "b", "c", "d"].flatMap { ["http://\($0).example/1", "http://\($0).example/2"] })
    for (host, seconds) in [("a", 2.0), ("b", 3), ("c", 5), ("d", 1)] {
      let pages = transport.asked.filter { $0.url.contains("\(host).example") && !$0.url.hasSuffix("robots.txt") }
      #expect(abs(pages[1].at - pages[0].at - seconds) < 0.02)
    }
  }

  @Test(arguments: [408, 425, 429, 500, 502, 503, 504])
  func `a transient status is asked again after 1, 2 and 4 seconds`(status: Int) throws {
    let transport = Self.network { _, time in time < 3 ? .status(status) : .page() }
    let outcome = try Self.fetcher(transport) { $0.intervalSeconds = 0 }.outcomes(["http://a.example/"])[0]
    let starts = transport.asked.dropFirst().map(\.at)
    #expect(zip(starts, starts.dropFirst()).map { ($1 - $0 - 0.1).rounded() } == [1, 2, 4])
    #expect(outcome.page != nil)
  }

  @Test(arguments: [TransferError.Code.timeout, .reset, .shortBody, .connect, .resolve])
  func `a transient failure is asked again three times, then recorded with its attempts`(code: TransferError.Code)
    throws
  {
    let transport = Self.network { _, _ in .failure(code) }
    let outcome = try Self.fetcher(transport).outcomes(["http://a.example/"])[0]
    guard case .failure(let failure) = outcome else {
      Issue.record("no failure")
      return
    }
    #expect(failure.code == code.rawValue)
    #expect(failure.attempts == 4)
    #expect(failure.status == 0)
    #expect(!failure.isDeferred)
  }

  @Test(arguments: [(400, "http-400"), (401, "http-401"), (404, "http-404"), (410, "http-410"), (451, "http-451")])
  func `other statuses are failures at once`(status: Int, code: String) throws {
    let transport = Self.network { _, _ in .status(status) }
    let outcome = try Self.fetcher(transport).outcomes(["http://a.example/"])[0]
    #expect(outcome.failureCode == code)
    #expect(transport.asked.count == 2)
  }

  @Test
  func `Retry-After holds the whole host back for as long as it says`() throws {
    let transport = Self.network { call, time in
      call.url.hasSuffix("1") && time == 0 ? .status(429, "", [Header("Retry-After", "20")]) : .page()
    }
    let outcomes = try Self.fetcher(transport).outcomes(["http://a.example/1", "http://a.example/2"])
    #expect(outcomes.allSatisfy { $0.page != nil })
    let starts = transport.asked.map(\.at)
    #expect(starts[2] - starts[1] >= 20)
  }

  @Test(arguments: ["3600", "Wed, 21 Oct 2037 07:28:00 GMT"])
  func `a host that asks for too long a pause is deferred while the others finish`(retryAfter: String) throws {
    let transport = Self.network { call, _ in
      call.url.contains("slow") && call.url.hasSuffix("2")
        ? .status(429, "", [Header("Retry-After", retryAfter)]) : .page()
    }
    let fetcher = Self.fetcher(transport)
    let outcomes = try fetcher.outcomes((1...4).flatMap { ["http://slow.example/\($0)", "http://fine.example/\($0)"] })
    #expect(
      outcomes.map { $0.failureCode ?? "page" } == [
        "page", "page", "deferred", "page", "deferred", "page", "deferred", "page",
      ])
    #expect(fetcher.statistics.deferred == 3)
    let slow = transport.asked.filter { $0.url.contains("slow") }
    #expect(slow.count == 3)
  }

  @Test(
    arguments: [(404, nil), (403, nil), (500, "robots-unreachable"), (503, "robots-unreachable")] as [(Int, String?)])
  func `robots.txt that is missing allows all, that fails allows nothing`(status: Int, code: String?) throws {
    let transport = PlayedTransport { call, _ in call.url.hasSuffix("robots.txt") ? .status(status) : .page() }
    let outcomes = try Self.fetcher(transport).outcomes(["http://a.example/1", "http://a.example/2"])
    #expect(outcomes.map(\.failureCode) == [code, code])
    #expect(transport.asked.count { !$0.url.hasSuffix("robots.txt") } == (code == nil ? 2 : 0))
  }

  @Test
  func `robots.txt is asked once per origin and its refusals cost no request`() throws {
    let transport = PlayedTransport { call, _ in
      call.url.hasSuffix("robots.txt") ? .page("User-agent: *\nDisallow: /private") : .page()
    }
    let outcomes = try Self.fetcher(transport).outcomes([
      "http://a.example/x", "http://a.example/private/1", "http://a.example/y", "http://a.example/private/2",
    ])
    #expect(outcomes.map(\.failureCode) == [nil, "robots", nil, "robots"])
    #expect(transport.asked.map(\.url) == ["robots.txt", "x", "y"].map { "http://a.example/\($0)" })
  }

  @Test
  func `robots.txt may redirect five times, even to another site`() throws {
    let transport = PlayedTransport { call, _ in
      guard !call.url.hasSuffix("/page") else { return .page() }
      let hop = Int(call.url.suffix(1)) ?? 0
      return hop < 5
        ? .status(301, "", [Header("Location", "http://other.example/\(hop + 1)")])
        : .page("User-agent: *\nDisallow: /")
    }
    let outcomes = try Self.fetcher(transport).outcomes(["http://a.example/page"])
    #expect(outcomes.map(\.failureCode) == ["robots"])
  }

  @Test
  func `a host that cannot be reached is given up after five requests`() throws {
    let transport = Self.network { _, _ in .failure(.connect) }
    let outcomes = try Self.fetcher(transport).outcomes((0..<8).map { "http://a.example/\($0)" })
    #expect(outcomes.count { $0.failureCode == "connect" } == 5)
    #expect(outcomes.count { $0.failureCode == "host-down" } == 3)
  }

  @Test
  func `a run that is out of time defers what is left`() throws {
    let transport = Self.network { _, _ in .page() }
    let fetcher = Self.fetcher(transport) { $0.maximumRunSeconds = 5 }
    let outcomes = try fetcher.outcomes((0..<10).map { "http://a.example/\($0)" })
    #expect(outcomes.prefix(4).allSatisfy { $0.page != nil })
    #expect(outcomes.suffix(5).allSatisfy { $0.failureCode == "deferred" })
  }

  @Test
  func `a run that is out of time waits for no retry and gives an exchange only what is left`() throws {
    let transport = Self.network { call, _ in
      call.url.hasSuffix("/1") ? .page(after: 1) : .status(503, "", [Header("Retry-After", "100")])
    }
    let fetcher = Self.fetcher(transport) { $0.maximumRunSeconds = 5 }
    let started = transport.monotonicSeconds
    let outcomes = try fetcher.outcomes(["http://a.example/1", "http://b.example/2"])
    #expect(outcomes.map(\.failureCode) == [nil, "deferred"])
    #expect(transport.monotonicSeconds - started < 5.1)
    #expect(transport.calls.last?.secondsLeft.map { $0 < 5 } == true)
  }

  @Test
  func `without an interval a host gets as many streams as the run has connections`() throws {
    let transport = Self.network { _, _ in .page() }
    let fetcher = Self.fetcher(transport) {
      $0.intervalSeconds = 0
      $0.limits.connections = 4
    }
    let outcomes = try fetcher.outcomes((0..<40).map { "http://a.example/\($0)" })
    #expect(outcomes.count == 40)
    #expect(transport.mostAtOnce == 4)
  }

  @Test
  func `secrets go to the request's own origin only`() throws {
    let transport = Self.network { call, _ in
      call.url.hasSuffix("/a") ? .status(302, "", [Header("Location", "http://shop.a.example/b")]) : .page()
    }
    let fetcher = Self.fetcher(transport)
    var request = Request(try WebURL("http://www.a.example/a"))
    request.headers = [Header("X-Key", "secret")]
    try fetcher.submit(request)
    #expect(try fetcher.next()?.page?.finalURL == "http://shop.a.example/b")
    let withSecret = transport.calls.filter { $0.headers.contains(Header("X-Key", "secret")) }.map(\.url)
    #expect(withSecret == ["http://www.a.example/a"])
  }
}
