import Filtering
import Filters
import JSON
import TestSupport
import Testing

@Suite struct CalibrateTests {
  private func decision(_ number: Int, _ verdict: String) -> String {
    #"{"type":"decision","brand_id":"acme","brand_product_id":"b\#(number)","halilit_id":"\#(number)","verdict":"\#(verdict)"}"#
  }

  private func link(_ number: Int, _ probability: String, type: String = "link") -> String {
    let name = type == "link" ? "PRIMARY" : "HALILIT_ONLY"
    return
      #"{"type":"\#(type)","class":"\#(name)","brand_id":"acme","brand":{"id":"b\#(number)","name":"B"},"halilit":{"halilit_id":"\#(number)","item_code":null,"name":"H"},"score":1,"probability":\#(probability),"evidence":[],"decided_by":"match"}"#
  }

  private func calibrate(_ lines: [String]) throws -> Outcome {
    try run(Calibrate.self, [], input: lines.joined(separator: "\n"))
  }

  @Test func `fewer than fifty decisions about compared pairs propose nothing`() throws {
    let lines = (0..<49).flatMap { [link($0, "0.9"), decision($0, "confirmed")] }
    let outcome = try calibrate(lines + [decision(100, "confirmed"), link(200, "0.5")])
    #expect(outcome.status == .finding && outcome.output.isEmpty)
    #expect(outcome.errors.contains("49 decisions are about pairs that were compared; 50 are needed"))
    #expect(try calibrate(lines + [link(50, "0.4", type: "review"), decision(50, "refused")]).status == .done)
  }

  @Test func `a proposal has what is applied, and the figures before and after`() throws {
    let lines = (0..<100).flatMap { [link($0, "0.95"), decision($0, $0 % 4 == 0 ? "refused" : "confirmed")] }
    let records = try calibrate(lines).output.records
    let record = try #require(records.first)
    #expect(record["decisions"] == 100 && record["is_better"] == true)
    #expect(record["before"]?["sure"] == ["pairs": 100, "right": 75])
    #expect(record["after"]?["sure"] == ["pairs": 0, "right": 0])
    #expect(record["link_from"] == .number("1.0000"))
  }

  @Test func `the last decision on a pair counts, and what a person linked says nothing`() throws {
    let person = link(0, "1").replacing(#""decided_by":"match""#, with: #""decided_by":"person""#)
    let lines = (1...50).flatMap { [link($0, "0.95"), decision($0, "refused"), decision($0, "confirmed")] }
    let records = try calibrate(lines + [person, decision(0, "refused")]).output.records
    let record = try #require(records.first)
    #expect(record["before"]?["sure"] == ["pairs": 50, "right": 50])
  }

  @Test func `match applies a proposal that it is given, and refuses what is none`() throws {
    let folder = try TemporaryFolder()
    let input = [
      #"{"type":"product","source":"brand","brand_id":"acme","id":"a","name":"DX-40"}"#,
      #"{"type":"product","source":"halilit","brand_id":"acme","id":"1","name":"Acme DX-40","brand_title":"Acme"}"#,
    ].joined(separator: "\n")
    let strict = try folder.write(#"{"scale":1,"shift":0,"link_from":0.999}"#.utf8, to: "strict.json")
    let outcome = try run(Match.self, ["--calibration", strict], input: input)
    let types = try outcome.output.records.map { $0["type"] }
    #expect(types == ["link", "link", "review"])
    let none = try folder.write(#"{"scale":-1,"shift":0,"link_from":0}"#.utf8, to: "none.json")
    #expect(try run(Match.self, ["--calibration", none], input: input).status == .configuration)
    #expect(try run(Match.self, ["--calibration", folder.path("absent")], input: input).status == .noInput)
  }
}
