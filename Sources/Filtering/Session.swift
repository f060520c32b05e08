internal import JSON
package import Posix
internal import Records

/// What a running program has around it: streams, log, rejects and the options that every program shares.
package final class Session {
  package let program: String
  package let input: Descriptor
  package let output: Descriptor
  package let log: Log
  package var common = CommonOptions()
  package var out = Output()

  private var rejects: Descriptor?
  private var heldBytes = 0
  private(set) var rejectedCount = 0
  private(set) var recordCount = 0

  init(program: String, input: Descriptor, output: Descriptor, errors: Descriptor) {
    self.program = program
    self.input = input
    self.output = output
    log = Log(program: program, descriptor: errors)
  }

  package func flush() throws { try out.flush(to: output) }

  /// Counts a record that was read, used or not.
  package func count(_ records: Int = 1) { recordCount += records }

  /// Leaves a line out: says so, and keeps it in the rejects file.
  package func reject(line: Int, file: String?, reason: String, text: ArraySlice<UInt8>) throws {
    rejectedCount += 1
    log.say(.error, "\(reason); the line is left out", line: line, file: file)
    guard let rejects else { return }
    var bytes = JSON.object([
      "type": "reject", "program": .string(program), "file": JSON(file), "line": JSON(line), "reason": .string(reason),
    ]).encoded
    bytes.removeLast()
    bytes.append(contentsOf: #","record":"#.utf8)
    let storage = Array(text)
    if let record = try? Record.scanned(storage, in: storage.indices) {
      bytes.append(contentsOf: record.bytes)
    } else {
      bytes.append(jsonString: String(decoding: storage.prefix(1 << 20), as: UTF8.self))
    }
    bytes.append(contentsOf: "}\n".utf8)
    try rejects.write(bytes)
  }

  /// Empties the file of `--rejects`, so that it never shows the rejects of an earlier run; its folder must be there.
  func openRejects() throws {
    guard let path = common.rejectsPath else { return }
    rejects = try Descriptor(opening: path, for: .rewrite)
  }

  /// Counts bytes of records that stay in memory and ends the run before they exceed `--max-memory`.
  func hold(_ bytes: Int) throws {
    heldBytes += bytes
    if heldBytes > common.maximumMemory.bytes {
      throw RunFailure(
        .memory, "the records exceed --max-memory \(common.maximumMemory); raise it or group the input by brand_id")
    }
  }

  /// Gives back what a finished group held.
  func release() { heldBytes = 0 }

  /// The status that the rejects leave a run with that otherwise went well.
  var rejectStatus: Status {
    guard rejectedCount > 0 else { return .done }
    guard common.rejectsPath != nil else { return .rejected }
    return Double(rejectedCount) * 100 > common.maximumRejects.value * Double(recordCount) ? .rejected : .done
  }
}

/// The options of every program.
package struct CommonOptions {
  var files: [String] = []
  var isQuiet = false
  var logsJSON = false
  var rejectsPath: String?
  var maximumRejects = Percentage(value: 5)
  package var maximumMemory = ByteCount(bytes: 8 << 30)

  static var shared: [Option<Self>] {
    [
      .flag("--quiet", \.isQuiet, "Say nothing but errors."),
      .flag("--log-json", \.logsJSON, "Write events on standard error as JSON Lines."),
    ]
  }

  static var filtering: [Option<Self>] {
    [
      .value("--rejects", "FILE", \.rejectsPath, "Keep rejected records in FILE and end with 0 while they are few."),
      .value(
        "--max-rejects", "PERCENT", \.maximumRejects, "With --rejects: end with 65 above PERCENT (default 5)."),
      .value(
        "--max-memory", "SIZE", \.maximumMemory,
        "End with 71 before records held in memory exceed SIZE, such as 500M (default 8G)."),
      .operands("[FILE...]", \.files, "Read these files in order; without any, or for -, standard input."),
    ]
  }
}
