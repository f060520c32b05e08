import TestSupport
import Testing
import Text

@Suite struct ProductIDTests {
  @Test(
    arguments: [
      ("Stage Piano", "Acme", "P 10", nil, "stage-piano-acme-p-10"),
      ("monitor", "Acme", "A8", "Left", "monitor-acme-a8-left"),
      ("monitor", "Acme", "A8", "N/A", "monitor-acme-a8"),
      ("monitor", "Acme", "A8", "צד ימין", "monitor-acme-a8-xd-ymyn"),
      ("monitor", "Acme", "מוניטור", "", "monitor-acme-mvnyjvr"),
    ] as [(String, String, String, String?, String)])
  func `an identifier joins the slugs of its parts`(
    category: String, brand: String, model: String, variant: String?, expected: String
  ) {
    #expect(ProductID(category: category, brand: brand, model: model, variant: variant).description == expected)
  }

  @Test func `Hebrew variants of one model have different identifiers`() {
    let ids = ["צד ימין", "צד שמאל", "שחור", "לבן", ""].map {
      ProductID(category: "monitor", brand: "Acme", model: "A8", variant: $0)
    }
    #expect(Set(ids).count == ids.count)
  }

  @Test func `a variant that repeats the model is dropped and named`() {
    let identity = ProductIdentity(category: "mouse", brand: " Acme ", model: "Cetus 310", variant: "310")
    #expect(identity.variant.isEmpty && identity.fabricatedVariant == "310" && identity.brand == "Acme")
    #expect(identity.productID.description == "mouse-acme-cetus-310")
    let real = ProductIdentity(category: "mouse", brand: "Acme", model: "Cetus", variant: "Wireless")
    #expect(real.variant == "Wireless" && real.fabricatedVariant == nil)
  }

  @Test(arguments: ["", " ", "UNK", "n/a", "None", "-", "default", "NULL"])
  func `a placeholder is no variant`(text: String) {
    #expect(ProductIdentity.cleanVariant(text).isEmpty)
    #expect(!ProductIdentity.isFabricated(variant: text, model: "Default unknown"))
  }

  @Test(arguments: seeds(200))
  func `an identity made of a cleaned identity is the same`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let once = ProductIdentity(
      category: RandomText.string(using: &random), brand: RandomText.string(using: &random),
      model: RandomText.string(using: &random), variant: RandomText.string(using: &random))
    let twice = ProductIdentity(category: once.category, brand: once.brand, model: once.model, variant: once.variant)
    #expect(twice.productID == once.productID)
  }
}
