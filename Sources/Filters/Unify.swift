package import Catalogue
package import Filtering
internal import JSON
internal import Records

/// Writes the one catalogue that both sources give: each product once, with who says what.
package struct Unify: BrandFilter {
  package static let manual = Manual(
    name: "unify",
    summary:
      "Reads both catalogues and their links; writes one unified record per brand product or unlinked Halilit item.",
    details: [
      "Halilit is authoritative for price, SKU, stock and image, the brand for name, category, description, specs and "
        + "manuals; field_sources says where each field came from. Prices come from products, never from links.",
      "A product that no link names is new since the last match and marked pending.",
    ],
    examples: [
      .init(
        input:
          #"{"type":"product","source":"halilit","brand_id":"acme","id":"7","item_code":"AC-7","name":"Acme X7","price_ils":1449,"currency":"ILS"}"#,
        output:
          #"{"type":"unified","class":"HALILIT_ONLY","label":"Halilit only","brand_id":"acme","id":"7","name":"Acme X7","model":null,"model_key":null,"kind":null,"category":null,"description":null,"image_url":null,"item_codes":["AC-7"],"price_ils_min":1449,"price_ils_max":1449,"currency":"ILS","in_stock":null,"pending":true,"field_sources":{"name":"halilit","price_ils_min":"halilit"},"offers":[{"type":"product","source":"halilit","brand_id":"acme","id":"7","item_code":"AC-7","name":"Acme X7","price_ils":1449,"currency":"ILS"}],"brand":null}"#
      )
    ],
    statuses: [.rejected, .noInput, .memory, .inputOutput])

  package static var options: [Option<Self>] { [groupingOption] }

  package var groups = BrandGroups()
  private var log: Log?

  package init() {}

  package mutating func start(_ session: Session) throws { log = session.log }

  package mutating func process(_ group: BrandGroup, _ output: inout Output) throws {
    let pairing = try Pairing(group)
    log?.sayDangling(pairing, of: group)
    let coverage = try pairing.coverage(of: group).checked(brandID: group.brandID)
    var count = 0
    for (index, product) in group.brand.enumerated() {
      let items = pairing.halilitOfBrand[index]
      let unified = UnifiedProduct(
        brandID: group.brandID, brand: product, offers: items.map { group.halilit[$0] },
        isPending: pairing.brandPending.contains(index),
        isInReview: pairing.brandInReview.contains(index) || items.contains(where: pairing.halilitInReview.contains))
      output.emit { unified.append(to: &$0) }
      count += 1
    }
    for (index, item) in group.halilit.enumerated() where pairing.brandOfHalilit[index] == nil {
      let unified = UnifiedProduct(
        brandID: group.brandID, brand: nil, offers: [item], isPending: pairing.halilitPending.contains(index),
        isInReview: pairing.halilitInReview.contains(index))
      output.emit { unified.append(to: &$0) }
      count += 1
    }
    guard count == coverage.unifiedCount else {
      throw RunFailure(.failed, "\(group.brandID): \(count) unified products but \(coverage.unifiedCount) expected")
    }
  }
}

/// One product with its Halilit offers and its brand record, and the precedence between them.
struct UnifiedProduct {
  let brandID: String
  let brand: Product?
  let offers: [Product]
  let isPending: Bool
  let isInReview: Bool

  var productClass: ProductClass {
    brand == nil ? .halilitOnly : offers.isEmpty ? .secondary : .primary
  }

  /// A field's value and the source it is taken from: the first that has one, in order of authority.
  private func pick(_ order: [Source], _ value: (Product) -> JSON?) -> (value: JSON, source: Source?) {
    for source in order {
      for product in source == .brand ? [brand].compactMap(\.self) : offers {
        if let found = value(product), !found.isNull, found != "" { return (found, source) }
      }
    }
    return (.null, nil)
  }

  func append(to bytes: inout [UInt8]) {
    var record = Record.Changes()
    var sources = JSONObject()
    func set(_ name: StaticString, _ picked: (value: JSON, source: Source?)) {
      record.set(name, picked.value)
      if let source = picked.source { sources[name.description] = .string(source.rawValue) }
    }
    record.set("type", "unified")
    record.set("class", productClass.rawValue)
    record.set("label", productClass.label)
    record.set("brand_id", brandID)
    record.set("id", brand?.id ?? offers.first?.id ?? "")
    set("name", pick([.brand, .halilit]) { .string($0.name) })
    record.set("model", pick([.brand, .halilit]) { $0.record.value("model") }.value)
    record.set("model_key", pick([.brand, .halilit]) { $0.record.value("model_key") }.value)
    record.set("kind", pick([.brand, .halilit]) { $0.record.value("kind") }.value)
    set("category", pick([.brand, .halilit]) { $0.record.value("category") })
    set("description", pick([.brand, .halilit]) { $0.record.value("description") })
    set("image_url", pick([.halilit, .brand]) { $0.record.value("image_url") ?? $0.record.value("images")?["main"] })
    record.set("item_codes", .array(offers.compactMap { $0.itemCode.map(JSON.string) }))
    let prices = offers.compactMap(\.priceILS).sorted { (Double($0) ?? 0) < (Double($1) ?? 0) }
    set("price_ils_min", (prices.first.map(JSON.number) ?? .null, prices.isEmpty ? nil : .halilit))
    record.set("price_ils_max", prices.last.map(JSON.number) ?? .null)
    record.set("currency", prices.isEmpty ? .null : "ILS")
    record.set("in_stock", stock)
    for name in ["specs", "documentation"] as [StaticString] {
      let picked = pick([.brand]) { $0.record.value(name) }
      if picked.source != nil { set(name, picked) }
    }
    if isPending { record.set("pending", true) }
    if isInReview { record.set("in_review", true) }
    record.set("field_sources", .object(sources))
    record.set("offers") { bytes in
      bytes.append(UInt8(ascii: "["))
      for (index, offer) in offers.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        bytes.append(contentsOf: offer.record.bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    }
    record.set("brand") { bytes in
      if let brand { bytes.append(contentsOf: brand.record.bytes) } else { bytes.append(contentsOf: "null".utf8) }
    }
    Record(JSONObject()).append(to: &bytes, applying: record)
  }

  /// True when any offer is in stock, false when all say they are not, else unknown.
  private var stock: JSON {
    if offers.contains(where: { $0.inStock == true }) { return true }
    return !offers.isEmpty && offers.allSatisfy { $0.inStock == false } ? false : .null
  }
}
