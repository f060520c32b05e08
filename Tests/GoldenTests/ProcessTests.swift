import Filtering
import Foundation
import TestSupport
import Testing

/// Every program as a process: how it ends when the world is not as it should be (design §4).
@Suite struct ProcessTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func shell(_ script: String, input: some Sequence<UInt8> = []) throws -> Shell.Result {
    try Shell.run(script, in: folder.url, input: URL(filePath: try folder.write(input, to: "input")))
  }

  @Test(arguments: Subject.programs)
  func `help and version are written to standard output`(subject: Subject) throws {
    for option in ["--help", "--version"] {
      let result = try shell("\(subject.name) \(option)")
      #expect(result.status == 0)
      #expect(result.errors.isEmpty)
      #expect(result.text == (option == "--help" ? subject.program.help : "\(subject.name) (stocktake) \(version)\n"))
    }
  }

  @Test(arguments: Subject.programs)
  func `an unknown option is one line and 64`(subject: Subject) throws {
    let result = try shell("\(subject.name) --no-such-option")
    #expect(result.status == 64)
    #expect(result.output.isEmpty)
    #expect(result.errors == "\(subject.name): unknown option '--no-such-option' (see --help)\n")
  }

  @Test(arguments: Subject.programs)
  func `a full disk under the output ends with 74`(subject: Subject) throws {
    let result = try shell("\(subject.name) --help >/dev/full")
    #expect(result.status == 74)
    #expect(result.errors == "\(subject.name): cannot write standard output: No space left on device\n")
    guard let example = subject.program.manual.examples.first, !example.output.isEmpty else { return }
    #expect(try shell("\(subject.call) >/dev/full", input: example.input.utf8).status == 74)
  }

  @Test(arguments: Subject.filters)
  func `no input is no failure`(subject: Subject) throws {
    let result = try shell(subject.call)
    #expect(result.status == 0)
    #expect(result.errors.isEmpty)
  }

  @Test(arguments: Subject.filters)
  func `a missing file is 66`(subject: Subject) throws {
    let result = try shell("\(subject.call) no-such-file")
    #expect(result.status == 66)
    #expect(result.errors == "\(subject.name): cannot open no-such-file: No such file or directory\n")
  }

  @Test(
    arguments: Subject.filters,
    [
      ("torn", Array(#"{"type":"product","id""#.utf8)), ("no UTF-8", [0x7B, 0x22, 0xC3, 0x28, 0x22, 0x3A, 0x31, 0x7D]),
      ("NUL", Array("{\"type\":\"\u{0}\"}".utf8)), ("no object", Array("[1]".utf8)),
      ("no type", Array(#"{"a":1}"#.utf8)),
      ("deep", Array(String(repeating: #"{"a":"#, count: 20_000).utf8)),
    ])
  func `a line that is no record is named and ends with 65`(subject: Subject, line: (name: String, bytes: [UInt8]))
    throws
  {
    let result = try shell(subject.call, input: [0x0A, 0x0A] + line.bytes)
    #expect(result.status == 65)
    #expect(result.errors.hasPrefix("\(subject.name): line 3: "))
    #expect(result.errors.filter { $0 == "\n" }.count == 1)
  }

  @Test(arguments: Subject.filters)
  func `a line of 10 MB ends in a documented status`(subject: Subject) throws {
    let text = String(repeating: "\u{5E4}x ", count: 2_500_000)
    for type in subject.reads {
      let line = #"{"type":"\#(type)","source":"halilit","brand_id":"b","id":"1","name":"\#(text)","url":"\#(text)"}"#
      let result = try shell(subject.call + " >/dev/null", input: line.utf8)
      #expect(
        subject.documentedStatuses.contains(result.status), "\(type): \(result.status), \(result.errors.prefix(300))")
      #expect(result.errors.utf8.count < 4096)
    }
  }

  @Test(arguments: Subject.filters)
  func `members of every kind where others are expected end in a documented status`(subject: Subject) throws {
    let values = ["null", "true", "-0", "1e999", #""""#, #""\u0000\ud83c\udfb9""#, "[]", "{}", "[[[{}]]]"]
    let names = [
      "source", "brand_id", "id", "name", "url", "role", "status", "body", "class", "brand", "halilit", "verdict",
      "price_ils",
      "model", "variant", "halilit_count", "gap_products",
    ]
    var random = SplitMix64(seed: 1)
    let lines = (0..<2000).map { _ in
      let members = names.shuffled(using: &random).prefix(9).map { name in
        let value = values.randomElement(using: &random) ?? "null"
        return #""\#(name)":\#(Bool.random(using: &random) ? #""halilit""# : value)"#
      }
      return #"{"type":"\#(subject.reads.randomElement(using: &random) ?? "")",\#(members.joined(separator: ","))}"#
        + "\n"
    }
    let result = try shell(subject.call + " >/dev/null", input: lines.joined().utf8)
    #expect(subject.documentedStatuses.contains(result.status), "\(result.status), \(result.errors.suffix(300))")
  }

  /// Bash starts background jobs with SIGINT ignored, as nohup does with SIGHUP; a program must leave it so.
  @Test(arguments: Subject.filters, [("TERM", "143"), ("INT", "0")])
  func `a signal ends the program, an ignored one does not`(subject: Subject, signal: (name: String, status: String))
    throws
  {
    let result = try shell(
      """
      mkfifo input.fifo
      \(subject.call) <input.fifo >output & program=$!
      exec 3>input.fifo
      sleep 0.3
      kill -\(signal.name) $program
      exec 3>&-
      status=0; wait $program || status=$?
      echo $status
      """)
    #expect(result.text == signal.status + "\n")
    #expect(result.errors.isEmpty)
  }

  @Test(arguments: Subject.filters)
  func `a reader that had enough ends the program quietly`(subject: Subject) throws {
    guard let example = subject.program.manual.examples.first else { return }
    let one = example.input.split(separator: "\n").first.map(String.init) ?? ""
    _ = try folder.write(String(repeating: one + "\n", count: 20_000).utf8, to: "many")
    let result = try shell(
      "set +o pipefail; \(subject.call) --quiet many 2>errors | head -1 >/dev/null; echo \"${PIPESTATUS[0]}\"")
    #expect(result.errors.isEmpty)
    let status = result.text.trimmingCharacters(in: .whitespacesAndNewlines)
    let hasRejects = try folder.read("errors").contains(": line ")
    #expect(["0", "141"].contains(status) || hasRejects && status == "65", "\(status)")
    #expect(try !folder.read("errors").contains("Broken pipe"))
  }
}

extension Subject {
  /// The record types that the program reads.
  var reads: [String] { (program as? any Filter.Type)?.reads ?? [] }
}
