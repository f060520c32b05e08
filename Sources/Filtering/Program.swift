package import Posix
internal import Records

/// A command-line program as a value: declared options, a manual, and a run that needs no process.
package protocol Program: SendableMetatype {
  static var manual: Manual { get }
  static var options: [Option<Self>] { get }
  /// The shared options this kind of program takes.
  static var sharedOptions: [Option<CommonOptions>] { get }

  init()

  /// Does the work; records go to `session.out`.
  mutating func run(_ session: Session) throws -> Status
}

extension Program {
  package static var sharedOptions: [Option<CommonOptions>] { CommonOptions.shared }

  /// Runs the program on the process's own streams and ends the process.
  package static func main() -> Never {
    Temporary.removeOnSignals()
    let status = run(
      arguments: Array(CommandLine.arguments.dropFirst()), input: .standardInput, output: .standardOutput,
      errors: .standardError)
    endProcess(status.code)
  }

  /// The program without the process: every failure becomes a line on `errors` and a status.
  package static func run(arguments: [String], input: Descriptor, output: Descriptor, errors: Descriptor) -> Status {
    let session = Session(program: manual.name, input: input, output: output, errors: errors)
    do {
      if let text = try answer(to: arguments) {
        try output.write(Array(text.utf8))
        return .done
      }
      var program = try configured(by: arguments, session)
      let status = try program.run(session)
      try session.flush()
      return status == .done ? session.rejectStatus : status
    } catch let error as UsageError {
      session.log.say(.error, error.message)
      return .usage
    } catch let failure as RunFailure {
      // What was finished before the failure is still whole lines, and worth having.
      if failure.status != .inputOutput { try? session.flush() }
      session.log.say(.error, failure.message)
      // A finding was made without the rejected records, so they are what the status must tell of.
      return failure.status == .finding && session.rejectStatus != .done ? session.rejectStatus : failure.status
    } catch let error as RecordError {
      // Records that do not fit together show only when all of them are there.
      try? session.flush()
      session.log.say(.error, error.reason)
      return .rejected
    } catch let error as IOError {
      if error.isBrokenPipe { return .brokenPipe }
      session.log.say(.error, error.description)
      return error.status
    } catch {
      session.log.say(.error, "\(error)")
      return .failed
    }
  }

  /// The text that `--help`, `--version` or (for the installation) `--describe` asks for.
  private static func answer(to arguments: [String]) throws -> String? {
    for word in arguments.prefix(while: { $0 != "--" }) {
      if word == "--help" { return help }
      if word == "--describe" { return description }
      if word == "--version" { return "\(manual.name) (stocktake) \(version)\n" }
    }
    return nil
  }

  private static func configured(by arguments: [String], _ session: Session) throws -> Self {
    var both = Configured<Self>(program: Self(), common: session.common)
    try Arguments(options: Configured.options).apply(arguments, to: &both)
    session.common = both.common
    session.log.isQuiet = both.common.isQuiet
    session.log.writesJSON = both.common.logsJSON
    try session.openRejects()
    return both.program
  }

  /// The text of `--help`.
  package static var help: String {
    let own = options
    let standard = [
      Manual.Row(left: "--help", help: "Print this text."), Manual.Row(left: "--version", help: "Print the version."),
    ]
    return manual.help(
      own: Manual.rows(own.filter { $0.kind != .operand }),
      common: Manual.rows(sharedOptions.filter { $0.kind != .operand }) + standard,
      operands: Manual.rows(own.filter { $0.kind == .operand })
        + Manual.rows(sharedOptions.filter { $0.kind == .operand }))
  }
}

/// A program and the shared options side by side, so that one parser reads both.
private struct Configured<Wrapped: Program> {
  var program: Wrapped
  var common: CommonOptions

  static var options: [Option<Self>] {
    Wrapped.options.map { $0.lifted(to: \.program) } + Wrapped.sharedOptions.map { $0.lifted(to: \.common) }
  }
}
