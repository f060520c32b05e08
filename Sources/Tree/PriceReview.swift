internal import Catalogue
internal import JSON
internal import Records

/// Looks at every price of a crawl; one that is not believable gives way to the published one.
struct PriceReview {
  struct Finding: Equatable, Sendable {
    let id: String
    let check: String
    let text: String
  }

  /// The members that state a price and go together.
  private static let priceMembers: [StaticString] = [
    "price", "price_ils", "original_price_ils", "eilat_price_ils", "price_amount", "price_currency",
  ]

  private let settings: Settings
  private let checks: [ItemCheck]
  private let published: [String: Product]

  /// `accepted` names checks that people let through for this crawl; `published` has products by id.
  init(settings: Settings, accepted: Set<String>, published: [String: Product]) {
    self.settings = settings
    checks = ItemCheck.all.filter { !accepted.contains($0.name) }
    self.published = published
  }

  /// The products with prices that can be published, and what was found.
  func believed(_ products: [Product]) throws -> (products: [Product], findings: [Finding]) {
    var findings: [Finding] = []
    let products = try products.map { product in
      guard let finding = finding(product) else { return product }
      findings.append(finding)
      return try doubted(product, finding)
    }
    return (products, findings)
  }

  private func finding(_ product: Product) -> Finding? {
    for check in checks {
      if let text = check.finding(product, published[product.id], settings) {
        return Finding(id: product.id, check: check.name, text: text)
      }
    }
    return nil
  }

  /// The product with the published price, null when nothing was published, and a `suspect` member with what was read.
  private func doubted(_ product: Product, _ finding: Finding) throws -> Product {
    var changes = Record.Changes()
    var seen: JSONObject = ["guard": .string(finding.check), "reason": .string(finding.text)]
    for name in Self.priceMembers {
      let old = published[product.id]?.record.raw(name)
      guard old != nil || product.record.has(name) else { continue }
      seen[name.description] = product.record.value(name) ?? .null
      changes.set(name) { $0.append(contentsOf: old ?? ArraySlice("null".utf8)) }
    }
    changes.set("suspect", .object(seen))
    return try Product(product.record.applying(changes))
  }
}
