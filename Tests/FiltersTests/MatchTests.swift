import Filtering
import Filters
import JSON
import TestSupport
import Testing

@Suite struct MatchTests {
  private func product(_ source: String, _ id: String, _ name: String, _ more: String = "") -> String {
    #"{"type":"product","source":"\#(source)","brand_id":"acme","id":"\#(id)","name":"\#(name)","brand_title":"Acme"\#(more)}"#
  }

  private func match(_ lines: [String], _ arguments: String...) throws -> [JSON] {
    let outcome = try run(Match.self, arguments, input: lines.joined(separator: "\n"))
    #expect(outcome.status == .done)
    return try outcome.output.records
  }

  @Test func `every product is in exactly one class, and pairs name both sides`() throws {
    let records = try match([
      product("brand", "a", "SQ-8 Synthesizer"), product("brand", "b", "SQ-16 Synthesizer"),
      product("halilit", "1", "Acme SQ-8"), product("halilit", "2", "Acme RT-11"),
    ])
    #expect(records.map { $0["class"] } == ["PRIMARY", "SECONDARY", "HALILIT_ONLY"])
    #expect(records[0]["brand"]?["id"] == "a" && records[0]["halilit"]?["halilit_id"] == "1")
    #expect(records[0]["prior"]?["fitted"] == false)
    #expect(records.allSatisfy { $0["price_ils"] == nil })
  }

  @Test func `variants join one brand product and are named, unless each product may have one item only`() throws {
    let lines = [
      product("brand", "a", "SQ-8 Synthesizer"), product("halilit", "1", "Acme SQ-8 שחור"),
      product("halilit", "2", "Acme SQ-8 White"),
    ]
    let records = try match(lines)
    #expect(records.map { $0["variant"]?["color"] } == ["black", "white"])
    #expect(try match(lines, "--one-to-one").map { $0["class"] } == ["PRIMARY", "HALILIT_ONLY"])
  }

  @Test func `what only a person can tell is a review, and both sides keep their class`() throws {
    let records = try match([product("brand", "a", "Orchid Special"), product("halilit", "1", "Acme Orchid")])
    #expect(records.map { $0["type"] } == ["link", "link", "review"])
    #expect(records.map { $0["class"] } == ["SECONDARY", "HALILIT_ONLY", "HALILIT_ONLY"])
    #expect(records[2]["reason"]?.string?.isEmpty == false)
  }

  @Test func `a decision wins and is a person's`() throws {
    let records = try match([
      product("brand", "a", "SQ-8"), product("halilit", "1", "Acme SQ-8"), product("halilit", "2", "Acme RT-11"),
      #"{"type":"decision","brand_id":"acme","brand_product_id":"a","halilit_id":"2","verdict":"confirmed"}"#,
      #"{"type":"decision","brand_id":"acme","brand_product_id":null,"halilit_id":"1","verdict":"no-partner"}"#,
    ])
    #expect(records.map { $0["class"] } == ["PRIMARY", "HALILIT_ONLY"])
    #expect(records.map { $0["decided_by"] } == ["person", "person"])
    #expect(records[0]["probability"]?.double == 1)
  }

  @Test func `a product that is listed twice is named on request`() throws {
    let lines = [product("halilit", "1", "Acme SQ-8"), product("halilit", "2", "SQ-8 Acme")].joined(separator: "\n")
    #expect(try run(Match.self, input: lines).errors.isEmpty)
    let outcome = try run(Match.self, ["--dedupe-report"], input: lines)
    #expect(outcome.errors.contains("halilit lists '1' and '2', likely one product: same name"))
  }

  @Test func `features are written pair by pair`() throws {
    let records = try match([product("brand", "a", "SQ-8"), product("halilit", "1", "Acme SQ-8")], "--features")
    #expect(records.count == 1)
    #expect(records[0]["features"]?.array?.count == 12)
  }

  @Test func `brands are matched each by itself`() throws {
    let other = product("halilit", "1", "Acme SQ-8").replacing(#""brand_id":"acme""#, with: #""brand_id":"bolt""#)
    let records = try match([product("brand", "a", "SQ-8"), other])
    #expect(records.map { $0["class"] } == ["SECONDARY", "HALILIT_ONLY"])
  }
}
