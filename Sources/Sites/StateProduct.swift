internal import JSON
internal import Text

/// One object of a page's state, read as a product by the names of its members.
struct StateProduct {
  /// Members by their folded names; the first of equals.
  private var members: [String: JSON] = [:]
  private let links: PageLinks

  init(_ object: JSONObject, links: PageLinks) {
    self.links = links
    add(object)
    // Interfaces wrap what they know of a thing: `{id, attributes: {…}}`, `{node: {…}}`.
    if name == nil, let inner = Self.wrapped(in: object) { add(inner) }
  }

  private mutating func add(_ object: JSONObject) {
    for member in object.members where member.value != .null {
      let key = StateKey.folded(member.name)
      if members[key] == nil { members[key] = member.value }
    }
  }

  private static func wrapped(in object: JSONObject) -> JSONObject? {
    for name in ["node", "product", "attributes", "fields", "_source", "item"] {
      guard let inner = object[name]?.object else { continue }
      let others = object.members.filter { $0.name != name && $0.value.object != nil }
      return others.allSatisfy { companions.contains(StateKey.folded($0.name)) } ? inner : nil
    }
    return nil
  }

  private static let companions: Set = ["meta", "links", "relationships", "sys", "metadata", "highlight"]

  /// The member of a folded name.
  func member(_ key: String) -> JSON? { members[key] }

  private func first(_ keys: [String]) -> JSON? { keys.lazy.compactMap { members[$0] }.first }

  // MARK: Whether it is one

  /// Whether the object has a name and enough of what products have.
  func isProduct(amongProducts isAmongProducts: Bool) -> Bool {
    guard let name, (2...250).contains(name.count), name.contains(where: { $0.isLetter || $0.isNumber }) else {
      return false
    }
    var strong = isAmongProducts ? 1 : 0
    for key in ["typename", "type", "component", "contenttype", "objecttype"] {
      guard let kind = members[key]?.string else { continue }
      let word = StateKey.folded(kind)
      if Self.otherKinds.contains(where: { word.hasSuffix($0) }) { return false }
      if key != "type" || word.count < 24, word.hasPrefix("product") || word.hasSuffix("product") { strong += 1 }
    }
    if first(Self.numbers) != nil { strong += 1 }
    if price != nil { strong += 1 }
    let address = self.address
    if address.map(Self.isProductAddress) == true || members.keys.contains(where: Self.ownKeys.contains) { strong += 1 }
    let weak = [address != nil, !pictures.isEmpty, description != nil].count { $0 }
    return strong >= 2 || (strong >= 1 && weak >= 1 && (address != nil || !pictures.isEmpty || price != nil))
  }

  private static let otherKinds = [
    "article", "news", "post", "event", "category", "collection", "menu", "link", "links", "artist", "video", "faq",
    "store", "dealer", "image", "option", "variant", "review", "media", "attribute", "brand", "page", "asset", "author",
  ]

  private static let ownKeys: Set = [
    "productimage", "productimages", "producturl", "productlink", "productname", "producttitle", "productlogoimage",
  ]

  private static func isProductAddress(_ address: String) -> Bool {
    let segments = address.prefix { $0 != "?" && $0 != "#" }.lowercased().split(separator: "/").dropLast()
    return segments.contains { productSegments.contains(String($0)) }
  }

  private static let productSegments: Set = [
    "product", "products", "p", "item", "items", "instruments", "produkt", "produkte", "produit", "produits",
    "producto", "productos", "prodotto", "prodotti",
  ]

  private static let numbers = [
    "sku", "mpn", "ean", "ean13", "gtin", "gtin13", "gtin12", "gtin14", "upc", "barcode", "modelnumber", "partnumber",
    "articlenumber", "itemnumber", "productcode", "productid", "productnumber", "itemid", "stockcode", "vendor",
    "producttype",
  ]

  // MARK: Fields

