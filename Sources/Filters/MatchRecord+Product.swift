package import Catalogue
package import Matching
internal import Records

extension MatchRecord {
  /// What the matcher reads of a product record.
  package init(_ product: Product) {
    let price = product.record.double("price_ils") ?? product.record.double("price_amount")
    let currency = product.record.string("currency") ?? product.record.string("price_currency")
    self.init(
      id: product.id, title: product.name, brand: product.record.string("brand") ?? "",
      model: product.model ?? "",
      itemCode: product.itemCode ?? product.sku ?? "", description: product.description ?? "",
      category: product.category ?? "", price: price,
      // Prices of unknown currency are compared with none.
      currency: price == nil ? nil : currency ?? "unknown \(product.source.rawValue)", gtin: product.gtin,
      kind: product.kind.flatMap(Kind.init) ?? .unknown, brandTitle: product.brandTitle ?? "",
      catalogueBrand: product.brandID)
  }
}

extension MatchDecision {
  /// What a person decided, as the matcher reads it.
  package init(_ decision: Decision) {
    let verdict: Verdict =
      switch decision.verdict {
      case .confirmed: .confirmed
      case .refused: .refused
      case .noPartner: .noPartner
      }
    self.init(leftID: decision.brandProductID, rightID: decision.halilitID, verdict: verdict)
  }
}
