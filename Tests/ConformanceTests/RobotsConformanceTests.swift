import Foundation
import JSON
import TestSupport
import Testing
import Text
import Transfer

/// Google's and Protego's suites, RFC 9309's examples and the robots.txt of 272 real sites.
struct RobotsConformanceTests {
  private static func rules(_ row: JSON) throws -> RobotsRules {
    let text =
      if let file = row["robots_file"]?.string {
        try Conformance.bytes("conformance/robots/" + file)
      } else {
        Array((row["robots_txt"]?.string ?? "").utf8)
      }
    return RobotsRules(parsing: text, for: row["user_agent"]?.string ?? "*")
  }

  /// The path and query of a suite's URL, which may be a bare path.
  private static func path(_ url: String) -> String {
    guard let scheme = url.range(of: "://") else {
      return url.hasPrefix("/") ? url : "/" + url
    }
    let rest = url[scheme.upperBound...]
    guard let start = rest.firstIndex(where: { $0 == "/" || $0 == "?" || $0 == ";" }) else { return "/" }
    let path = rest[start...].prefix { $0 != "#" }
    return path.first == "/" ? String(path) : "/" + path
  }

  @Test(.conformance("conformance/robots"), arguments: ["cases", "real_sites"])
  func `every case on which the engines agree is decided as they do`(file: String) throws {
    let rows = try Conformance.rows("conformance/robots/\(file).jsonl").filter { $0["dialect"]?.bool != true }
    #expect(rows.count > 250)
    var cache: [String: RobotsRules] = [:]
    for row in rows {
      let key =
        (row["robots_file"]?.string ?? "") + (row["robots_txt"]?.string ?? "") + "|" + (row["user_agent"]?.string ?? "")
      let rules = try cache[key] ?? Self.rules(row)
      cache[key] = rules
      #expect(
        rules.allows(path: Self.path(row["url"]?.string ?? "")) == row["allowed"]?.bool,
        "\(row["id"]?.string ?? "") \(row["url"]?.string ?? "") \(row["user_agent"]?.string ?? "") \((row["robots_txt"]?.string ?? "").prefix(300))"
      )
    }
    print("robots \(file): \(rows.count) rows")
  }

  @Test(.conformance("conformance/robots"))
  func `delays, rates, visit times and sitemaps are read as Protego reads them`() throws {
    for row in try Conformance.rows("conformance/robots/delays_sitemaps.jsonl") {
      let rules = try Self.rules(row)
      let id = Comment(rawValue: row["id"]?.string ?? "")
      let expected = row["expected"] ?? .null
      switch row["call"]?.string {
      case "sitemaps": #expect(rules.sitemaps == expected.array?.compactMap(\.string), id)
      case "crawl_delay": #expect(rules.crawlDelaySeconds == expected.double, id)
      case "request_rate":
        #expect(rules.requestRate?.requests == expected["requests"]?.int, id)
        #expect(rules.requestRate?.seconds == expected["seconds"]?.int, id)
        #expect(clock(rules.requestRate?.window?.startMinute) == expected["start_time"]?.string, id)
        #expect(clock(rules.requestRate?.window?.endMinute) == expected["end_time"]?.string, id)
      case "visit_time":
        #expect(clock(rules.visitTime?.startMinute) == expected["start"]?.string, id)
        #expect(clock(rules.visitTime?.endMinute) == expected["end"]?.string, id)
      default: Issue.record("an unknown call in \(id)")
      }
    }
  }

  private func clock(_ minute: Int?) -> String? {
    minute.map { "\($0 / 60 < 10 ? "0" : "")\($0 / 60):\($0 % 60 < 10 ? "0" : "")\($0 % 60):00" }
  }

  @Test(.conformance("conformance/robots"))
  func `sitemaps and crawl delays of real sites are found`() throws {
    for row in try Conformance.rows("conformance/robots/real_sitemaps.jsonl") {
      let rules = try Self.rules(row)
      let id = Comment(rawValue: row["id"]?.string ?? "")
      #expect(rules.sitemaps == row["sitemaps"]?.array?.compactMap(\.string), id)
      #expect(rules.crawlDelaySeconds == row["crawl_delay"]?.double, id)
    }
  }

  @Test(.conformance("conformance/robots"))
  func `a robots.txt that is missing, failing, moved or late is taken as RFC 9309 says`() throws {
    for row in try Conformance.rows("conformance/robots/http_status.jsonl") {
      let id = Comment(rawValue: row["id"]?.string ?? "")
      let rules = "User-agent: *\nDisallow: /private\n"
      let hops = row["redirects"]?.int ?? 0
      let status = row["status"]?.int
      let isLate = row["error"]?.string == "timeout"
      let type = row["content_type"]?.string ?? "text/plain"
      let server = try LoopbackServer { asked, _ in
        guard asked.target.hasPrefix("/robots.txt") else { return .reply(200, "<p>a page") }
        if isLate { return .stall([], seconds: 3) }
        if let status { return .reply(status) }
        let hop = asked.target.count { $0 == "+" }
        return hop < hops ? .reply(302, "", "Location: \(asked.target)+") : .reply(200, rules, type: type)
      }
      let outcomes = try Self.fetch(["/", "/private"].map { server.base + $0 })
      let expected: [String?] =
        if let status {
          (400..<500).contains(status) ? [nil, nil] : ["robots-unreachable", "robots-unreachable"]
        } else if isLate {
          ["robots-unreachable", "robots-unreachable"]
        } else {
          hops > 5 ? [nil, nil] : [nil, "robots"]
        }
      #expect(outcomes == expected, id)
      withExtendedLifetime(server) {}
    }
  }

  /// The failures' codes, nil for pages.
  private static func fetch(_ urls: [String]) throws -> [String?] {
    var settings = FetchSettings()
    settings.intervalSeconds = 0
    settings.retryDelays = []
    settings.limits.totalSeconds = 0.5
    let transport = CurlTransport(userAgent: "stocktake-test", limits: settings.limits)
    let fetcher = Fetcher(settings: settings, transport: transport)
    for url in urls { try fetcher.submit(Request(try WebURL(url))) }
    var codes: [String?] = []
    while let outcome = try fetcher.next() {
      let code: String? = if case .failure(let failure) = outcome { failure.code } else { nil }
      codes.append(code)
    }
    return codes
  }
}
