internal import Catalogue
package import Filtering
internal import Posix
internal import Tree

/// Walks a person through the pairs that nobody has decided: the verb `stocktake review`.
package struct Review: Program {
  package static let manual = Manual(
    name: "stocktake review",
    summary: "Shows each undecided pair side by side and keeps what a person decides.",
    details: [
      "Answers are lines: y (the same product), n (another), s (skip), q (quit); words after y or n are kept as a note. "
        + "Each decision is a line of curated/decisions/<brand>.jsonl as soon as it is given; the next run of match "
        + "obeys it. Decided pairs are not shown again, so a review that was left goes on where it was.",
      "Answers may come from a terminal or a pipe; the end of the input is q.",
    ],
    usageExample: "stocktake review --brand acme --by dana",
    statuses: [.rejected, .noInput, .cannotCreate, .inputOutput])

  package static var options: [Option<Self>] {
    [
      .values("--brand", "ID", \.brandIDs, "Only this brand; may be given several times."),
      .value("--by", "NAME", \.judge, "Who decides (default the user's name)."),
      .value("--data", "DIR", \.root, "The data tree (default data)."),
    ]
  }

  /// What a person answered.
  enum Answer: Equatable {
    case decision(Decision.Verdict, note: String)
    case skip, quit

    /// Nil for words that are no answer.
    init?(_ line: String) {
      let words = line.split(maxSplits: 1, whereSeparator: \.isWhitespace)
      let note = words.count > 1 ? String(words[1]) : ""
      switch words.first?.lowercased() {
      case "y", "yes": self = .decision(.confirmed, note: note)
      case "n", "no": self = .decision(.refused, note: note)
      case "s", "skip": self = .skip
      case "q", "quit": self = .quit
      default: return nil
      }
    }
  }

  var brandIDs: [String] = []
  var judge: String?
  var root = "data"
  private var counts = (decided: 0, skipped: 0)

  package init() {}

  package mutating func run(_ session: Session) throws -> Status {
    for id in brandIDs where !isBrandID(id) { throw UsageError("'\(id)' cannot be a brand id") }
    let judge = try Environment.judge(judge)
    let tree = Tree(root: root)
    var answers = Answers(session.input)
    return try withTreeStatuses {
      for brandID in try brandIDs.isEmpty ? tree.ids(in: "review", suffix: ".jsonl") : brandIDs {
        guard try walk(brandID, of: tree, by: judge, &answers, session) else { break }
      }
      session.log.say(.note, "\(counts.decided) decided, \(counts.skipped) skipped")
      return .done
    }
  }

  /// Asks about the open pairs of a brand; false when the person has had enough.
  private mutating func walk(
    _ brandID: String, of tree: Tree, by judge: String, _ answers: inout Answers, _ session: Session
  ) throws -> Bool {
    let pairs = try tree.openPairs(brandID)
    var book = try tree.decisionBook(brandID)
    for (index, pair) in pairs.enumerated() {
      // An answer may settle pairs that come later.
      guard !book.isSettled(brandProductID: pair.brandProductID, halilitID: pair.halilitID) else { continue }
      let card = ReviewCard(pair, title: "\(brandID) \(index + 1) of \(pairs.count)")
      try session.output.write(Array(card.text(width: Environment.columns).utf8))
      switch try ask(&answers, session) {
      case .quit: return false
      case .skip: counts.skipped += 1
      case .decision(let verdict, let note):
        let decision = try Decision.made(
          verdict, brandID: brandID, brandProductID: pair.brandProductID, halilitID: pair.halilitID, by: judge,
          at: Environment.currentTime, note: note)
        try tree.append([decision], to: brandID)
        book.add(decision)
        counts.decided += 1
      }
    }
    return true
  }

  private func ask(_ answers: inout Answers, _ session: Session) throws -> Answer {
    while true {
      try session.output.write(Array("the same product? y/n/s/q > ".utf8))
      guard let line = try answers.next() else {
        try session.output.write(Array("\n".utf8))
        return .quit
      }
      if let answer = Answer(line) { return answer }
      try session.output.write(Array("y: the same; n: another; s: skip; q: quit; a note may follow y or n\n".utf8))
    }
  }
}

/// The lines of an input as somebody types them.
private struct Answers: ~Copyable {
  private var chunks: LineChunks
  private var lines: ArraySlice<String> = []

  init(_ input: Descriptor) { chunks = LineChunks(input) }

  mutating func next() throws -> String? {
    while lines.isEmpty {
      guard let chunk = try chunks.next() else { return nil }
      lines =
        String(decoding: chunk.bytes[..<chunk.end], as: UTF8.self)
        .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)[...]
      if lines.last?.isEmpty == true { lines.removeLast() }
    }
    return lines.popFirst()
  }
}

extension Environment {
  /// Who decides: the name that was given, or the user's own.
  static func judge(_ given: String?) throws -> String {
    guard let name = given ?? value("USER") ?? value("LOGNAME"), !name.isEmpty else {
      throw UsageError("say with --by who decides")
    }
    return name
  }

  /// The width of the terminal in columns, 100 when nobody says.
  static var columns: Int { value("COLUMNS").flatMap { Int($0) }.map { min(max($0, 60), 240) } ?? 100 }
}
