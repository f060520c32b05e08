import Filtering
import TestSupport
import Testing

@Suite struct HelpTests {
  @Test func `help shows usage, every option with its text, statuses and the example`() throws {
    let outcome = try run(Doubling.self, ["--times", "no number", "--help"])
    #expect(outcome.status == .done)
    #expect(outcome.errors.isEmpty)
    let help = outcome.output
    #expect(help.hasPrefix("Usage: doubling [options] [FILE...]\n\nReads numbers;"))
    for text in [
      "--times N", "Double N times", "--tag TAG", "--rejects FILE", "--max-memory SIZE", "--quiet", "--log-json",
    ] {
      #expect(help.contains(text))
    }
    for status in ["  0 ", "  64 ", "  65 ", "  74 "] { #expect(help.contains("\n\(status)")) }
    #expect(
      help.hasSuffix(
        #"""
          $ printf '%s\n' '{"type":"number","n":2}' | doubling --times 3
          {"type":"number","n":2,"twice":16}

        """#))
  }

  @Test func `no line of help without an example is longer than 100 columns`() throws {
    let lines = try run(Doubling.self, ["--help"]).lines
    #expect(lines.filter { $0.count > 100 }.isEmpty)
  }

  @Test func `the example gives what it shows`() throws {
    for example in Doubling.manual.examples {
      #expect(try run(Doubling.self, example.arguments, input: example.input).output == example.output + "\n")
    }
  }

  @Test func `the version names program and suite`() throws {
    #expect(try run(Doubling.self, ["--version"]).output == "doubling (stocktake) \(version)\n")
  }
}
