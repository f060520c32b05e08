package import Filtering
internal import Posix

/// The front command: becomes the program or flow that its first word names, and holds the verbs for people.
package struct Stocktake: Program {
  package static var manual: Manual {
    Manual(
      name: "stocktake",
      summary: "Runs the suite's programs and flows, and answers people's questions.",
      details: [
        "The first word names a verb; all others are that verb's own. 'stocktake VERB --help' explains it. Programs are "
          + "found beside this one, flows in pipelines/run of the package or of $STOCKTAKE_HOME."
      ],
      usageExample: "stocktake load halilit --brand acme | stocktake normalize", statuses: [.noInput, .failed],
      verbs: verbs.map { ($0.name, $0.line) })
  }

  package static var options: [Option<Self>] {
    [.operand("VERB", \.verb, "What to do."), .operands("[WORD...]", \.words, "What the verb needs.")]
  }

  var verb: String?
  var words: [String] = []

  package init() {}

  /// The folder of the programs; a link to the front command counts as the place it points to.
  private static var folder: String { (try? Environment.executablePath).map(File.folder(of:)) ?? "" }

  /// The verbs that are installed.
  private static var verbs: [Verb] {
    let folder = folder
    return Verb.all.filter { $0.isOwn || $0.target(beside: folder) != nil }
  }

  /// Hands the whole call over when its first word is a verb: options after it are not the front command's.
  package static func main() -> Never {
    Temporary.removeOnSignals()
    let arguments = Array(CommandLine.arguments.dropFirst())
    let status =
      perform(arguments, errors: .standardError)
      ?? run(arguments: arguments, input: .standardInput, output: .standardOutput, errors: .standardError)
    endProcess(status.code)
  }

  /// Does what the first word says; nil when it is no verb that is installed.
  private static func perform(_ arguments: [String], errors: Descriptor) -> Status? {
    guard let word = arguments.first, let verb = Verb.all.first(where: { $0.name == word }) else { return nil }
    let rest = Array(arguments.dropFirst())
    if case .own(let run) = verb.deed { return run(rest) }
    let folder = folder
    guard let target = verb.target(beside: folder) else { return nil }
    Environment.setDefault("BIN", folder)
    do {
      try Environment.become(target, arguments: rest)
    } catch {
      Log(program: "stocktake", descriptor: errors).say(.error, error.description)
      return .failed
    }
  }

  package mutating func run(_ session: Session) throws -> Status {
    guard let verb else { throw UsageError("name a verb: \(Self.verbs.map(\.name).joined(separator: ", "))") }
    if Verb.all.contains(where: { $0.name == verb }) {
      throw RunFailure(
        .noInput, "'\(verb)' is not installed: it is neither in \(Self.folder) nor below $STOCKTAKE_HOME")
    }
    throw UsageError("'\(verb)' is none of the verbs \(Self.verbs.map(\.name).joined(separator: ", "))")
  }
}
