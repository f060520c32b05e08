import Filtering
import TestSupport
import Testing

@Suite struct ArgumentsTests {
  @Test(arguments: [
    (["--frobnicate"], "unknown option '--frobnicate' (see --help)"),
    (["--tim", "2"], "unknown option '--tim': did you mean --times?"),
    (["-t"], "unknown option '-t': options are long (see --help)"),
    (["--times"], "--times needs N"), (["--times", "two"], "--times does not take 'two'"),
    (["--times", "--quiet"], "--times does not take '--quiet'"), (["--times=", "2"], "--times does not take ''"),
    (["--times", "0"], "--times must be at least 1"), (["--quiet=yes"], "--quiet takes no value"),
    (["--max-memory", "0"], "--max-memory does not take '0'"),
    (["--max-memory", "5T"], "--max-memory does not take '5T'"),
    (["--max-rejects", "101"], "--max-rejects does not take '101'"),
    (["--max-rejects", "nan"], "--max-rejects does not take 'nan'"), (["--=x"], "unknown option '--' (see --help)"),
  ])
  func `a call that is not understood ends with 64 and one line that says why`(arguments: [String], why: String) throws
  {
    let outcome = try run(Doubling.self, arguments, input: #"{"type":"number","n":1}"#)
    #expect(outcome.status == .usage)
    #expect(outcome.errors == "doubling: \(why)\n")
    #expect(outcome.output.isEmpty)
  }

  @Test(arguments: [
    (["--times", "2"], #""twice":4"#), (["--times=2"], #""twice":4"#),
    (["--times", "2", "--times", "1"], #""twice":2"#),
    (["--note=a=b"], #""twice":2,"note":"a=b""#), (["--note="], #""twice":2,"note":"""#),
    (["--note", "--quiet"], #""twice":2,"note":"--quiet""#),
    (["--tag", "x", "--tag=y"], #""twice":2,"tags":["x","y"]"#),
    (["--", "-"], #""twice":2"#), (["-", "--times=2"], #""twice":4"#),
  ])
  func `options take their value as the next word or after an equals sign`(arguments: [String], members: String) throws
  {
    let outcome = try run(Doubling.self, arguments, input: #"{"type":"number","n":1}"#)
    #expect(outcome.errors.isEmpty)
    #expect(outcome.output == #"{"type":"number","n":1,\#(members)}"# + "\n")
  }

  @Test func `after two dashes every word is an operand`() throws {
    #expect(try run(Greeting.self, ["--", "--help"]).output == #"{"hello":"--help"}"# + "\n")
    #expect(try run(Greeting.self, ["a", "b"]).errors == "greeting: unexpected 'b'\n")
    #expect(try run(Greeting.self).errors == "greeting: greeting needs NAME\n")
  }

  @Test(arguments: [("512", 512), ("64K", 65536), ("40M", 41_943_040), ("2G", 2_147_483_648)])
  func `a number of bytes has a unit of 1,024`(text: String, bytes: Int) { #expect(ByteCount(text)?.bytes == bytes) }

  @Test(arguments: ["", "K", "-1", "1.5M", "1k", "99999999999999999999", "9999999999G"])
  func `anything else is no number of bytes`(text: String) { #expect(ByteCount(text) == nil) }
}
