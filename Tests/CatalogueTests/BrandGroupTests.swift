import Catalogue
import Records
import Testing

@Suite struct BrandGroupTests {
  private func group(_ lines: [String]) throws -> BrandGroup {
    var group = BrandGroup(brandID: "acme")
    for line in lines { try group.add(RecordParser().parse(line)) }
    return group
  }

  private static func product(_ source: String, _ id: String, price: Int? = nil) -> String {
    let price = price.map { #","price_ils":\#($0)"# } ?? ""
    return #"{"type":"product","source":"\#(source)","brand_id":"acme","id":"\#(id)"\#(price)}"#
  }

  private static func primary(_ brand: String, _ halilit: String) -> String {
    #"{"type":"link","class":"PRIMARY","brand_id":"acme","brand":{"id":"\#(brand)"},"halilit":{"halilit_id":"\#(halilit)"}}"#
  }

  @Test func `a group holds its records by kind in their order`() throws {
    let group = try group([
      Self.product("halilit", "2"), Self.product("brand", "b"), Self.product("halilit", "1"), Self.primary("b", "2"),
      #"{"type":"review","class":"SECONDARY","brand_id":"acme","brand":{"id":"b"},"halilit":{"halilit_id":"1"}}"#,
      #"{"type":"decision","brand_id":"acme","halilit_id":"1","verdict":"no-partner"}"#,
    ])
    #expect(group.halilit.map(\.id) == ["2", "1"])
    #expect(group.brand.map(\.id) == ["b"])
    #expect([group.links.count, group.reviews.count, group.decisions.count] == [1, 1, 1])
  }

  @Test func `a second product of one source and id is refused, of the other source not`() throws {
    #expect(throws: RecordError("a second halilit product with the id '1' in acme")) {
      try group([Self.product("halilit", "1"), Self.product("halilit", "1")])
    }
    #expect(try group([Self.product("halilit", "1"), Self.product("brand", "1")]).brand.count == 1)
    #expect(throws: RecordError("a production product has no place in a match")) {
      try group([Self.product("production", "1")])
    }
  }

  @Test func `a pairing counts products, not links`() throws {
    let group = try group([
      Self.product("halilit", "1", price: 5), Self.product("halilit", "2"), Self.product("halilit", "3", price: 7),
      Self.product("halilit", "4"), Self.product("brand", "a"), Self.product("brand", "b"), Self.product("brand", "c"),
      Self.primary("a", "1"), Self.primary("a", "2"), Self.primary("a", "1"), Self.primary("gone", "3"),
      #"{"type":"link","class":"SECONDARY","brand_id":"acme","brand":{"id":"b"},"halilit":null}"#,
    ])
    let pairing = try Pairing(group)
    #expect(pairing.halilitOfBrand == [[0, 1], [], []])
    #expect(pairing.brandOfHalilit == [0, 0, nil, nil])
    #expect(pairing.brandPending == [2])
    #expect(pairing.halilitPending == [3])
    let coverage = pairing.coverage(of: group)
    #expect(coverage.commonCount == 1)
    #expect(coverage.matchedCount == 2)
    #expect(coverage.pricedCount == 2)
    #expect(coverage.unifiedCount == 5)
  }

  @Test func `a Halilit item of two brand products is a fault of the links`() throws {
    let group = try group([
      Self.product("halilit", "1"), Self.product("brand", "a"), Self.product("brand", "b"), Self.primary("a", "1"),
      Self.primary("b", "1"),
    ])
    #expect(throws: RecordError("the Halilit item '1' is linked to two brand products")) { try Pairing(group) }
  }
}