  func draft() -> ProductDraft {
    var draft = ProductDraft()
    let set = { (field: ProductField, text: String?) in draft.set(field, text.map(JSON.string), by: .embedded) }
    set(.name, name)
    set(.url, address)
    set(.description, description)
    set(.sku, text(["sku", "productcode", "articlenumber", "itemnumber", "partnumber", "productnumber", "itemid"]))
    set(.mpn, text(["mpn", "modelnumber", "manufacturerpartnumber"]))
    set(.gtin, text(["gtin13", "gtin14", "gtin12", "gtin", "ean13", "ean", "upc", "barcode"]))
    set(.brand, text(["brand", "brandname", "manufacturer", "vendor", "itembrand"]))
    set(.category, text(["category", "categoryname", "producttype", "itemcategory", "primarycategory"]))
    set(.availability, text(Self.availabilities))
    set(.itemID, members["id"]?.plainText ?? text(["productid", "objectid", "databaseid"]))
    set(.price, price)
    set(.currency, currency)
    draft.set(.image, .array(pictures.map(JSON.string)), by: .embedded)
    if pictures.count > 1 { draft.set(.gallery, .array(pictures.map(JSON.string)), by: .embedded) }
    draft.set(.variants, variants, by: .embedded)
    draft.set(.documents, documents, by: .embedded)
    draft.set(.accessories, related(["accessories", "relatedaccessories", "compatibleaccessories"]), by: .embedded)
    draft.set(.accessoryOf, related(["accessoryfor", "accessoryof", "compatiblewith", "fits"]), by: .embedded)
    return draft
  }

  private static let availabilities = [
    "availability", "stockstatus", "instock", "isinstock", "available", "availableforsale",
  ]

  /// The title of a product, or of its first variant where the state leaves the product's own out (Shopify's `meta`).
  var name: String? {
    let keys = ["name", "title", "productname", "producttitle", "displayname", "itemname", "label", "heading"]
    if let own = keys.lazy.compactMap({ members[$0].flatMap(Self.text) }).first(where: { !$0.isEmpty }) { return own }
    guard let variant = members["variants"]?.array?.first, let full = variant["name"]?.string else { return nil }
    let choice = variant["public_title"]?.string.map { " - \($0)" } ?? ""
    return Whitespace.collapsed(!choice.isEmpty && full.hasSuffix(choice) ? String(full.dropLast(choice.count)) : full)
  }

  private func text(_ keys: [String]) -> String? { keys.lazy.compactMap { members[$0].flatMap(Self.text) }.first }

  /// A text, the name of a thing, or a text in the first of several languages.
  private static func text(_ value: JSON) -> String? {
    if let text = value.plainText { return Whitespace.collapsed(text) }
    let value = value.array?.first ?? value
    guard let object = value.object else { return nil }
    if let name = (object["name"] ?? object["title"] ?? object["label"] ?? object["text"])?.plainText { return name }
    let isTranslated = object.members.allSatisfy { (2...5).contains($0.name.count) && $0.value.string != nil }
    return isTranslated ? (object["en"] ?? object.members.first?.value)?.string : nil
  }

  private var description: String? {
    text([
      "description", "shortdescription", "descriptionhtml", "bodyhtml", "longdescription", "summary", "excerpt",
      "preamble",
    ])
  }

  // MARK: Addresses

  private var address: String? {
    for key in Self.addressKeys {
      guard let value = members[key], let text = Self.addressText(value), !text.isEmpty else { continue }
      if text.contains("/") || text.hasSuffix(".html") { return text }
      if let known = links.address(endingIn: text) { return known }
      // Shopify's own address of a handle.
      if key == "handle" { return "/products/\(text)" }
    }
    return nil
  }

  private static let addressKeys = [
    "url", "producturl", "canonicalurl", "absoluteurl", "permalink", "link", "productlink", "href", "path", "fullpath",
    "uri", "pageurl", "detailurl", "seourl", "to", "handle", "slug", "urlkey",
  ]

