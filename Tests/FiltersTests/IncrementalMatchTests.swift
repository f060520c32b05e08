import Filtering
import Filters
import JSON
import TestSupport
import Testing

/// `match --previous` against whole runs.
@Suite struct IncrementalMatchTests {
  private static let words = ["Cirrus", "Halcyon", "Ostinato", "Verano", "Quartz", "Meridian", "Solstice", "Lumen"]

  /// A brand's line of 800 and a shop's of 700, most of them the same models.
  private static func catalogue(_ random: inout SplitMix64) -> [String] {
    let designations = (0..<800).map { "\(["RX", "TD", "KV", "PM"][$0 % 4])-\(100 + $0)\(["", "S", "X"][$0 % 3])" }
    let brand = designations.enumerated().map { number, designation in
      let name = "\(designation) \(words[Int.random(in: 0..<words.count, using: &random)])"
      return #"{"type":"product","source":"brand","brand_id":"acme","id":"b\#(number)","name":"\#(name)"}"#
    }
    let shop = designations.prefix(600).enumerated().map { number, designation in
      item(number, "סינתיסייזר Acme \(designation)")
    }
    let others = (600..<700).map { item($0, "Acme ZZ-\(5000 + $0)") }
    return brand + shop + others
  }

  private static func item(_ number: Int, _ name: String, _ more: String = "") -> String {
    #"{"type":"product","source":"halilit","brand_id":"acme","id":"\#(number)","name":"\#(name)","brand_title":"Acme"\#(more)}"#
  }

  /// Some products changed, gone and new; names and partners move to other products, and people decide on some.
  private static func changed(_ lines: [String], _ random: inout SplitMix64, _ count: Int) -> [String] {
    var lines = lines
    var decisions: [String] = []
    for _ in 0..<count {
      let at = Int.random(in: 0..<lines.count, using: &random)
      switch Int.random(in: 0..<7, using: &random) {
      case 0: lines.remove(at: at)
      case 1: lines[at] = named(lines[at]) { "\($0) Black" }
      case 2: lines[at] = lines[at].dropLast() + #","price_ils":\#(Int.random(in: 100...900, using: &random))}"#
      case 3:
        let model = 100 + Int.random(in: 0..<800, using: &random)
        lines.append(item(9000 + lines.count + at, "Acme RX-\(model)"))
      case 4: lines[at] = named(lines[at]) { $0.split(separator: " ").dropLast().joined(separator: " ") }
      case 5:
        let other = lines[Int.random(in: 0..<lines.count, using: &random)]
        lines[at] = named(lines[at]) { _ in name(of: other) }
      default:
        let number = Int.random(in: 0..<600, using: &random)
        let verdict = ["confirmed", "refused"][Int.random(in: 0..<2, using: &random)]
        decisions.append(decision("b\(number)", "\(number + Int.random(in: 0..<2, using: &random))", verdict))
      }
    }
    return lines.shuffled(using: &random) + decisions
  }

