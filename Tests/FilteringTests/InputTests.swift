import Filtering
import JSON
import TestSupport
import Testing

@Suite struct InputTests {
  private static let one = #"{"type":"number","n":1}"#
  private static let oneDone = #"{"type":"number","n":1,"twice":2}"#

  @Test(arguments: [
    ("", 0), ("\n\n", 0), ("\(one)", 1), ("\(one)\n", 1), ("\(one)\r\n", 1), ("\u{FEFF}\(one)\n", 1),
    ("\n \t\r\n\(one)\n\n\(one)", 2), ("  \(one)  \n", 1), ("\u{FEFF}", 0),
  ])
  func `line ends, blank lines and a byte order mark are no part of a record`(input: String, count: Int) throws {
    let outcome = try run(Doubling.self, input: input)
    #expect(outcome.status == .done)
    #expect(outcome.errors.isEmpty)
    #expect(outcome.lines.map(String.init) == Array(repeating: Self.oneDone, count: count))
  }

  @Test(
    arguments: [
      (Array(#"{"type":"number","n":"#.utf8), "not a JSON record: the text ends inside a value (byte 21)"),
      (Array("{\"type\":\"\u{0}\"}".utf8), "not a JSON record: an unescaped control character in a string (byte 9)"),
      (Array("{}\u{0}".utf8), "not a JSON record: something follows the value (byte 2)"),
      ([0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D], "not a JSON record: not UTF-8 (byte 2)"),
      (Array("[]".utf8), "not a JSON record: a record must be a JSON object (byte 0)"),
      (Array("\u{FEFF}{}".utf8), "not a JSON record: a byte that no value can have here (byte 0)"),
      (Array("{}".utf8), #"the record has no "type""#), (Array(#"{"type":7}"#.utf8), #"the record has no "type""#),
      (Array(#"{"type":"gap"}"#.utf8), "doubling does not read records of type 'gap'"),
      (Array(#"{"type":"number"}"#.utf8), #"the number has no "n""#),
      (Array(#"{"type":"\u001b[2J\n"}"#.utf8), "doubling does not read records of type ' [2J '"),
    ] as [([UInt8], String)])
  func `a bad line is left out with its number and the run goes on`(line: [UInt8], why: String) throws {
    let good = Array((Self.one + "\n").utf8)
    for (input, count) in [(good + good + line, 2), (good + good + line + [0x0A] + good, 3)] {
      let outcome = try run(Doubling.self, input: input)
      #expect(outcome.status == .rejected)
      #expect(outcome.errors == "doubling: line 3: \(why); the line is left out\n")
      #expect(outcome.lines.map(String.init) == Array(repeating: Self.oneDone, count: count))
    }
  }

  @Test func `a line beyond 64 MiB is left out with its number, and the run goes on`() throws {
    var input = Array("\(Self.one)\n".utf8) + [UInt8](repeating: UInt8(ascii: "x"), count: 64 << 20)
    input += Array("x\n\(Self.one)\n[]\n".utf8)
    let outcome = try run(Doubling.self, input: input)
    #expect(outcome.status == .rejected)
    #expect(outcome.lines.count == 2)
    #expect(outcome.errors.contains("doubling: line 2: the line is longer than 64 MiB; the line is left out\n"))
    #expect(outcome.errors.contains("doubling: line 4: not a JSON record"))
  }

  @Test func `long lines that are taken side by side keep their order and their numbers`() throws {
    let padding = String(repeating: "x", count: 300_000)
    let lines = (1...9).map {
      $0 == 6 ? "[\"\(padding)\"]" : #"{"type":"number","n":\#($0 + 100),"pad":"\#(padding)"}"#
    }
    let outcome = try run(Doubling.self, input: lines.joined(separator: "\n"))
    #expect(outcome.status == .rejected)
    #expect(outcome.errors.contains("doubling: line 6: not a JSON record"))
    let numbers = try outcome.lines.map { try JSON(parsing: Array($0.utf8))["n"]?.int }
    #expect(numbers == [101, 102, 103, 104, 105, 107, 108, 109])
  }

  @Test func `a failure ends a run behind the long lines before it`() throws {
    let padding = String(repeating: "x", count: 300_000)
    let lines = [1, 2, 13, 4].map { #"{"type":"number","n":\#($0),"pad":"\#(padding)"}"# }
    let outcome = try run(Doubling.self, input: lines.joined(separator: "\n"))
    #expect(outcome.status == .refused)
    #expect(outcome.lines.count == 2)
  }

  @Test func `a line of 10 MB is a record like any other`() throws {
    let text = String(repeating: "a\u{5D0}", count: 3_500_000)
    let members = #"{"type":"number","n":1,"text":"\#(text)""#
    let outcome = try run(Doubling.self, input: members + "}")
    #expect(outcome.status == .done)
    let isWhole = outcome.output == members + #","twice":2}"# + "\n"
    #expect(isWhole)
  }

  @Test func `order is the input's however many threads share the work`() throws {
    let count = 60_000
    let input = (0..<count).map { #"{"type":"number","n":\#($0 == 13 ? 14 : $0),"pad":"xxxxxxxxxxxxxxxx"}"# + "\n" }
      .joined()
    let outcome = try run(Doubling.self, input: input + "torn")
    let expected = (0..<count).map {
      let n = $0 == 13 ? 14 : $0
      return #"{"type":"number","n":\#(n),"pad":"xxxxxxxxxxxxxxxx","twice":\#(2 * n)}"# + "\n"
    }
    #expect(outcome.output == expected.joined())
    #expect(outcome.errors.hasPrefix("doubling: line \(count + 1): not a JSON record"))
  }

  @Test func `files are read in their order, with lines counted in each`() throws {
    let folder = try TemporaryFolder()
    let first = try folder.write(#"{"type":"number","n":1}"#.utf8, to: "first")
    let second = try folder.write("{\"type\":\"number\",\"n\":3}\nbad\n".utf8, to: "second")
    let outcome = try run(Doubling.self, [first, "-", second], input: #"{"type":"number","n":2}"#)
    #expect(outcome.lines.map { $0.suffix(10) } == [#""twice":2}"#, #""twice":4}"#, #""twice":6}"#])
    #expect(outcome.errors.hasPrefix("doubling: \(second): line 2: not a JSON record"))
  }

  @Test func `a missing file ends with 66 and what came before it is written`() throws {
    let folder = try TemporaryFolder()
    let outcome = try run(Doubling.self, ["-", folder.path("none")], input: Self.one)
    #expect(outcome.status == .noInput)
    #expect(outcome.output == Self.oneDone + "\n")
    #expect(outcome.errors == "doubling: cannot open \(folder.path("none")): No such file or directory\n")
  }

  @Test func `records of other types pass through where the filter says so`() throws {
    let input = [#"{"type":"number","n":1}"#, #"{ "type":"page", "x":1.0 }"#, #"{"type":"number","n":2}"#]
    let outcome = try run(Reversing.self, input: input.joined(separator: "\n"))
    #expect(outcome.lines.map(String.init) == [input[1], input[2], input[0]])
  }
}
