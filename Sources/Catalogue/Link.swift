internal import JSON
package import Records

/// How a product stands between the two sources.
package enum ProductClass: String, Sendable, CaseIterable {
  /// In both sources, by a link with evidence.
  case primary = "PRIMARY"
  /// On the brand's site only.
  case secondary = "SECONDARY"
  /// At Halilit only.
  case halilitOnly = "HALILIT_ONLY"

  /// What a shop shows its customers.
  package var label: String {
    switch self {
    case .primary: "Available at Halilit"
    case .secondary: "Info only"
    case .halilitOnly: "Halilit only"
    }
  }
}

/// A statement about a pair or about a product without a partner (design §3, `link` and `review`).
package struct Link: Sendable {
  package let record: Record
  package let brandID: String
  package let productClass: ProductClass
  package let brandProductID: String?
  package let halilitID: String?

  package init(_ record: Record) throws(RecordError) {
    self.record = record
    brandID = try record.requiredString("brand_id")
    guard let productClass = record.string("class").flatMap(ProductClass.init) else {
      throw RecordError("the \(record.type ?? "link") has no known \"class\"")
    }
    self.productClass = productClass
    brandProductID = record.value("brand")?["id"]?.string
    halilitID = record.value("halilit")?["halilit_id"]?.string
    guard record.type == "review" || sides == productClass.sides, brandProductID ?? halilitID != nil else {
      throw RecordError("a link of class \(productClass.rawValue) must name \(productClass.sidesInWords)")
    }
  }

  private var sides: [Bool] { [brandProductID != nil, halilitID != nil] }

  package var isReview: Bool { record.type == "review" }
}

extension ProductClass {
  /// Whether a link of this class names a brand product, and whether a Halilit item.
  fileprivate var sides: [Bool] { [self != .halilitOnly, self != .secondary] }

  fileprivate var sidesInWords: String {
    switch self {
    case .primary: "a brand product and a Halilit item"
    case .secondary: "a brand product and no Halilit item"
    case .halilitOnly: "a Halilit item and no brand product"
    }
  }
}

/// What a person decided about a pair (design §3, `decision`); it wins over the algorithm.
package struct Decision: Sendable {
  package enum Verdict: String, Sendable {
    case confirmed, refused
    case noPartner = "no-partner"
  }

  package let record: Record
  package let brandID: String
  package let brandProductID: String?
  package let halilitID: String?
  package let verdict: Verdict

  package init(_ record: Record) throws(RecordError) {
    self.record = record
    brandID = try record.requiredString("brand_id")
    brandProductID = record.string("brand_product_id")
    halilitID = record.string("halilit_id")
    guard let verdict = record.string("verdict").flatMap(Verdict.init) else {
      throw RecordError("the decision needs a verdict: confirmed, refused or no-partner")
    }
    self.verdict = verdict
    guard verdict == .noPartner ? brandProductID ?? halilitID != nil : brandProductID != nil && halilitID != nil else {
      throw RecordError("the decision '\(verdict.rawValue)' does not name the products it is about")
    }
  }
}
