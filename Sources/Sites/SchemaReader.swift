internal import JSON
internal import Markup
internal import Text

/// Reads products out of schema.org data, whatever syntax it came in.
struct SchemaReader {
  private let strategy: Strategy
  private let data: LinkedData
  private var drafts: [ProductDraft] = []
  private var listed: [ProductDraft] = []
  private var trail: [String] = []

  /// The products of `values` in document order; entries of plain lists only where nothing says that it is a product.
  static func drafts(in values: [JSON], by strategy: Strategy) -> [ProductDraft] {
    var reader = SchemaReader(strategy: strategy, data: LinkedData(values))
    for value in values { reader.visit(value, isInList: false) }
    let category = reader.trail.dropLast().last
    var found = reader.drafts.isEmpty ? reader.listed : reader.drafts
    // A breadcrumb trail ends with the page itself, so only a page of one product tells that product's category.
    if found.count == 1, let category { found[0].set(.category, .string(category), by: strategy) }
    return found
  }

  private init(strategy: Strategy, data: LinkedData) {
    self.strategy = strategy
    self.data = data
  }

  private mutating func visit(_ value: JSON, isInList: Bool) {
    switch value {
    case .array(let values): for value in values { visit(value, isInList: isInList) }
    case .object(let object):
      let types = LinkedData.types(of: value)
      if !Self.productTypes.isDisjoint(with: types) {
        drafts.append(product(value))
      } else if types.contains("BreadcrumbList") {
        trail = names(inBreadcrumbs: object)
      } else if isInList, types.contains("ListItem") {
        visit(entry: value)
      } else {
        let isList = types.contains("ItemList") || types.contains("OfferCatalog")
        for member in object.members where member.name != "@context" { visit(member.value, isInList: isList) }
      }
    default: break
    }
  }

  private mutating func visit(entry: JSON) {
    let item = entry["item"].map(data.resolved) ?? entry
    guard Self.productTypes.isDisjoint(with: LinkedData.types(of: item)) else {
      drafts.append(product(item))
      return
    }
    var draft = ProductDraft()
    draft.set(.url, item["url"] ?? item["@id"] ?? (item.object == nil ? item : nil), by: strategy)
    draft.set(.name, item["name"] ?? entry["name"], by: strategy)
    draft.set(.image, address(item["image"]), by: strategy)
    listed.append(draft)
  }

  private func names(inBreadcrumbs list: JSONObject) -> [String] {
    (list["itemListElement"]?.array ?? []).compactMap { ($0["name"] ?? $0["item"]?["name"])?.plainText }
  }

  private static let productTypes: Set = [
    "Product", "ProductGroup", "ProductModel", "IndividualProduct", "SomeProducts", "ProductCollection",
  ]

  // MARK: One product

  private func product(_ value: JSON) -> ProductDraft {
    let value = data.resolved(value)
    var draft = plainProduct(value)
    draft.set(.specs, specifications(value), by: strategy)
    draft.set(.variants, variants(value), by: strategy)
    draft.set(.family, value["isVariantOf"].map(data.resolved).flatMap { $0["name"] }, by: strategy)
    draft.set(.accessoryOf, relations(value["isAccessoryOrSparePartFor"]), by: strategy)
    return draft
  }

  /// A product without those it relates to: a page may name a product as its own variant.
  private func plainProduct(_ value: JSON) -> ProductDraft {
    var draft = ProductDraft()
    for (field, names) in Self.plainFields {
      draft.set(field, names.lazy.compactMap { value[$0].flatMap(text) }.first.map { .string($0) }, by: strategy)
    }
    draft.set(.url, (value["url"].flatMap(address) ?? value["@id"].flatMap(address)), by: strategy)
    let images = (value["image"]?.array ?? [value["image"] ?? .null]).compactMap(address)
    draft.set(.image, images.first, by: strategy)
    if images.count > 1 { draft.set(.gallery, .array(images), by: strategy) }
    setOffer(of: value, in: &draft)
    return draft
  }

  private static let plainFields: [(ProductField, [String])] = [
    (.name, ["name"]), (.description, ["description"]), (.category, ["category"]), (.sku, ["sku"]), (.mpn, ["mpn"]),
    (.gtin, ["gtin13", "gtin14", "gtin12", "gtin8", "gtin", "ean", "isbn"]), (.brand, ["brand", "manufacturer"]),
    (.itemID, ["productID"]),
  ]

  /// The text of a value, or the name of the thing it stands for.
  private func text(_ value: JSON) -> String? {
    if let text = value.plainText { return text }
    let thing = data.resolved(value.array?.first ?? value)
    return thing["name"]?.plainText
  }

  /// An address, spelled out or inside an image or page object.
  private func address(_ value: JSON?) -> JSON? {
    guard let value else { return nil }
    if let text = value.string { return .string(text) }
    if let first = value.array?.first { return address(first) }
    let thing = data.resolved(value)
    return (thing["contentUrl"] ?? thing["url"] ?? thing["@id"]).flatMap { $0.plainText.map(JSON.string) }
  }

  private func setOffer(of value: JSON, in draft: inout ProductDraft) {
    guard let offers = value["offers"].map(data.resolved) else { return }
    let offer = data.resolved(offers.array?.first ?? offers)
    let specification = (offer["priceSpecification"].map { $0.array ?? [$0] } ?? []).first {
      $0["priceType"]?.plainText?.hasSuffix("ListPrice") != true
    }
    let price = offer["price"] ?? offer["lowPrice"] ?? specification?["price"] ?? offer["highPrice"]
    draft.set(.price, price?.plainText.map(JSON.string), by: strategy)
    let currency = offer["priceCurrency"] ?? specification?["priceCurrency"]
    draft.set(.currency, currency?.plainText.map(JSON.string), by: strategy)
    draft.set(.availability, offer["availability"].flatMap { address($0) ?? $0 }, by: strategy)
    draft.set(.sku, offer["sku"]?.plainText.map(JSON.string), by: strategy)
    draft.set(.url, offer["url"].flatMap(address), by: strategy)
  }

  private func specifications(_ value: JSON) -> JSON {
    var specs = JSONObject()
    for property in value["additionalProperty"].map({ $0.array ?? [$0] }) ?? [] {
      guard let name = property["name"]?.plainText, let text = property["value"].flatMap(text), specs[name] == nil
      else { continue }
      let unit = (property["unitText"] ?? property["unitCode"])?.plainText
      specs[name] = .string(unit.map { "\(text) \($0)" } ?? text)
    }
    return .object(specs)
  }

  private func variants(_ value: JSON) -> JSON {
    let variants = value["hasVariant"].map { $0.array ?? [$0] } ?? []
    return .array(
      variants.map { variant in
        let draft = plainProduct(data.resolved(variant))
        let fields: [ProductField] = [.name, .url, .image, .sku, .gtin, .price, .currency, .availability]
        return .object(JSONObject(fields.compactMap { field in draft[field].map { .init(field.rawValue, $0) } }))
      })
  }

  private func relations(_ value: JSON?) -> JSON? {
    guard let value else { return nil }
    return .array((value.array ?? [value]).compactMap { text($0).map(JSON.string) ?? address($0) })
  }
}
