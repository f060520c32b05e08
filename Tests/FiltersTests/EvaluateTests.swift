import Filtering
import Filters
import JSON
import TestSupport
import Testing

@Suite struct EvaluateTests {
  private func decision(_ brand: String, _ halilit: String?, _ verdict: String) -> String {
    let item = halilit.map { "\"\($0)\"" } ?? "null"
    return
      #"{"type":"decision","brand_id":"acme","brand_product_id":"\#(brand)","halilit_id":\#(item),"verdict":"\#(verdict)"}"#
  }

  private func evaluate(_ lines: [String], _ arguments: [String] = []) throws -> Outcome {
    try run(Evaluate.self, arguments, input: lines.joined(separator: "\n"))
  }

  @Test func `a brand product is right when any of its items is linked; each pair counts by itself`() throws {
    let records = try evaluate([
      Fixture.primary("a", "1"), decision("a", "1", "confirmed"), decision("a", "2", "confirmed"),
    ]).output.records
    #expect(records[0]["products"]?["f1"]?.double == 1 && records[0]["pairs"]?["recall"] == .number("0.5000"))
    #expect(records[1]["kind"] == "missed" && records[1]["expected"] == ["2"])
  }

  @Test func `a link of a product that Halilit does not sell is wrong, with its evidence`() throws {
    let records = try evaluate([Fixture.primary("a", "1"), decision("a", nil, "no-partner")]).output.records
    #expect(records[0]["products"]?["wrong"] == 1 && records[0]["products"]?["missed"] == 0)
    #expect(records[1]["kind"] == "wrong" && records[1]["halilit"]?["halilit_id"] == "1")
  }

  @Test func `another item than the true one is wrong and missed`() throws {
    let records = try evaluate([Fixture.primary("a", "1"), decision("a", "2", "confirmed")]).output.records
    #expect(records[0]["products"]?["wrong"] == 1 && records[0]["products"]?["missed"] == 1)
    #expect(records[0]["products"]?["f1"]?.double == 0)
  }

  @Test func `a refused pair is wrong when linked, and says nothing of other pairs`() throws {
    let records = try evaluate([
      Fixture.primary("a", "1"), Fixture.primary("a", "2"), decision("a", "1", "refused"),
    ]).output.records
    #expect(records[0]["pairs"]?["wrong"] == 1 && records[0]["pairs"]?["right"] == 0)
  }

  @Test func `products that the truth does not name are not judged`() throws {
    let records = try evaluate([Fixture.primary("b", "9")]).output.records
    #expect(records.count == 1 && records[0]["judged"] == 0 && records[0]["products"]?["precision"] == .null)
  }

  @Test func `reviews are counted apart`() throws {
    let records = try evaluate([
      Fixture.primary("a", "1", type: "review"), decision("a", "1", "confirmed"),
    ]).output.records
    #expect(records[0]["review"]?["right"] == 1 && records[0]["products"]?["missed"] == 1)
    #expect(records[1]["in_review"] == true)
  }

  @Test(arguments: [("0.66", Status.finding), ("0.5", Status.done)])
  func `an F1 below the floor ends with 1`(floor: String, status: Status) throws {
    let lines = [
      Fixture.primary("a", "1"), decision("a", "1", "confirmed"), decision("b", "2", "confirmed"),
      Fixture.primary("c", "3"), decision("c", nil, "no-partner"),
    ]
    #expect(try evaluate(lines, ["--floor", floor]).status == status)
  }

  @Test func `too many missed products end with 1`() throws {
    let lines = [decision("a", "1", "confirmed"), decision("b", "2", "confirmed")]
    #expect(try evaluate(lines, ["--most-missed", "1"]).status == .finding)
    #expect(try evaluate(lines, ["--most-missed", "2"]).status == .done)
  }

  @Test func `a table that is missing or is none ends as documented`() throws {
    #expect(try evaluate([], ["--gold", "/nowhere/gold.tsv"]).status == .noInput)
    #expect(try evaluate([], ["--gold", "/dev/null"]).status == .configuration)
    #expect(try evaluate([], ["--floor", "2"]).status == .usage)
  }
}
