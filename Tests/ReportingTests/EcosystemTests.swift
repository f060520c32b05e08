import JSON
import Records
import Testing

@testable import Reporting

struct EcosystemTests {
  private func product(_ name: String, kind: String = "instrument", in productClass: String = "PRIMARY")
    -> EcosystemProduct
  {
    EcosystemProduct(
      Record([
        "type": "unified", "brand_id": "nord", "id": .string(name), "name": .string(name), "kind": .string(kind),
        "class": .string(productClass),
      ]))
  }

  @Test func `sizes and variants of one generation are a family, other generations are not`() {
    let names = [
      "Nord Electro 6D 61", "Nord Electro 6D 73", "קלידים Nord Electro 6 HP", "Electro 5", "Nord Drum", "Stage 4",
      "Stage4 88",
    ]
    let families = ProductFamily.all(names.map { product($0) })
    #expect(families.map(\.name) == ["Electro 6", "Stage 4"])
    #expect(families.map { $0.members.map(\.name) } == [Array(names[0..<3]), Array(names[5..<7])])
  }

  @Test(arguments: [
    ("Soft Case for Electro 6D 61", ["Electro 6D 61"]), ("ELECTRO-6 dust cover", ["Electro 6D 61"]),
    ("Stage 4 stand", ["Stage 4 88"]), ("Stand", []), ("Electro bag", []), ("Case 61", []),
  ])
  func `an accessory belongs to the instruments that it names`(name: String, instruments: [String]) {
    let relations = AccessoryRelation.all([
      product("Electro 6D 61"), product("Stage 4 88", in: "SECONDARY"), product(name, kind: "accessory"),
    ])
    #expect(relations.count == 1)
    #expect(relations.first?.instruments.map(\.name) == instruments)
  }

  @Test(arguments: [("SECONDARY", "PRIMARY", true), ("PRIMARY", "PRIMARY", false), ("SECONDARY", "SECONDARY", false)])
  func `an accessory is missed when only its instrument is sold`(accessory: String, instrument: String, isMissed: Bool)
  {
    let relations = AccessoryRelation.all([
      product("Stage 4", in: instrument), product("Stage 4 Case", kind: "accessory", in: accessory),
    ])
    #expect(relations.map(\.isMissed) == [isMissed])
  }

  @Test(arguments: [
    ("Electro 6D 61", ["electro", "6", "d", "61"]), ("FP-30X", ["fp", "30", "x"]), ("", []), ("--", []),
    ("קחון 12\"", ["קחון", "12"]), ("7", ["7"]),
  ])
  func `names are taken apart into words and numbers`(name: String, words: [String]) {
    #expect(NameWord.split(name).map(\.key) == words)
  }
}
