import Foundation
import JSON
import TestSupport
import Testing
import Text
import Transfer

/// Raw replies of curl's own test suite, each served on loopback.
struct HTTPConformanceTests {
  /// Rows that end otherwise than curl does with that row's options, and why that is right here.
  private static let exceptions: [String: String] = [
    // A page needs something on it; curl is content with nothing.
    "curl-test282": "empty", "curl-test773": "empty", "curl-test1115": "empty",
    // curl was told to accept headerless HTTP/0.9; a site that answers so is broken.
    "curl-test66": "bad-reply",
  ]

  @Test(.conformance("conformance/http"))
  func `each raw reply gives a page or the right failure`() throws {
    let rows = try Conformance.rows("conformance/http/curl_replies.jsonl")
    var pages = 0
    for row in rows {
      let id = row["id"]?.string ?? ""
      let server = try Self.server(row)
      let outcome = try withExtendedLifetime(server) { try Self.fetch(server.base + (row["path"]?.string ?? "/")) }
      let failure = if case .failure(let failure) = outcome { failure } else { nil as PageFailure? }
      let code = failure?.code
      if let expected = Self.exceptions[id] {
        #expect(code == expected, "\(id) \(failure?.message ?? "")")
      } else if row["curl_exit"]?.int == 0 {
        #expect(code == nil, "\(id) \(failure?.message ?? "")")
        pages += 1
      } else {
        #expect(code != nil, "\(id) \(failure?.message ?? "")")
      }
    }
    print("curl replies: \(pages) pages, \(rows.count - pages) failures")
  }

  private static func server(_ row: JSON) throws -> LoopbackServer {
    let replies = (row["replies_b64"]?.object?.members ?? []).map { member in
      (name: member.name, bytes: Array(Data(base64Encoded: member.value.string ?? "") ?? Data()))
    }
    return try LoopbackServer { asked, _ in
      if asked.target == "/robots.txt" { return .reply(404) }
      // A name of <test><4 digits> asks for that numbered reply.
      let number = asked.target.split { !$0.isNumber }.first { $0.count > 4 }.flatMap { Int($0.suffix(4)) }.map(
        String.init)
      let reply = replies.first { $0.name == number } ?? replies.first { $0.name == "0" }
      return .bytes(reply?.bytes ?? [])
    }
  }

  private static func fetch(_ url: String) throws -> FetchOutcome? {
    var settings = FetchSettings()
    settings.intervalSeconds = 0
    settings.retryDelays = []
    let transport = CurlTransport(userAgent: "stocktake-test", limits: settings.limits)
    let fetcher = Fetcher(settings: settings, transport: transport)
    try fetcher.submit(Request(try WebURL(url)))
    return try fetcher.next()
  }
}
