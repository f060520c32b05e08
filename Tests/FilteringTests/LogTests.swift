import Filtering
import JSON
import TestSupport
import Testing

@Suite struct LogTests {
  @Test func `quiet leaves errors only`() throws {
    #expect(try run(Greeting.self, ["you"]).errors == "greeting: greeted\n")
    #expect(try run(Greeting.self, ["you", "--quiet"]).errors.isEmpty)
    #expect(try run(Doubling.self, ["--quiet"], input: "bad").errors.hasPrefix("doubling: line 1: not a JSON record"))
  }

  @Test func `events as JSON name program, level and line`() throws {
    let errors = try run(Doubling.self, ["--log-json"], input: "\n{}").errors
    #expect(
      try JSON(parsing: errors) == [
        "program": "doubling", "level": "error", "line": 2,
        "message": #"the record has no "type"; the line is left out"#,
      ])
  }

  @Test func `an event is one line of bounded length whatever the data says`() throws {
    let type = String(repeating: "x", count: 100_000)
    let errors = try run(Doubling.self, input: #"{"type":"\#(type)"}"#).errors
    #expect(errors.utf8.count < 1100)
    #expect(errors.filter { $0 == "\n" }.count == 1)
  }
}
