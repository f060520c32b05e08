internal import Catalogue
package import Filtering
internal import Posix
internal import Records
internal import Tree

/// Takes the decisions that people wrote into a table of pairs: the verb `stocktake import-decisions`.
package struct ImportDecisions: Program {
  package static let manual = Manual(
    name: "stocktake import-decisions",
    summary: "Keeps what people wrote into the column verdict of a table of pairs.",
    details: [
      "A verdict is y (the same product), n (another) or no-partner; rows without one are left for later. With "
        + "no-partner the side that has an id stands alone; where both have one, it is said of the Halilit item.",
      "A row that is no decision is named with its line, the others are kept, and the run ends with 65. A decision that "
        + "is known already is not written again. Commas, semicolons and tabs are read, as spreadsheets write them.",
    ],
    usageExample: "stocktake import-decisions --by dana review.csv",
    statuses: [.rejected, .noInput, .cannotCreate, .inputOutput])

  package static var options: [Option<Self>] {
    [
      .value("--by", "NAME", \.judge, "Who decided (default the user's name)."),
      .value("--data", "DIR", \.root, "The data tree (default data)."),
      .operand("FILE.csv", \.file, "The table; 'stocktake csv review' writes one."),
    ]
  }

  /// The columns that a decision is made of.
  static let columns = ["verdict", "note", "brand_id", "brand_product_id", "halilit_id"]

  var judge: String?
  var root = "data"
  var file: String?
  private var books: [String: DecisionBook] = [:]
  /// The ids of each catalogue that was looked into.
  private var products: [String: Set<String>] = [:]
  private var taken: [String: [Decision]] = [:]
  private var counts = (new: 0, known: 0, bad: 0)

  package init() {}

  package mutating func run(_ session: Session) throws -> Status {
    guard let file else { throw UsageError("name the table to read") }
    let judge = try Environment.judge(judge)
    let tree = Tree(root: root)
    return try withTreeStatuses {
      for row in try Self.rows(of: file) {
        do {
          try take(row, by: judge, of: tree)
        } catch let error as BadRow {
          counts.bad += 1
          session.log.say(.error, "\(error.reason); the row is left out", line: row.line, file: file)
        }
      }
      for (brandID, decisions) in taken.sorted(by: { $0.key < $1.key }) { try tree.append(decisions, to: brandID) }
      session.log.say(
        .note, "decisions kept: \(counts.new), known already: \(counts.known), rows left out: \(counts.bad)")
      return counts.bad > 0 ? .rejected : .done
    }
  }

  private static func rows(of file: String) throws -> [CSV.Row] {
    let bytes = try File.read(file)
    do {
      return try CSV.table(bytes, columns: columns.filter { $0 != "note" })
    } catch {
      throw TreeError.malformed("\(file): \(error)")
    }
  }

  /// Why a row is no decision.
  private struct BadRow: Error {
    let reason: String
  }

  private mutating func take(_ row: CSV.Row, by judge: String, of tree: Tree) throws {
    guard let word = row["verdict"] else { return }
    guard let verdict = Self.verdict(word) else { throw BadRow(reason: "'\(word)' is neither y, n nor no-partner") }
    guard let brandID = row["brand_id"], isBrandID(brandID) else { throw BadRow(reason: "the row names no brand_id") }
    let decision = try decision(row, verdict, brandID, by: judge)
    try assertKnown(decision, in: tree)
    var book = try books[brandID] ?? tree.decisionBook(brandID)
    if let objection = book.objection(to: decision) { throw BadRow(reason: objection) }
    if book.contains(decision) {
      counts.known += 1
    } else {
      book.add(decision)
      taken[brandID, default: []].append(decision)
      counts.new += 1
    }
    books[brandID] = book
  }

  private func decision(
    _ row: CSV.Row, _ verdict: Decision.Verdict, _ brandID: String, by judge: String
  ) throws -> Decision {
    let (left, right) = (row["brand_product_id"], row["halilit_id"])
    do {
      return try Decision.made(
        verdict, brandID: brandID, brandProductID: verdict == .noPartner && right != nil ? nil : left,
        halilitID: right, by: judge, at: Environment.currentTime, note: row["note"] ?? "")
    } catch {
      throw BadRow(reason: error.reason)
    }
  }

  /// A product of a decision must be in its catalogue, or a slip of the hand would bind something that is not there.
  private mutating func assertKnown(_ decision: Decision, in tree: Tree) throws {
    let sides: [(source: Source, id: String?)] = [
      (.brand, decision.brandProductID), (.halilit, decision.halilitID),
    ]
    for (source, id) in sides {
      let catalogue = "\(source.rawValue) catalogue of \(decision.brandID)"
      let known = try products[catalogue] ?? Set(tree.products(source, decision.brandID).keys)
      products[catalogue] = known
      if let id, !known.contains(id) { throw BadRow(reason: "'\(id)' is not in the \(catalogue)") }
    }
  }

  private static func verdict(_ word: String) -> Decision.Verdict? {
    switch word.lowercased() {
    case "y", "yes", "confirmed": .confirmed
    case "n", "no", "refused": .refused
    case "no-partner": .noPartner
    default: nil
    }
  }
}
