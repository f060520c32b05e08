import JSON
import Records
import TestSupport
import Testing

@testable import Tree

@Suite struct ContentTests {
  private func hash(_ records: [String]) throws -> String {
    var content = Content()
    for record in records { content.add(try Fixture.record(record)) }
    return content.hash
  }

  @Test(arguments: [
    (#"{"a":1,"fetched_at":"x"}"#, #"{"a":1,"fetched_at":"y"}"#, true),
    (#"{"a":1}"#, #"{"a":1,"page_sha256":"y","from_cache":true}"#, true),
    (#"{"o":[{"a":1,"fetched_at":"x"}]}"#, #"{"o":[{"a":1}]}"#, true),
    (#"{"o":{"p":{"fetched_at":"x"}}}"#, #"{"o":{"p":{}}}"#, true),
    (#"{"a":1}"#, #"{"a":2}"#, false), (#"{"a":1}"#, #"{"a":1.0}"#, false),
    (#"{"a":1}"#, #"{"a":1,"carried_from":"x"}"#, false), (#"{"o":{"a":1}}"#, #"{"o":{"a":2}}"#, false),
    (#"{"a":"b"}"#, #"{"ab":""}"#, false),
  ])
  func `only what a page says counts, not when it was read`(one: String, other: String, isEqual: Bool) throws {
    #expect((try hash([one]) == hash([other])) == isEqual)
  }

  @Test func `the number of records counts`() throws {
    #expect(try hash([#"{"a":1}"#]) != hash([#"{"a":1}"#, #"{"a":1}"#]))
    #expect(try hash([#"{"a":1,"b":2}"#]) != hash([#"{"a":1}"#, #"{"b":2}"#]))
  }
}

@Suite struct DocumentTests {
  @Test(arguments: seeds(100))
  func `a document gives back the records it was made of, byte for byte`(seed: UInt64) throws {
    var random = RandomJSON(seed: seed)
    let records = try (0..<Int.random(in: 0...5, using: &random.random)).map { _ in
      try Fixture.record(
        String(decoding: random.spelling(.object(random.object())), as: UTF8.self).filter { $0 != "\n" })
    }
    let document = Document(.halilit, header: ["tool": "stocktake", "brand_id": "acme"], records: records)
    let read = try Document(parsing: document.encoded, .halilit)
    #expect(read.records.map { Array($0.bytes) } == records.map { Array($0.bytes) })
    #expect(read.contentHash == document.contentHash)
    #expect(try JSON(parsing: document.encoded)["products"]?.array?.count == records.count)
  }

  @Test func `every record has a line of its own`() throws {
    let records = try ["1", "2"].map { try Fixture.record(Fixture.product($0)) }
    let text = String(decoding: Document(.halilit, header: ["a": 1], records: records).encoded, as: UTF8.self)
    #expect(text == "{\n\"a\":1,\n\"products\":[\n\(Fixture.product("1")),\n\(Fixture.product("2"))\n]\n}\n")
    #expect(text.split(separator: "\n").contains { $0 == Fixture.product("2") })
  }

  @Test func `a document that somebody spread over many lines still gives records of one line`() throws {
    let text = "{\"products\": [ {\n \"id\" : \"1\",\n \"price_ils\" : 1.50\n } ] }"
    let document = try Document(parsing: Array(text.utf8), .halilit)
    #expect(document.records.map { String(decoding: $0.bytes, as: UTF8.self) } == [#"{"id":"1","price_ils":1.50}"#])
  }

  @Test(arguments: ["", "{}", "[]", #"{"products":{}}"#, #"{"products":[{"id":"1"}"#])
  func `what is no document is refused`(text: String) {
    #expect(throws: (any Error).self) { try Document(parsing: Array(text.utf8), .halilit) }
  }
}
