import Filtering
import Filters
import JSON
import TestSupport
import Testing

@Suite struct UnifyTests {
  private func unify(_ lines: [String]) throws -> [JSON] {
    let outcome = try run(Unify.self, input: lines.joined(separator: "\n"))
    #expect(outcome.status == .done && outcome.errors.isEmpty)
    return try outcome.output.records
  }

  @Test func `every product of either side is in exactly one unified record`() throws {
    let records = try unify([
      Fixture.brand("a"), Fixture.brand("b"), Fixture.halilit("1"), Fixture.halilit("2"), Fixture.halilit("3"),
      Fixture.primary("a", "1"), Fixture.primary("a", "3"), Fixture.secondary("b"), Fixture.halilitOnly("2"),
    ])
    #expect(records.map { $0["class"] } == ["PRIMARY", "SECONDARY", "HALILIT_ONLY"])
    #expect(records.map { $0["label"] } == ["Available at Halilit", "Info only", "Halilit only"])
    #expect(records.map { $0["id"] } == ["a", "b", "2"])
    #expect(records[0]["offers"]?.array?.map { $0["id"] } == ["1", "3"])
    #expect(records.allSatisfy { $0["pending"] == nil })
  }

  @Test func `price, stock and image are Halilit's; name, description and specs the brand's`() throws {
    let records = try unify([
      Fixture.brand(
        "a", #","description":"made so","specs":{"keys":88},"price":9,"images":{"main":"https://b/x.jpg"}"#),
      Fixture.halilit(
        "1",
        #","price_ils":1449,"in_stock":false,"image_url":"https://h/1.jpg","description":"sold so","item_code":"A-1""#),
      Fixture.halilit("2", #","price_ils":999.9,"in_stock":null,"item_code":"A-2""#), Fixture.primary("a", "1"),
      Fixture.primary("a", "2"),
    ])
    let record = try #require(records.first)
    #expect(record["price_ils_min"] == .number("999.9") && record["price_ils_max"] == 1449)
    #expect(record["in_stock"] == .null)
    #expect(record["image_url"] == "https://h/1.jpg")
    #expect(record["name"] == "Acme a" && record["description"] == "made so" && record["specs"]?["keys"] == 88)
    #expect(record["item_codes"] == ["A-1", "A-2"])
    #expect(
      record["field_sources"]?["description"] == "brand" && record["field_sources"]?["price_ils_min"] == "halilit")
  }

  @Test func `a field that its authority lacks is the other source's, and says so`() throws {
    let records = try unify([
      Fixture.brand("a"), Fixture.halilit("1", #","description":"sold so""#), Fixture.primary("a", "1"),
    ])
    #expect(records.first?["description"] == "sold so")
    #expect(records.first?["field_sources"]?["description"] == "halilit")
  }

  @Test(arguments: [
    (["true", "false"], JSON.bool(true)), (["false", "false"], .bool(false)), (["false", "null"], .null),
    (["null"], .null),
  ])
  func `a product is in stock when one offer is, and out of it when all are`(stocks: [String], expected: JSON) throws {
    let offers = stocks.enumerated().flatMap { index, stock in
      [Fixture.halilit("\(index)", #","in_stock":\#(stock)"#), Fixture.primary("a", "\(index)")]
    }
    #expect(try unify([Fixture.brand("a")] + offers).first?["in_stock"] == expected)
  }

  @Test func `products that no link names yet are pending, and pairs under review say so`() throws {
    let records = try unify([
      Fixture.brand("a"), Fixture.halilit("1"), Fixture.secondary("a"), Fixture.primary("a", "1", type: "review"),
    ])
    #expect(records.map { $0["pending"] } == [nil, true])
    #expect(records.map { $0["in_review"] } == [true, true])
  }

  @Test func `offers and brand are the records themselves, byte for byte`() throws {
    let item = Fixture.halilit("1", #","price_ils":1449.00,"x":{"b":1e2,"a":"\u05d0"}"#)
    let outcome = try run(Unify.self, input: item)
    #expect(outcome.output.contains(item))
  }
}
