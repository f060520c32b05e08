internal import JSON
internal import Markup
internal import Text

/// Reads one product of schema.org data.
struct SchemaProduct {
  let data: LinkedData
  let strategy: Strategy

  func draft(of value: JSON) -> ProductDraft {
    var draft = plainDraft(of: value)
    draft.set(.specs, specifications(value), by: strategy)
    draft.set(.variants, variants(value), by: strategy)
    draft.set(.family, value["isVariantOf"].map(first).flatMap { $0["name"] }, by: strategy)
    draft.set(.accessoryOf, relations(value["isAccessoryOrSparePartFor"]), by: strategy)
    draft.set(.accessories, relations(value["accessory"] ?? value["accessories"]), by: strategy)
    draft.set(.documents, documents(value), by: strategy)
    return draft
  }

  /// What tells which group a product is a variant of: the group's `@id` and its number.
  func groupKeys(of value: JSON) -> [String] {
    let groups = value["isVariantOf"].map { $0.array ?? [$0] } ?? []
    let keys = groups.flatMap { group in
      [group.string, group["@id"]?.plainText, data.resolved(group)["productGroupID"]?.plainText]
    }
    return (keys + [value["inProductGroupWithID"]?.plainText]).compactMap { $0 }
  }

  /// A product as one of a family's variants.
  func variant(of value: JSON) -> JSON {
    let draft = plainDraft(of: value)
    let fields: [ProductField] = [.name, .url, .image, .sku, .gtin, .price, .currency, .availability]
    return .object(JSONObject(fields.compactMap { field in draft[field].map { .init(field.rawValue, $0) } }))
  }

  /// A product without those it relates to: a page may name a product as its own variant.
  private func plainDraft(of value: JSON) -> ProductDraft {
    var draft = ProductDraft()
    for (field, names) in Self.plainFields {
      draft.set(field, names.lazy.compactMap { value[$0].flatMap(text) }.first.map { .string($0) }, by: strategy)
    }
    draft.set(.url, value["url"].flatMap(address) ?? value["@id"].flatMap(pageAddress), by: strategy)
    let picture = value["image"] ?? value["photo"] ?? .null
    let images = (picture.array ?? [picture]).compactMap(address)
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

  // MARK: Values

  /// The text of a value, or the name of the thing it stands for.
  private func text(_ value: JSON) -> String? {
    if let text = value.plainText { return text }
    return first(value)["name"]?.plainText
  }

  private func first(_ value: JSON) -> JSON { data.resolved(value.array?.first ?? value) }

  /// An address, spelled out or inside an image or page object.
  func address(_ value: JSON?) -> JSON? {
    guard let value else { return nil }
    if let text = value.string { return .string(text) }
    if let first = value.array?.first { return address(first) }
    let thing = data.resolved(value)
    return (thing["contentUrl"] ?? thing["url"] ?? thing["@id"]).flatMap { $0.plainText.map(JSON.string) }
  }

  /// An identifier that is a page's address; `#product` and `_:b0` only name a node of the data.
  func pageAddress(_ id: JSON) -> JSON? {
    guard let text = id.string, !text.hasPrefix("#"), text.contains("/") else { return nil }
    return id
  }

  // MARK: Offers

  private func setOffer(of value: JSON, in draft: inout ProductDraft) {
    let offers = offers(value["offers"] ?? value["offerDetails"] ?? .null)
    // Some pages leave the offer out and give its terms to the product.
    let offer = offers.first { price($0) != nil } ?? offers.first ?? value
    draft.set(.price, price(offer), by: strategy)
    let specified = specification(offer)
    let currency =
      offer["priceCurrency"] ?? specified?["priceCurrency"] ?? offer["currency"] ?? specified?["hasCurrency"]
    draft.set(.currency, currency?.plainText.map(JSON.string), by: strategy)
    draft.set(.availability, offer["availability"].flatMap { address($0) ?? $0 }, by: strategy)
    draft.set(.sku, offer["sku"]?.plainText.map(JSON.string), by: strategy)
    draft.set(.gtin, (offer["gtin13"] ?? offer["gtin"])?.plainText.map(JSON.string), by: strategy)
    if !offers.isEmpty { draft.set(.url, offer["url"].flatMap(address), by: strategy) }
  }

  /// A page can let every product refer to one long list of offers.
  private static let offersExamined = 20

  /// The first offers of a product, each after the one it is part of.
  private func offers(_ value: JSON) -> [JSON] {
    (value.array ?? [value]).prefix(Self.offersExamined).filter { $0 != .null }.map(data.resolved).flatMap { offer in
      [offer] + (offer["offers"].map { ($0.array ?? [$0]).prefix(Self.offersExamined).map(data.resolved) } ?? [])
    }
  }

  private func price(_ offer: JSON) -> JSON? {
    let price =
      offer["price"] ?? offer["lowPrice"] ?? specification(offer)?["price"] ?? offer["highPrice"]
      ?? specification(offer)?["hasCurrencyValue"]
    return price?.plainText.map(JSON.string)
  }

  private func specification(_ offer: JSON) -> JSON? {
    let specifications = offer["priceSpecification"] ?? offer["hasPriceSpecification"]
    return (specifications.map { $0.array ?? [$0] } ?? []).first {
      $0["priceType"]?.plainText?.hasSuffix("ListPrice") != true
    }
  }

  // MARK: Relations

  private func specifications(_ value: JSON) -> JSON {
    var specs = Specifications()
    for property in value["additionalProperty"].map({ $0.array ?? [$0] }) ?? [] {
      guard let name = property["name"]?.plainText, let text = property["value"].flatMap(text) else { continue }
      let unit = (property["unitText"] ?? property["unitCode"])?.plainText
      specs.add(name, unit.map { "\(text) \($0)" } ?? text)
    }
    return .object(specs.object)
  }

  private func variants(_ value: JSON) -> JSON {
    let variants = value["hasVariant"].map { $0.array ?? [$0] } ?? []
    return .array(variants.map { variant(of: data.resolved($0)) })
  }

  private func relations(_ value: JSON?) -> JSON? {
    guard let value else { return nil }
    return .array((value.array ?? [value]).compactMap { text($0).map(JSON.string) ?? address($0) })
  }

  /// What the product's page says that it is described by: manuals and other works with a file.
  private func documents(_ value: JSON) -> JSON? {
    let works = ["subjectOf", "hasDocument", "documentation"].compactMap { value[$0] }.flatMap { $0.array ?? [$0] }
    let documents = works.map(data.resolved).compactMap { work -> JSON? in
      let file = work["contentUrl"] ?? work["encoding"]?["contentUrl"] ?? work["url"]
      guard let url = file?.plainText, DocumentLinks.isDocument(url) else { return nil }
      let title = work["name"]?.plainText
      return ["url": .string(url), "title": JSON(title)]
    }
    return .array(documents)
  }
}
