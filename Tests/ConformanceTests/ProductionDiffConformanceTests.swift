import Filtering
import Filters
import JSON
import TestSupport
import Testing

/// The rows of the documents' production diff that do not apply actions.
@Suite(.conformance("cases/production_diff.jsonl")) struct ProductionDiffConformanceTests {
  private static let path = "cases/production_diff.jsonl"

  private func differences(_ row: JSON) throws -> [JSON] {
    let lines = [("production", "production"), ("catalog", "halilit")].flatMap { side, source in
      (row[side]?.array ?? []).compactMap(\.object).map { product in
        JSON.object(JSONObject([.init("type", "product"), .init("source", .string(source))] + product.members)).text
      }
    }
    let outcome = try run(DiffProduction.self, ["--category", "mouse"], input: lines.joined(separator: "\n"))
    #expect(outcome.status == .done)
    return try outcome.output.split(separator: "\n").map { try JSON(parsing: String($0)) }
  }

  @Test func `products fall into the classes the rows expect`() throws {
    var checked = 0
    for row in try Conformance.rows(Self.path) where row["production"] != nil {
      let records = try differences(row)
      for member in row["expected"]?.object?.members ?? [] {
        checked += 1
        if let count = member.value.int {
          #expect(records.last?[member.name]?.int == count, "\(row["name"]?.string ?? ""): \(member.name)")
        } else {
          let found = records.dropLast().filter { $0["class"]?.string == member.name }
          for (wanted, record) in zip(member.value.array ?? [], found) {
            for field in wanted.object?.members ?? [] { #expect(record[field.name] == field.value) }
          }
          #expect(found.count == member.value.array?.count)
        }
      }
    }
    #expect(checked >= 6)
  }

  @Test func `the identities that the document's own example breaks hold`() throws {
    let row = try #require(try Conformance.rows(Self.path).first { $0["expected_identities"] != nil })
    #expect(row["expected_identities"]?.array?.count == 2)
    let rows = try Conformance.rows(Self.path).filter { $0["production"] != nil }
    for summary in try rows.compactMap({ try differences($0).last }) {
      func count(_ name: String) throws -> Int { try #require(summary[name]?.int) }
      let both = try count("matched") + count("field_drift") + count("identity_mismatch")
      #expect(try count("production_count") == both + count("in_production_only"))
      #expect(try count("catalog_count") == both + count("in_catalog_only"))
    }
  }
}
