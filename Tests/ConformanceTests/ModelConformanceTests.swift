import JSON
import TestSupport
import Testing
import Text

@Suite struct ModelConformanceTests {
  @Test(.conformance("cases/hebrew_model.jsonl"))
  func `models are found in names of both scripts`() throws {
    for row in try Conformance.rows("cases/hebrew_model.jsonl") {
      let name = try #require(row["input"]?.string)
      #expect(ProductName(name).model == row["expected"]?.string, "\(name)")
    }
  }

  @Test(.conformance("cases/base_model.jsonl"))
  func `colors and versions are taken off a name`() throws {
    for row in try Conformance.rows("cases/base_model.jsonl") {
      let text = try #require(row["input"]?.string)
      let name = ProductName(text)
      if let expected = row["docstring_expected"]?.string { #expect(name.base == expected) }
      let variant = try #require(row["variant"])
      #expect(name.color == variant["color"]?.string, "\(text)")
      #expect(name.revision == variant["variant_value"]?.string?.lowercased(), "\(text)")
      #expect((name.base != name.name) == variant["has_variant"]?.bool, "\(text)")
    }
  }
}
