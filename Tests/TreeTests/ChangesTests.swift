import Catalogue
import JSON
import Records
import TestSupport
import Testing

@testable import Tree

@Suite struct ChangesTests {
  private func products(_ records: [String]) throws -> [Product] {
    try records.map { try Product(Fixture.record($0)) }
  }

  private func changes(_ old: [String], _ new: [String]) throws -> [String] {
    Change.between(try products(old), try products(new)).map { change in
      let price = change.price.map { " \($0.old.text)>\($0.new.text)" } ?? ""
      return "\(change.kind.rawValue) \(change.productID) \(change.fields.joined(separator: "+"))\(price)"
    }
  }

  @Test func `added, modified and deleted products come in the order of their ids, with prices`() throws {
    let old = [
      Fixture.product("1", #","price_ils":10"#), Fixture.product("2", #","price_ils":20,"in_stock":true"#),
      Fixture.product("3"),
    ]
    let new = [
      Fixture.product("2", #","price_ils":21.50,"in_stock":false"#), Fixture.product("3"),
      Fixture.product("4", #","price_ils":40"#),
    ]
    #expect(
      try changes(old, new) == [
        "deleted 1  10>null", "modified 2 in_stock+price_ils 20>21.50", "added 4  null>40",
      ])
  }

  @Test(arguments: [
    (#","fetched_at":"a""#, #","fetched_at":"b""#, []),
    (#","specs":{"a":1,"fetched_at":"a"}"#, #","specs":{"a":1}"#, []),
    ("", #","carried_from":"2026-01-01T00:00:00Z""#, []), (#","a":null"#, "", ["modified 1 a"]),
    (#","a":1,"b":2"#, #","b":2,"a":1"#, []), (#","a":"x""#, #","a":"\u0078""#, []),
    (#","specs":{"a":1}"#, #","specs":{"a":2}"#, ["modified 1 specs"]),
  ])
  func `a change is a difference in what is said`(old: String, new: String, expected: [String]) throws {
    #expect(try changes([Fixture.product("1", old)], [Fixture.product("1", new)]) == expected)
  }

  @Test(arguments: [
    ("1000", "5000", "price-jump"), ("1000", "4999", nil), ("5000", "1000", "price-jump"), ("5000", "1001", nil),
    ("0", "5000", nil), ("null", "5000", nil),
  ])
  func `a price that became five times as much or a fifth is flagged`(old: String, new: String, flag: String?) throws {
    let change = try #require(
      Change.between(
        try products([Fixture.product("1", #","price_ils":\#(old),"currency":"ILS""#)]),
        try products([Fixture.product("1", #","price_ils":\#(new),"currency":"ILS""#)])
      ).first)
    let object = change.object(source: .halilit, brandID: "acme", at: nil, jump: 5)
    #expect(object["flag"]?.string == flag)
    #expect(object["price"]?["currency"] == "ILS")
  }

  @Test func `a price that was read and not believed is flagged with the check and kept beside`() throws {
    let suspect = #","price_ils":100,"suspect":{"guard":"vat-identity","reason":"r","price_ils":1000}"#
    let changes = Change.between(
      try products([Fixture.product("1", #","price_ils":100"#)]),
      try products([Fixture.product("1", suspect), Fixture.product("2", suspect)]))
    let objects = changes.map { $0.object(source: .halilit, brandID: "acme", at: nil, jump: 5) }
    #expect(objects.map { $0["flag"] } == ["vat-identity", "vat-identity"])
    #expect(objects.map { $0["doubted_price"] } == [1000, 1000])
    #expect(objects.map { $0["price"] != nil } == [false, true])
    // The doubt is told once, not again with every other change.
    let again = Change.between(
      try products([Fixture.product("1", suspect)]),
      try products([Fixture.product("1", suspect + #","in_stock":true"#)])
    )
    #expect(again.map(\.fields) == [["in_stock"]])
    #expect(again.allSatisfy { $0.doubt == nil })
  }

  /// A catalogue of random ids and prices.
  private func catalogue(_ random: inout SplitMix64) -> [String: String] {
    var records: [String: String] = [:]
    for _ in 0..<Int.random(in: 0...12, using: &random) {
      let id = String(Int.random(in: 1...15, using: &random))
      records[id] = Fixture.product(id, #","price_ils":\#(Int.random(in: 1...3, using: &random))"#)
    }
    return records
  }

  @Test(arguments: seeds(100))
  func `the changes between two catalogues lead from one to the other`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let (old, new) = (catalogue(&random), catalogue(&random))
    var applied = old
    let changes = Change.between(try products(Array(old.values)), try products(Array(new.values)))
    for change in changes { applied[change.productID] = change.kind == .deleted ? nil : new[change.productID] }
    #expect(applied == new)
    #expect(Change.between(try products(Array(new.values)), try products(Array(new.values))).isEmpty)
    #expect(changes.count == Set(old.keys).union(new.keys).count { old[$0] != new[$0] })
  }
}
