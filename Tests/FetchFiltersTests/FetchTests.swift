import FetchFilters
import Filtering
import Foundation
import JSON
import Posix
import TestSupport
import Testing

struct FetchTests {
  private let folder: TemporaryFolder
  private var data: String { folder.path("data") }

  init() throws { folder = try TemporaryFolder() }

  /// A shop without robots.txt that answers each target with itself, except where `answers` says otherwise.
  private static func shop(_ answers: [String: LoopbackServer.Answer] = [:]) throws -> LoopbackServer {
    try LoopbackServer { asked, _ in
      if let answer = answers[asked.target] { return answer }
      return asked.target == "/robots.txt" ? .reply(404) : .reply(200, "<p>page \(asked.target) \(asked.body)")
    }
  }

  private func fetch(_ lines: [String]) throws -> Outcome { try fetch([], lines) }

  private func fetch(_ options: [String], _ lines: [String]) throws -> Outcome {
    try run(
      Fetch.self, ["--data", data, "--interval", "0", "--max-wait", "5s"] + options,
      input: lines.map { $0 + "\n" }.joined())
  }

  private static func request(_ url: String, _ rest: String = "") -> String {
    #"{"type":"request","url":"\#(url)"\#(rest)}"#
  }

  private static func records(_ outcome: Outcome) throws -> [JSON] {
    try outcome.lines.map { try JSON(parsing: Array($0.utf8)) }
  }

