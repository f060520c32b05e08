import Filtering
import Filters
import JSON
import TestSupport
import Testing

@Suite struct DiffProductionTests {
  private func live(_ model: String, _ more: String = "") -> String {
    #"{"type":"product","source":"production","brand":"Acme","model":"\#(model)"\#(more)}"#
  }

  private func local(_ model: String, _ more: String = "") -> String {
    #"{"type":"product","source":"halilit","brand":"Acme","model":"\#(model)"\#(more)}"#
  }

  private func differences(_ lines: [String], _ arguments: [String] = []) throws -> (Outcome, [JSON]) {
    let outcome = try run(
      DiffProduction.self, ["--category", "synth"] + arguments, input: lines.joined(separator: "\n"))
    return (outcome, try outcome.output.records)
  }

  @Test func `each product is in one class and the counts add up on both sides`() throws {
    let (outcome, records) = try differences([
      live("M1"), local("M1"), live("M2", #","keys":61"#), local("M2", #","keys":73"#), live("M3"), local("M4"),
      live("M5"), local("m5"),
    ])
    let summary = try #require(records.last)
    #expect(outcome.status == .done)
    #expect(
      records.dropLast().map { $0["class"] } == [
        "field_drift", "in_production_only", "in_catalog_only", "identity_mismatch",
      ])
    #expect(summary["production_count"] == 4 && summary["catalog_count"] == 4 && summary["matched"] == 1)
    #expect(summary["in_production_only"] == 1 && summary["in_catalog_only"] == 1)
    #expect(summary["identity_mismatch"] == 1 && summary["field_drift"] == 1)
  }

  @Test func `a product that is not live is flagged, never deleted`() throws {
    let (_, records) = try differences([local("M4")])
    #expect(records[0]["reason"] == "possibly_discontinued")
  }

  @Test func `one record per drifted field; the summary counts the product once`() throws {
    let (_, records) = try differences([
      live("M2", #","keys":61,"weight":"60","voices":128.0"#), local("M2", #","keys":73,"voices":128"#),
    ])
    #expect(records.dropLast().map { $0["field"] } == ["keys", "weight"])
    #expect(records[1]["catalog_value"] == .null)
    #expect(records.last?["field_drift"] == 1 && records.last?["drifted_fields"] == 2)
  }

  @Test func `fields that only the catalogue has are no drift, nor is provenance`() throws {
    let (_, records) = try differences([
      live("M1", #","fetched_at":"2026-01-01T00:00:00Z","url":"https://a/1""#),
      local("M1", #","specs":{"a":1},"url":"https://b/1""#),
    ])
    #expect(records.last?["matched"] == 1)
  }

  @Test func `a placeholder variant is none`() throws {
    let (_, records) = try differences([live("M1", #","variant":"N/A""#), local("M1")])
    #expect(records.last?["matched"] == 1)
  }

  @Test func `with exit-code a difference ends with 1 and equality with 0`() throws {
    #expect(try differences([live("M1")], ["--exit-code"]).0.status == .finding)
    #expect(try differences([local("M1"), local("M2"), live("M1"), live("M2")], ["--exit-code"]).0.status == .done)
  }

  @Test func `a second product of the same identity is rejected, and a category is needed`() throws {
    #expect(try differences([live("M1"), live("M1")]).0.status == .rejected)
    #expect(try run(DiffProduction.self, input: live("M1")).status == .usage)
  }
}
