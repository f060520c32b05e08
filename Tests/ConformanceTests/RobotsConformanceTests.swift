import Foundation
import JSON
import TestSupport
import Testing
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
}