  @Test
  func `a page is its request's members, then what was fetched`() throws {
    let server = try Self.shop()
    let url = server.base + "/x"
    let outcome = try fetch([Self.request(url, #","source":"brand","price":1.50,"note":"\u05d0","depth":2"#)])
    #expect(outcome.status == .done)
    let page = try #require(try Self.records(outcome).first?.object)
    #expect(
      page.members.map(\.name) == [
        "type", "url", "source", "price", "note", "depth", "status", "final_url", "fetched_at", "content_type",
        "charset",
        "sha256", "from_cache", "body",
      ])
    #expect(
      outcome.output.hasPrefix(
        #"{"type":"page","url":"\#(url)","source":"brand","price":1.50,"note":"\u05d0","depth":2,"status":200,"#))
    #expect(page["final_url"]?.string == url)
    #expect(page["content_type"]?.string == "text/html; charset=utf-8")
    #expect(page["charset"]?.string == "utf-8")
    #expect(page["body"]?.string == "<p>page /x ")
    #expect(page["from_cache"] == false)
    withExtendedLifetime(server) {}
  }

  @Test
  func `a failure has an error and no body, and its status is an error's or 0`() throws {
    let server = try Self.shop(["/gone": .reply(410), "/empty": .reply(200, "")])
    let lines = ["/gone", "/empty"].map { Self.request(server.base + $0, #","body":"q""#) }
    let outcome = try fetch(lines)
    #expect(outcome.status == .unavailable)
    let records = try Self.records(outcome)
    #expect(records.map { $0["status"]?.int } == [410, 0])
    #expect(records.map { $0["error"]?["code"]?.string } == ["http-410", "empty"])
    #expect(records.map { $0["error"]?["attempts"]?.int } == [1, 1])
    #expect(records.allSatisfy { $0["body"] == nil && $0["type"] == "page" && $0["error"]?["message"]?.string != nil })
    #expect(outcome.errors.split(separator: "\n").count == 3)
    withExtendedLifetime(server) {}
  }

  @Test
  func `records of other types and requests to be rendered pass through in their place`() throws {
    let server = try Self.shop()
    let rendered = Self.request(server.base + "/js", #","render":true"#)
    let lines = [
      #"{"type":"brand","id":"nord" }"#, Self.request(server.base + "/1"), #"{"type":"product","n":1e400}"#, rendered,
      Self.request(server.base + "/2"), #"{"type":"note"}"#,
    ]
    let outcome = try fetch(lines)
    #expect(outcome.status == .done)
    #expect(outcome.lines.count == 6)
    for index in [0, 2, 3, 5] { #expect(String(outcome.lines[index]) == lines[index]) }
    #expect(outcome.lines[1].contains("page /1") && outcome.lines[4].contains("page /2"))
    #expect(!server.asked.contains { $0.target == "/js" })
  }

  @Test
  func `an address that is none is a failed page, a request without one is no record`() throws {
    let outcome = try fetch([
      Self.request("ftp://a.example/"), Self.request("not an address"), Self.request(""), #"{"type":"request"}"#, "{",
    ])
    #expect(outcome.status == .unavailable)
    #expect(try Self.records(outcome).map { $0["error"]?["code"]?.string } == ["bad-url", "bad-url"])
    #expect(
      outcome.errors.contains("line 3:") && outcome.errors.contains("line 4:") && outcome.errors.contains("line 5:"))
  }

  @Test
  func `method, body and secrets from the environment are sent and the secrets kept nowhere`() throws {
    setenv("STOCKTAKE_TEST_KEY", "s3cret-value", 1)
    let server = try Self.shop()
    let outcome = try fetch([
      Self.request(
        server.base + "/api", #","method":"POST","body":"{\"q\":1}","headers_env":{"X-Key":"STOCKTAKE_TEST_KEY"}"#),
      Self.request(server.base + "/api", #","headers_env":{"X-Key":"STOCKTAKE_TEST_MISSING"}"#),
    ])
    let asked = try #require(server.asked.first { $0.target == "/api" })
    #expect(asked.method == "POST")
    #expect(asked.body == #"{"q":1}"#)
    #expect(asked.header.contains("X-Key: s3cret-value"))
    #expect(asked.header.contains("Content-Type: application/json"))
    let records = try Self.records(outcome)
    #expect(records[0]["body"]?.string == #"<p>page /api {"q":1}"#)
    #expect(records[1]["error"]?["code"] == "missing-secret")
    #expect(!outcome.output.contains("s3cret") && !outcome.errors.contains("s3cret"))
    let stored = try FileManager.default.subpathsOfDirectory(atPath: data).map { data + "/" + $0 }
    for path in stored where !File.isFolder(path) {
      #expect(!String(decoding: try File.read(path), as: UTF8.self).contains("s3cret"))
    }
  }

  @Test
  func `a second run is byte-identical apart from from_cache and fetched_at`() throws {
    let server = try LoopbackServer { asked, _ in
      if asked.target == "/robots.txt" { return .reply(404) }
      let body = "<p>שלום \(asked.target) \"quoted\"\n"
      return asked.header.contains("If-None-Match: \"tag\"")
        ? .bytes(Array("HTTP/1.1 304 X\r\nETag: \"tag\"\r\nConnection: close\r\n\r\n".utf8))
        : .reply(200, body, "ETag: \"tag\"")
    }
    let lines = (1...5).map { Self.request(server.base + "/\($0)") }
    let first = try Self.records(try fetch(lines))
    let statistics = folder.path("stats.json")
    let second = try Self.records(try fetch(["--stats", statistics], lines))
    func facts(_ record: JSON) -> JSON {
      var object = record.object ?? JSONObject()
      object["fetched_at"] = nil
      object["from_cache"] = nil
      return .object(object)
    }
    #expect(first.map(facts) == second.map(facts))
    #expect(second.allSatisfy { $0["from_cache"] == true })
    let numbers = try JSON(parsing: try File.read(statistics))
    #expect(numbers["not_modified"]?.int == 5)
    #expect(numbers["pages"]?.int == 5)
    #expect(numbers["wire_bytes"]?.int == 0)
    #expect(try Self.records(try fetch(["--offline"], lines)).map(facts) == first.map(facts))
    #expect(server.asked.count == 11)
  }

  @Test
  func `a host that asks to come back later is deferred with status 75 while another finishes`() throws {
    let busy = try Self.shop(["/1": .reply(503, "", "Retry-After: 3600")])
    let fine = try Self.shop()
    let lines = [busy.base + "/1", fine.base + "/1", busy.base + "/2"].map { Self.request($0) }
    let outcome = try fetch(["--interval", "0.05"], lines)
    #expect(outcome.status == .tryLater)
    let records = try Self.records(outcome)
    #expect(records.map { $0["error"]?["code"]?.string } == ["deferred", nil, "deferred"])
    #expect(records.map { $0["status"]?.int } == [503, 200, 0])
    withExtendedLifetime((busy, fine)) {}
  }

  @Test
  func `answers appear while requests are still being written`() throws {
    let server = try Self.shop()
    let input = Pipe()
    let output = Pipe()
    let arguments = ["--data", data, "--interval", "0"]
    let ended = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      _ = Fetch.run(
        arguments: arguments, input: Descriptor(input.fileHandleForReading.fileDescriptor, path: "in", isOwned: false),
        output: Descriptor(output.fileHandleForWriting.fileDescriptor, path: "out", isOwned: false),
        errors: .standardError)
      ended.signal()
    }
    for index in 1...3 {
      input.fileHandleForWriting.write(Data((Self.request(server.base + "/\(index)") + "\n").utf8))
      var line = Data()
      while line.last != UInt8(ascii: "\n") { line += output.fileHandleForReading.readData(ofLength: 1) }
      #expect(String(decoding: line, as: UTF8.self).contains("page /\(index)"))
    }
    try input.fileHandleForWriting.close()
    #expect(ended.wait(timeout: .now() + 10) == .success)
  }

  @Test
  func `a wrong call, settings, tree or output ends with its own status`() throws {
    #expect(try fetch(["--offline", "--refresh"], []).status == .usage)
    #expect(try fetch(["--interval", "-1"], []).status == .usage)
    #expect(try fetch(["--parallel", "0"], []).status == .usage)
    #expect(try fetch(["--timeout", "soon"], []).status == .usage)
    #expect(try run(Fetch.self, ["--data", "/proc/nowhere"]).status == .cannotCreate)
    #expect(try fetch(["--stats", folder.path("no/such/folder")], []).status == .cannotCreate)
    #expect(try fetch([]).status == .done)
    try File.replace(data + "/settings.json", with: Array(#"{"fetch":{"timeout_s":"x"}}"#.utf8))
    #expect(try fetch([]).status == .configuration)
    try File.replace(data + "/settings.json", with: Array("{".utf8))
    #expect(try fetch([]).status == .configuration)
  }

  @Test
  func `settings give intervals, limits and the contact address`() throws {
    let server = try Self.shop(["/big": .reply(200, String(repeating: "x", count: 2000))])
    try File.replace(
      data + "/settings.json",
      with: Array(
        #"{"halilit":{"hosts":["127.0.0.1"],"interval_s":0.2},"fetch":{"max_bytes":1000,"contact":"https://a.example/bot"}}"#
          .utf8))
    let started = Date()
    let outcome = try run(
      Fetch.self, ["--data", data], input: ["/1", "/big"].map { Self.request(server.base + $0) + "\n" }.joined())
    #expect(try Self.records(outcome).map { $0["error"]?["code"]?.string } == [nil, "too-large"])
    #expect(Date().timeIntervalSince(started) >= 0.4)
    #expect(server.asked[0].header.contains("User-Agent: stocktake/\(version) (+https://a.example/bot)"))
  }

  @Test(arguments: [("[]", 1), ("[0]", 2), ("[0,0,0,0]", 5)])
  func `settings say how often a transient failure is asked again`(delays: String, attempts: Int) throws {
    let server = try Self.shop(["/busy": .reply(503, "busy")])
    try File.replace(data + "/settings.json", with: Array(#"{"fetch":{"retry_delays_s":\#(delays)}}"#.utf8))
    #expect(try Self.records(fetch([Self.request(server.base + "/busy")]))[0]["error"]?["attempts"]?.int == attempts)
    #expect(server.asked.count { $0.target == "/busy" } == attempts)
  }

  @Test
  func `a brand's configuration gives its hosts their interval`() throws {
    let server = try Self.shop()
    let host = server.base.dropFirst("http://".count).prefix { $0 != ":" }
    try File.createFolders(data + "/brands/nord")
    try File.createFolders(data + "/brands/broken")
    try File.replace(
      data + "/brands/nord/scrape_config.json", with: Array(#"{"hosts":["\#(host)"],"interval_s":0.3}"#.utf8))
    try File.replace(data + "/brands/broken/scrape_config.json", with: Array("{".utf8))
    try File.replace(data + "/settings.json", with: Array(#"{"fetch":{"brand_interval_s":0.01}}"#.utf8))
    let lines = ["/1", "/2"].map { Self.request(server.base + $0) + "\n" }
    let started = Date()
    #expect(try run(Fetch.self, ["--data", data], input: lines.joined()).status == .done)
    // Twice, because robots.txt comes first.
    #expect(Date().timeIntervalSince(started) >= 0.6)
  }

  @Test
  func `cookies last for the run`() throws {
    let server = try Self.shop(["/login": .reply(200, "<p>in", "Set-Cookie: session=abc; Path=/")])
    _ = try fetch(["--parallel", "1"], ["/login", "/account"].map { Self.request(server.base + $0) })
    #expect(server.asked.last?.header.contains("Cookie: session=abc") == true)
    _ = try fetch([Self.request(server.base + "/account")])
    #expect(server.asked.last?.header.contains("Cookie:") == false)
  }
}
