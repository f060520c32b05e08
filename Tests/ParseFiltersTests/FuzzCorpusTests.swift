import Filtering
import Foundation
import JSON
import ParseFilters
import TestSupport
import Testing

/// The fuzzer's corpus, and pages made of it by small damage, through the programs: a status, never a crash.
struct FuzzCorpusTests {
  private static let corpus = packageRoot.appending(path: "Tests/Fuzzing/corpus")

  private static let files: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: corpus.path())) ?? []).sorted()

  /// How many damaged copies of each file are read: some 20 to 30 seconds of them where tests may take long.
  private static let damagedPages = LongTests.areWanted ? 12 : 1

  @Test func `the corpus is there`() { #expect(Self.files.count > 40) }

  @Test(arguments: files)
  func `a page and its damaged copies end in a status`(file: String) throws {
    let bytes = Array(try Data(contentsOf: Self.corpus.appending(path: file)))
    var random = SplitMix64(seed: file.utf8.reduce(0) { $0 &* 31 &+ UInt64($1) })
    for number in 0...Self.damagedPages {
      let page = number == 0 ? bytes : damaged(bytes, by: &random)
      for reader in Reader.all { #expect(try reader.status(of: page) == .done, "\(file), copy \(number)") }
    }
  }

  @Test(arguments: Hostile.allCases)
  func `pages that mean harm end in a status and say what is wrong`(page: Hostile) throws {
    for reader in Reader.all {
      let outcome = try reader.outcome(of: page.bytes)
      #expect(outcome.status == .done)
      let records = try outcome.lines.map { try JSON(parsing: Array($0.utf8)) }
      #expect(records.count < 100)
      if page.isUnreadable { #expect(records.contains { $0["error"] != nil }, "\(page) \(reader.role)") }
    }
  }

  /// Pages too large to be kept in files.
  enum Hostile: CaseIterable {
    case deepNesting, deepState, overLimit, onlyNUL, entities

    var bytes: [UInt8] {
      switch self {
      case .deepNesting: Array(String(repeating: "<div>", count: 100_000).utf8)
      case .deepState:
        Array("<script id=__NEXT_DATA__ type=application/json>".utf8)
          + Array(repeating: UInt8(ascii: "["), count: 100_000)
      case .overLimit: Array("<h1>x</h1>".utf8) + Array(repeating: UInt8(ascii: "x"), count: 16 << 20)
      case .onlyNUL: Array(repeating: 0, count: 100_000)
      case .entities: Array(String(repeating: "&amp;&#x41;&nosuch;", count: 10_000).utf8)
      }
    }

    /// Whether no reader can make anything of the page.
    var isUnreadable: Bool { self != .entities }
  }

  /// A program in the role in which it reads a page.
  private struct Reader {
    let program: any Program.Type
    let source: String
    let role: String

    static let all: [Reader] =
      ["listing", "item", "brand-index"].map { Reader(program: ParseHalilit.self, source: "halilit", role: $0) }
      + ["listing", "item"].map { Reader(program: ParseBrand.self, source: "brand", role: $0) }

    func outcome(of page: [UInt8]) throws -> Outcome {
      let record = pageRecord(
        String(decoding: page, as: UTF8.self), url: "https://acme.example/g/5193-Brand/7-Acme", source: source,
        brandID: "acme", role: role)
      return try run(program, input: JSON.object(record).encoded)
    }

    func status(of page: [UInt8]) throws -> Status { try outcome(of: page).status }
  }

  /// The bytes with some cut out, doubled, or replaced.
  private func damaged(_ bytes: [UInt8], by random: inout SplitMix64) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...8, using: &random) where !bytes.isEmpty {
      let start = Int.random(in: 0..<bytes.count, using: &random)
      let range = start..<min(bytes.count, start + Int.random(in: 1...40, using: &random))
      switch Int.random(in: 0...2, using: &random) {
      case 0: bytes.removeSubrange(range)
      case 1: bytes.insert(contentsOf: bytes[range], at: start)
      default: for at in range { bytes[at] = UInt8.random(in: 0...255, using: &random) }
      }
    }
    return bytes
  }
}
