internal import JSON
internal import Markup
internal import Text

/// The variations that shop systems embed in a product's page for its own form.
enum ShopVariations {
  /// Each variation by the values a buyer chooses, with its number and price; nil where the page has none.
  static func variants(in document: Document) -> JSON? {
    let rows = EmbeddedState.attributes(in: document).first { $0.name == "data-product_variations" }?.value.array ?? []
    let variants = rows.compactMap(wooCommerce)
    if !variants.isEmpty { return .array(variants) }
    return MagentoState(document).variants
  }

  private static func wooCommerce(_ row: JSON) -> JSON? {
    let choices = (row["attributes"]?.object?.members ?? []).compactMap(\.value.plainText).filter { !$0.isEmpty }
    guard !choices.isEmpty else { return nil }
    var variant: JSONObject = ["name": .string(choices.joined(separator: " "))]
    if let sku = row["sku"]?.plainText, !sku.isEmpty { variant["sku"] = .string(sku) }
    if let image = row["image"]?["src"]?.plainText { variant["image"] = .string(image) }
    if let price = row["display_price"]?.plainText { variant["price"] = .string(price) }
    if let stock = row["is_in_stock"]?.bool { variant["in_stock"] = .bool(stock) }
    return .object(variant)
  }
}

/// What Magento tells the scripts of a product's page, in `text/x-magento-init` and `data-mage-init`.
struct MagentoState {
  private static let deepest = 8

  private var configuration: JSON?
  private var gallery: [JSON] = []

  init(_ document: Document) {
    let states =
      EmbeddedState.scripts(in: document, ofType: "text/x-magento-init")
      + EmbeddedState.attributes(in: document).filter { $0.name == "data-mage-init" }
    for state in states { search(state.value, depth: 0) }
  }

  private mutating func search(_ value: JSON, depth: Int) {
    guard depth < Self.deepest, let object = value.object else { return }
    for member in object.members {
      switch member.name {
      case "jsonConfig", "spConfig":
        if configuration == nil, member.value["attributes"]?.object != nil { configuration = member.value }
      case "mage/gallery/gallery": if gallery.isEmpty { gallery = member.value["data"]?.array ?? [] }
      default: search(member.value, depth: depth + 1)
      }
    }
  }

  /// The pictures of the product, the main one first.
  var pictures: [String] {
    let shown = gallery.filter { $0["isMain"]?.bool == true } + gallery.filter { $0["isMain"]?.bool != true }
    return shown.compactMap { ($0["full"] ?? $0["img"])?.plainText }
  }

  /// The simple products behind a configurable one, in the order of its first attribute's options.
  var variants: JSON? {
    guard let configuration else { return nil }
    var choices: [(id: String, labels: [String])] = []
    var positions: [String: Int] = [:]
    for attribute in configuration["attributes"]?.object?.members ?? [] {
      for option in attribute.value["options"]?.array ?? [] {
        guard let label = option["label"]?.plainText else { continue }
        for id in (option["products"]?.array ?? []).compactMap(\.plainText) {
          if let at = positions[id] {
            choices[at].labels.append(label)
          } else {
            positions[id] = choices.count
            choices.append((id, [label]))
          }
        }
      }
    }
    if choices.isEmpty { return nil }
    let products = MagentoProducts(configuration)
    return .array(choices.map { products.variant($0.id, $0.labels) })
  }
}

/// The simple products behind a configurable one, by their ids.
private struct MagentoProducts {
  private let skus: [String: JSON]
  private let images: [String: JSON]
  private let prices: [String: JSON]
  private let currency: String?

  init(_ configuration: JSON) {
    func byID(_ name: String) -> [String: JSON] {
      Dictionary((configuration[name]?.object?.members ?? []).map { ($0.name, $0.value) }) { $1 }
    }
    skus = byID("skus").merging(byID("sku")) { $1 }
    images = byID("images")
    prices = byID("optionPrices")
    currency = configuration["currencyFormat"]?.plainText ?? configuration["priceFormat"]?["pattern"]?.plainText
  }

  func variant(_ id: String, _ labels: [String]) -> JSON {
    var variant: JSONObject = ["name": .string(labels.joined(separator: " "))]
    variant["sku"] = (skus[id]?.plainText).map(JSON.string)
    variant["image"] = (images[id]?[0]?["full"]?.plainText).map(JSON.string)
    if let price = prices[id]?["finalPrice"]?["amount"]?.plainText {
      variant["price"] = .string(price)
      variant["currency"] = currency.map(JSON.string)
    }
    return .object(variant)
  }
}
