import Matching
import TestSupport
import Testing

struct MatchingConformanceTests {
  /// Recorded floors of the shipped constants, which were fitted on these sets; what they do on sets left out is printed by
  /// `make train-match`.
  @Test(.conformance("er"), arguments: [("abt-buy", 0.966), ("amazon-google", 0.76)])
  func `the open sets are linked no worse than recorded`(set: String, floor: Double) throws {
    let benchmark = try Benchmark(set)
    let result = Matcher().match(left: benchmark.left, right: benchmark.right)
    let figures = benchmark.figures(result.links)
    print("\(set): \(figures)")
    #expect(figures.f1 >= floor)
  }
}

/// Two open catalogues with the pairs that are the same product.
struct Benchmark {
  let left: [MatchRecord]
  let right: [MatchRecord]
  let truth: Set<[String]>

  init(_ set: String) throws {
    let (leftFile, rightFile, separator): (String, String, Character) =
      set == "abt-buy" ? ("abt", "buy", "|") : ("amazon", "gp", "#")
    left = try Self.rows(set, leftFile, separator).map(Self.record)
    right = try Self.rows(set, rightFile, separator).map(Self.record)
    truth = Set(try Self.rows(set, "gt", separator).map { [$0["D1", default: ""], $0["D2", default: ""]] })
  }

  private static func record(_ row: [String: String]) -> MatchRecord {
    MatchRecord(
      id: row["id", default: ""], title: row["name"] ?? row["title", default: ""],
      brand: row["manufacturer", default: ""], description: row["description", default: ""],
      price: row["price"].flatMap(Double.init))
  }

  private static func rows(_ set: String, _ file: String, _ separator: Character) throws -> [[String: String]] {
    let text = String(decoding: try Conformance.bytes("er/\(set)/\(file).csv"), as: UTF8.self)
    let rows = text.split(whereSeparator: \.isNewline).map { cells($0, separator) }
    guard let header = rows.first else { return [] }
    return rows.dropFirst().map { Dictionary(zip(header, $0)) { first, _ in first } }
  }

  /// The cells of one line; quotes enclose cells that hold the separator, and are doubled inside.
  private static func cells(_ line: Substring, _ separator: Character) -> [String] {
    var cells = [""]
    var isQuoted = false
    for character in line {
      if character == "\"" {
        isQuoted.toggle()
      } else if character == separator, !isQuoted {
        cells.append("")
      } else {
        cells[cells.count - 1].append(character)
      }
    }
    return cells
  }

  func figures(_ links: [Match]) -> Figures {
    let right = links.count { truth.contains([left[$0.left].id, self.right[$0.right].id]) }
    return Figures(right: right, linked: links.count, true: truth.count)
  }
}

/// Pairwise precision, recall and F1.
struct Figures: CustomStringConvertible {
  let right, linked, `true`: Int

  var precision: Double { Double(right) / Double(max(1, linked)) }
  var recall: Double { Double(right) / Double(max(1, `true`)) }
  var f1: Double { 2 * Double(right) / Double(max(1, linked + `true`)) }
  var description: String { "F1 \(f1) precision \(precision) recall \(recall), \(linked) links" }
}
