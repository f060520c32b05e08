import FetchFilters
import Filtering
import JSON
import TestSupport
import Testing
import Text
import Transfer

/// Without a browser: what needs one is in RenderingTests and Tests/pipelines/render.bats.
struct RenderTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func render(_ options: [String] = [], _ lines: [String]) throws -> Outcome {
    try run(
      Render.self, ["--data", folder.path("data"), "--interval", "0"] + options,
      input: lines.map { $0 + "\n" }.joined())
  }

  @Test(arguments: [
    #""method":"POST""#, #""body":"q=1""#, #""headers_env":{"X-Key":"STOCKTAKE_TEST_KEY"}"#,
  ])
  func `what a browser does not send is a failed page and no browser is started`(member: String) throws {
    let outcome = try render([], [#"{"type":"request","url":"http://127.0.0.1:9/","render":true,\#(member)}"#])
    #expect(outcome.status == .unavailable)
    let page = try JSON(parsing: Array(try #require(outcome.lines.first).utf8))
    #expect(page["error"]?["code"] == "not-renderable")
    #expect(page["error"]?["attempts"] == 0)
  }

  @Test
  func `without requests to render everything passes through and no browser is needed`() throws {
    let lines = [
      #"{"type":"page","url":"http://a.example/","body":"<p>" }"#, #"{"type":"request","url":"x","render":false}"#,
    ]
    let outcome = try render([], lines)
    #expect(outcome.status == .done)
    #expect(outcome.lines.map(String.init) == lines)
  }

  @Test
  func `robots.txt is asked by name and obeyed before any browser starts`() throws {
    let server = try LoopbackServer { asked, _ in
      asked.target == "/robots.txt" ? .reply(200, "User-agent: stocktake\nDisallow: /") : .reply(200, "<p>page")
    }
    let outcome = try render([], [#"{"type":"request","url":"\#(server.base)/x","render":true}"#])
    #expect(outcome.status == .unavailable)
    #expect(outcome.output.contains(#""code":"robots""#))
    #expect(server.asked.map(\.target) == ["/robots.txt"])
  }

  @Test(arguments: [["--pages-per-browser", "0"], ["--interval", "-1"], ["--timeout", "0"]])
  func `options without sense are wrong usage`(options: [String]) throws {
    #expect(try render(options, []).status == .usage)
  }

  @Test
  func `a rendered page is another request than the plain one`() throws {
    var request = Request(try WebURL("http://a.example/x"))
    let plain = request.key
    request.rendering = .init(waitFor: "li")
    #expect(request.key != plain)
    request.rendering = .init()
    #expect(request.key != plain)
  }
}