  private static func name(of line: String) -> String {
    String(line.split(separator: #","name":""#)[1].prefix { $0 != "\"" })
  }

  private static func named(_ line: String, _ change: (String) -> String) -> String {
    let name = name(of: line)
    return line.replacing(#","name":"\#(name)""#, with: #","name":"\#(change(name))""#)
  }

  private static func decision(_ brand: String, _ halilit: String, _ verdict: String) -> String {
    #"{"type":"decision","brand_id":"acme","brand_product_id":"\#(brand)","halilit_id":"\#(halilit)","verdict":"\#(verdict)","by":"d","at":"2026-11-01T08:00:00Z","note":""}"#
  }

  private func match(_ lines: [String], _ arguments: [String] = []) throws -> String {
    let outcome = try run(Match.self, arguments, input: lines.joined(separator: "\n"))
    #expect(outcome.status == .done, "\(outcome.errors)")
    return outcome.output
  }

  /// What is linked, what is alone and what is to be decided, without figures.
  private func statements(_ output: String) throws -> Set<String> {
    Set(
      try output.records.map { record in
        let sides = [record["brand"]?["id"], record["halilit"]?["halilit_id"]].map { $0?.string ?? "-" }
        return "\(record["type"]?.string ?? "") \(record["class"]?.string ?? "") \(sides.joined(separator: " "))"
      })
  }

  /// Few, some and one in a hundred.
  private static func changes(_ seed: UInt64) -> Int { [1, 4, 15][Int(seed % 3)] }

  /// Whether the links of `after` are those of a whole run where those of `before` are known, and again of the links
  /// so found.
  private func checkLinks(_ before: [String], _ random: inout SplitMix64, changes: Int) throws {
    let folder = try TemporaryFolder()
    var lines = before
    var links = try match(before)
    for _ in 0..<2 {
      let previous = try folder.write(links.utf8, to: "links.jsonl")
      // Decisions stay once they are made.
      let decisions = lines.filter { $0.contains("decision") }
      lines = Self.changed(lines.filter { !$0.contains("decision") }, &random, changes) + decisions
      links = try match(lines, ["--previous", previous])
      let (whole, part) = (try statements(match(lines)), try statements(links))
      #expect(part == whole, "\(part.symmetricDifference(whole).sorted().prefix(8))")
    }
  }

  @Test(arguments: seeds(40))
  func `after a few changes the links are those of a whole run, in whatever order products come`(
    seed: UInt64
  ) throws {
    var random = SplitMix64(seed: seed)
    try checkLinks(Self.catalogue(&random), &random, changes: Self.changes(seed))
  }

  /// Products of many makers, each named in its own way on the other side: no rules of one brand hold.
  private static func market(_ random: inout SplitMix64) -> [String] {
    (0..<700).flatMap { number in
      let maker = "\(words[number % words.count])\(number / 40)"
      let designation = "\(["RX", "TD", "KV", "PM"][number % 4])-\(100 + number)"
      let name = "\(designation) \(words[Int.random(in: 0..<words.count, using: &random)])"
      return [
        #"{"type":"product","source":"brand","brand_id":"acme","id":"b\#(number)","name":"\#(maker) \#(name) Mixer","brand":"\#(maker)"}"#,
        #"{"type":"product","source":"halilit","brand_id":"acme","id":"\#(number)","name":"מיקסר \#(maker) \#(name)","brand":"\#(maker)"}"#,
      ]
    }
  }

  @Test(arguments: seeds(40)) func `so they are where the catalogues are of many makers`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    try checkLinks(Self.market(&random), &random, changes: Self.changes(seed))
  }

  /// Products of few makers that their names barely tell apart.
  private static func bazaar(_ random: inout SplitMix64) -> [String] {
    (0..<600).flatMap { number in
      let own = (0..<4).map { _ in words[Int.random(in: 0..<words.count, using: &random)] }
      let name = "Tamar \(["A", "B", "C"][number % 3])\(number % 150) \(own.joined(separator: " "))"
      return [
        #"{"type":"product","source":"brand","brand_id":"acme","id":"b\#(number)","name":"\#(name)","brand":"Tamar"}"#,
        #"{"type":"product","source":"halilit","brand_id":"acme","id":"\#(number)","name":"Tamar \#(own.shuffled(using: &random).dropLast().joined(separator: " "))"}"#,
      ]
    }
  }

  @Test(arguments: seeds(10)) func `and where much is unclear, since all is matched again`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    try checkLinks(Self.bazaar(&random), &random, changes: Self.changes(seed))
  }

  @Test func `most lines are those of before, as they were`() throws {
    var random = SplitMix64(seed: 4)
    let folder = try TemporaryFolder()
    let lines = Self.catalogue(&random)
    let links = try match(lines)
    let previous = try folder.write(links.utf8, to: "links.jsonl")
    var after = lines
    after[5] = Self.named(after[5]) { "\($0) Limited" }
    let (known, part) = (Set(links.split(separator: "\n")), try match(after, ["--previous", previous]))
    #expect(part.split(separator: "\n").count { !known.contains($0) } < 10)
  }

  @Test func `without changes the bytes are the same, whatever was fetched when`() throws {
    var random = SplitMix64(seed: 1)
    let folder = try TemporaryFolder()
    let lines = Self.catalogue(&random)
    let links = try match(lines)
    let previous = try folder.write(links.utf8, to: "links.jsonl")
    let again = lines.map { String($0.dropLast()) + #","fetched_at":"2026-11-01T08:00:00Z"}"# }
    #expect(try match(again, ["--previous", previous]) == links)
  }

  @Test func `a decision that is new is followed`() throws {
    var random = SplitMix64(seed: 2)
    let folder = try TemporaryFolder()
    let lines = Self.catalogue(&random)
    let previous = try folder.write(try match(lines).utf8, to: "links.jsonl")
    let decision = Self.decision("b7", "7", "refused")
    let after = try match(lines + [decision], ["--previous", previous])
    #expect(try statements(after) == statements(match(lines + [decision])))
    #expect(try !statements(after).contains("link PRIMARY b7 7"))
  }

  @Test func `lines that match did not write are of no use, and a file that is not there ends with 66`() throws {
    var random = SplitMix64(seed: 3)
    let folder = try TemporaryFolder()
    let lines = Self.catalogue(&random)
    let torn = try folder.write("{\"type\":\"link\"}\nnonsense\n\n".utf8, to: "links.jsonl")
    #expect(try match(lines, ["--previous", torn]) == match(lines))
    #expect(try run(Match.self, ["--previous", folder.path("absent")], input: "").status == .noInput)
  }
}
