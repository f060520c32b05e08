import Filtering
import Foundation
import Posix
import TestSupport
import Testing

@Suite struct StatusTests {
  private static func input(good: Int, bad: Int) -> String {
    String(repeating: #"{"type":"number","n":1}"# + "\n", count: good) + String(repeating: "bad\n", count: bad)
  }

  @Test(arguments: [
    (100, 0, [], Status.done), (99, 1, [], .rejected), (95, 5, ["--rejects"], .done), (94, 6, ["--rejects"], .rejected),
    (94, 6, ["--max-rejects=6", "--rejects"], .done), (99, 1, ["--max-rejects=0", "--rejects"], .rejected),
    (0, 3, ["--max-rejects=100", "--rejects"], .done), (99, 1, ["--max-rejects=50"], .rejected),
  ])
  func `rejects are tolerated only with a file to keep them and only while few`(
    good: Int, bad: Int, arguments: [String], status: Status
  ) throws {
    let folder = try TemporaryFolder()
    let arguments = arguments.map { $0 == "--rejects" ? "--rejects=\(folder.path("rejects"))" : $0 }
    let outcome = try run(Doubling.self, arguments, input: Self.input(good: good, bad: bad))
    #expect(outcome.status == status)
    #expect(outcome.lines.count == good)
    if arguments.contains(where: { $0.hasPrefix("--rejects") }) {
      #expect(try folder.read("rejects").split(separator: "\n").count == bad)
    }
  }

  @Test func `a reject keeps program, line, reason and the record as it was`() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("{\"type\":\"number\", \"n\":0}\n\"torn".utf8, to: "in")
    _ = try run(Doubling.self, ["--strict-numbers", "--rejects", folder.path("r"), file])
    #expect(
      try folder.read("r") == #"""
        {"type":"reject","program":"doubling","file":"\#(file)","line":1,"reason":"zero is refused","record":{"type":"number", "n":0}}
        {"type":"reject","program":"doubling","file":"\#(file)","line":2,"reason":"not a JSON record: the text ends inside a value (byte 5)","record":"\"torn"}

        """#)
  }

  @Test func `the rejects file is this run's, and a device is never replaced`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("old\n".utf8, to: "rejects")
    #expect(try run(Doubling.self, ["--rejects", path], input: Self.input(good: 1, bad: 0)).status == .done)
    #expect(try folder.read("rejects").isEmpty)
    _ = try run(Doubling.self, ["--rejects", "/dev/null"], input: "bad")
    let kind = try FileManager.default.attributesOfItem(atPath: "/dev/null")[.type] as? FileAttributeType
    #expect(kind == .typeCharacterSpecial)
  }

  @Test func `a rejects file that cannot be made ends with 73 before any record`() throws {
    let folder = try TemporaryFolder()
    for name in ["", "no/such/folder/rejects"] {
      let outcome = try run(Doubling.self, ["--rejects", folder.path(name)], input: Self.input(good: 1, bad: 0))
      #expect(outcome.status == .cannotCreate)
      #expect(outcome.output.isEmpty)
    }
    #expect(try File.list(folder.path("")) == [])
  }

  @Test func `records held beyond the memory limit end the run with 71 and say what to do`() throws {
    let input = Self.input(good: 100, bad: 0)
    #expect(try run(Reversing.self, ["--max-memory", "3K"], input: input).status == .done)
    let outcome = try run(Reversing.self, ["--max-memory", "2K"], input: input)
    #expect(outcome.status == .memory)
    #expect(
      outcome.errors == "reversing: the records exceed --max-memory 2048; raise it or group the input by brand_id\n")
    #expect(outcome.output.isEmpty)
  }

  @Test func `a failure ends the run with its status after the whole lines before it`() throws {
    let outcome = try run(
      Doubling.self,
      input: Self.input(good: 2, bad: 0) + #"{"type":"number","n":13}"# + "\n" + Self.input(good: 2, bad: 0))
    #expect(outcome.status == .refused)
    #expect(outcome.lines.count == 2)
    #expect(outcome.errors == "doubling: 13 brings bad luck; leave it out\n")
  }

  @Test func `records that do not fit together end with 65`() throws {
    let lonely = #"{"type":"number","lonely":true}"# + "\n"
    #expect(try run(Reversing.self, input: lonely).status == .done)
    let outcome = try run(Reversing.self, input: lonely + lonely)
    #expect(outcome.status == .rejected)
    #expect(outcome.errors == "reversing: a lonely number has company\n")
  }

  @Test(arguments: [[], ["--help"], ["--version"]])
  func `a full disk under the output ends with 74`(arguments: [String]) throws {
    let folder = try TemporaryFolder()
    let status = Doubling.run(
      arguments: arguments,
      input: try Descriptor(opening: try folder.write(Self.input(good: 1, bad: 0).utf8, to: "in"), for: .read),
      output: try Descriptor(opening: "/dev/full", for: .rewrite),
      errors: try Descriptor(opening: folder.path("errors"), for: .create))
    #expect(status == .inputOutput)
    #expect(try folder.read("errors") == "doubling: cannot write /dev/full: No space left on device\n")
  }

  @Test func `a reader that had enough ends the run quietly`() throws {
    signal(SIGPIPE, SIG_IGN)
    let folder = try TemporaryFolder()
    let pipe = Pipe()
    try pipe.fileHandleForReading.close()
    let status = Doubling.run(
      arguments: [],
      input: try Descriptor(opening: try folder.write(Self.input(good: 1, bad: 0).utf8, to: "in"), for: .read),
      output: Descriptor(pipe.fileHandleForWriting.fileDescriptor, path: "pipe", isOwned: false),
      errors: try Descriptor(opening: folder.path("errors"), for: .create))
    #expect(status == .brokenPipe)
    #expect(try folder.read("errors").isEmpty)
  }

  @Test func `a program's own status is the run's`() throws {
    #expect(try run(Greeting.self, ["nobody"]).status == .finding)
    #expect(try run(Greeting.self, ["you"]).status == .done)
  }
}
