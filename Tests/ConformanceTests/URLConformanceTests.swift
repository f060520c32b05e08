import JSON
import TestSupport
import Testing
import Text

@Suite struct URLConformanceTests {
  @Test(.conformance("conformance/url/whatwg_http.jsonl"))
  func `http addresses read as browsers read them`() throws {
    let rows = try Conformance.rows("conformance/url/whatwg_http.jsonl")
    var passed = 0
    for row in rows {
      let id = try #require(row["id"]?.string)
      let input = try #require(row["input"]?.string)
      let expected = row["href"]?.string
      let actual = try? WebURL(input, relativeTo: row["base"]?.string.map { try WebURL($0) }).href
      #expect(actual == expected, "\(id): \(input)")
      if actual == expected { passed += 1 }
    }
    print("url/whatwg_http: \(passed) of \(rows.count) rows")
  }

  @Test(.conformance("conformance/url/rfc3986.jsonl"))
  func `relative references resolve as RFC 3986 shows`() throws {
    let rows = try Conformance.rows("conformance/url/rfc3986.jsonl")
    for row in rows {
      let base = try WebURL(try #require(row["base"]?.string))
      let resolved = try base.resolving(try #require(row["input"]?.string))
      // The RFC leaves the path of `http://g` empty; browsers, and so we, write it as `/`.
      #expect(resolved.href == row["whatwg_href"]?.string, "\(row["id"]?.string ?? "")")
    }
    print("url/rfc3986: \(rows.count) rows")
  }
}
