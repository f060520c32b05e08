import Filtering
import JSON
import Records

/// Doubles the number of each record: the smallest recordwise filter.
struct Doubling: RecordwiseFilter {
  static let manual = Manual(
    name: "doubling", summary: "Reads numbers; writes the same records with \"twice\".",
    details: ["It exists for tests."],
    examples: [
      .init(["--times", "3"], input: #"{"type":"number","n":2}"#, output: #"{"type":"number","n":2,"twice":16}"#)
    ],
    statuses: [.rejected, .inputOutput])

  static var options: [Option<Self>] {
    [
      .value("--times", "N", \.times, "Double N times (default 1)."),
      .value("--note", "TEXT", \.note, "Add TEXT to each record."),
      .values("--tag", "TAG", \.tags, "Add a tag; may be given several times."),
      .flag("--strict-numbers", \.isStrict, "Refuse zero."),
    ]
  }

  static let reads = ["number"]

  var times = 1
  var note: String?
  var tags: [String] = []
  var isStrict = false

  func start(_ session: Session) throws {
    guard times > 0 else { throw UsageError("--times must be at least 1") }
  }

  func process(_ record: Record, _ output: inout Output) throws {
    guard let number = record.int("n") else { throw RecordError(#"the number has no "n""#) }
    if isStrict, number == 0 { throw RecordError("zero is refused") }
    if number == 13 { throw RunFailure(.refused, "13 brings bad luck; leave it out") }
    var changes = Record.Changes()
    changes.set("twice", .number(String(number << times)))
    if let note { changes.set("note", note) }
    if !tags.isEmpty { changes.set("tags", .array(tags.map { .string($0) })) }
    output.emit(record, applying: changes)
  }
}

/// Writes what it read in reverse at the end: a filter that holds its input and passes other types on.
struct Reversing: Filter {
  static let manual = Manual(name: "reversing", summary: "Reads numbers; writes them in reverse.")
  static var options: [Option<Self>] { [] }
  static let reads = ["number"]
  static let passesOthers = true
  static let holdsRecords = true

  var held: [Record] = []

  mutating func process(_ record: Record, _ output: inout Output) throws { held.append(record) }

  mutating func finish(_ output: inout Output) throws {
    for record in held.reversed() { output.emit(record) }
    if held.contains(where: { $0.has("lonely") }), held.count > 1 { throw RecordError("a lonely number has company") }
  }
}

/// Only an operand and no records.
struct Greeting: Program {
  static let manual = Manual(name: "greeting", summary: "Greets.", usageExample: "greeting you")
  static var options: [Option<Self>] { [.operand("NAME", \.name, "Whom to greet.")] }

  var name: String?

  func run(_ session: Session) throws -> Status {
    guard let name else { throw UsageError("greeting needs NAME") }
    session.out.emit(["hello": .string(name)])
    session.log.say(.note, "greeted")
    return name == "nobody" ? .finding : .done
  }
}