  private static func addressText(_ value: JSON) -> String? {
    if let text = value.string { return text.hasPrefix("data:") ? nil : text }
    guard let object = value.object else { return nil }
    return ["href", "url", "path", "uri", "permalink", "slug", "current"].lazy.compactMap { object[$0]?.string }.first
  }

  // MARK: Pictures

  private var pictures: [String] {
    var seen: Set<String> = []
    return Self.pictureKeys.compactMap { members[$0] }.flatMap { Self.pictures($0) }.filter { seen.insert($0).inserted }
  }

  private static let pictureKeys = [
    "productimage", "mainimage", "primaryimage", "featuredimage", "image", "imageurl", "imgurl", "imagesrc", "img",
    "picture", "photo", "packshot", "cover", "heroimage", "images", "productimages", "gallery", "media", "photos",
    "pictures", "thumbnail", "thumb",
  ]

  private static func pictures(_ value: JSON, depth: Int = 0) -> [String] {
    guard depth < 6 else { return [] }
    switch value {
    case .string(let text): return text.contains("/") || text.contains(".") ? [text] : []
    case .array(let values): return values.prefix(40).flatMap { pictures($0, depth: depth + 1) }
    case .object(let object):
      for name in ["url", "src", "href", "originalSrc", "sourceUrl", "source_url", "contentUrl", "original", "file"] {
        if let text = object[name]?.string, !text.isEmpty { return [text] }
      }
      let inner = ["image", "file", "asset", "node", "nodes", "edges", "data", "attributes", "fields", "large", "full"]
      return inner.lazy.compactMap { object[$0] }.map { pictures($0, depth: depth + 1) }.first { !$0.isEmpty } ?? []
    default: return []
    }
  }

  // MARK: Relations

  /// A family's members: what the state calls its variants, models or versions.
  private var variants: JSON? {
    guard let rows = first(["variants", "models", "versions", "skus", "children", "variations"]) else { return nil }
    let nodes = rows.array ?? rows["nodes"]?.array ?? rows["edges"]?.array?.compactMap { $0["node"] } ?? []
    let variants = nodes.prefix(200).compactMap { node -> JSON? in
      guard let object = node.object else { return nil }
      let variant = StateProduct(object, links: links)
      let choice = object["public_title"]?.string ?? variant.text(["title", "name", "label", "displayname"])
      guard let choice, choice != "Default Title" else { return nil }
      var row: JSONObject = ["name": .string(choice)]
      row["sku"] = variant.text(["sku", "productcode", "articlenumber"]).map(JSON.string)
      row["gtin"] = variant.text(["gtin13", "gtin", "ean", "barcode", "upc"]).map(JSON.string)
      row["url"] = variant.address.map(JSON.string)
      row["image"] = variant.pictures.first.map(JSON.string)
      row["price"] = (isInCents ? variant.cents : variant.price).map(JSON.string)
      row["currency"] = (variant.currency ?? currency).map(JSON.string)
      row["availability"] = variant.text(Self.availabilities).map(JSON.string)
      return .object(row)
    }
    return .array(variants)
  }

  private var documents: JSON? {
    let keys = ["documents", "manuals", "downloads", "manual", "usermanual", "files"]
    let rows = keys.compactMap { members[$0] }.flatMap { $0.array ?? [$0] }
    let documents = rows.compactMap { row -> JSON? in
      guard let url = row.string ?? Self.pictures(row).first, DocumentLinks.isDocument(url) else { return nil }
      return ["url": .string(url), "title": JSON(row.object == nil ? nil : Self.text(row))]
    }
    return .array(documents)
  }

  private func related(_ keys: [String]) -> JSON? {
    guard let value = first(keys) else { return nil }
    return .array(
      (value.array ?? [value]).prefix(200).compactMap { row in
        guard let object = row.object else { return row.string.map(JSON.string) }
        let product = StateProduct(object, links: links)
        return (product.address ?? product.name).map(JSON.string)
      })
  }
}
