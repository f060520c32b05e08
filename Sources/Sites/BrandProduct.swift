internal import Catalogue
internal import JSON
internal import Markup
internal import Text

/// Turns a draft into the product record of a brand's site (design §3).
struct BrandProduct {
  let config: BrandConfig
  let page: Page
  let address: PageAddress

  /// Nil for a draft without a name, which is no product yet.
  func record(of draft: ProductDraft) -> JSONObject? {
    guard let name = draft.text(.name).map(Self.decodedName), !name.isEmpty else { return nil }
    let url = self.url(of: draft)
    let picture = image(draft)
    var record: JSONObject = [
      "type": "product", "source": .string(page.request.source.rawValue), "brand_id": .string(config.brandID),
      "id": .string(id(name: name, url: url)), "name": .string(name), "url": JSON(url?.href),
      "host": JSON(url?.authority),
      "images": picture.map { ["main": .string($0), "thumbnail": .string(thumbnail(draft) ?? $0)] } ?? .null,
      "documentation": documentation(draft, url), "description": JSON(description(draft, name)),
      "specs": draft[.specs] ?? .null, "category": JSON(draft.text(.category)), "sku": JSON(draft.text(.sku)),
      "gtin": JSON(gtin(draft)),
    ]
    setPrice(of: draft, in: &record)
    if let stock = draft.text(.availability).flatMap(Availability.isInStock) { record["in_stock"] = .bool(stock) }
    for (member, field) in Self.optional { if let text = draft.text(field) { record[member] = .string(text) } }
    if let documents = draft[.documents]?.array { record["documents"] = .array(documents.map(document)) }
    let gallery = gallery(draft)
    if gallery.count > 1 { record["gallery"] = .array(gallery.map(JSON.string)) }
    for field in [ProductField.accessories, .accessoryOf] {
      if let links = draft[field]?.array { record[field.rawValue] = .array(links.map(related)) }
    }
    let variants = (draft[.variants]?.array ?? []).filter { !Self.isOnlyVariant($0) }.map(variant)
    if !variants.isEmpty { record["variants"] = .array(variants) }
    let unread = unreadable(draft, in: record)
    if !unread.isEmpty { record["unreadable"] = .array(unread.map(JSON.string)) }
    record["extraction"] = extraction(draft)
    record["page_url"] = .string(page.finalURL)
    record.addProvenance(of: page)
    return record
  }

  private static let optional: [(String, ProductField)] = [
    ("mpn", .mpn), ("brand_title", .brand), ("item_id", .itemID), ("family", .family),
  ]

  /// The members that the page has a text for and that say nothing.
  private func unreadable(_ draft: ProductDraft, in record: JSONObject) -> [String] {
    let shown: [(String, ProductField)] = [("gtin", .gtin), ("price_amount", .price), ("url", .url)]
    return shown.filter { draft.text($0.1) != nil && (record[$0.0] ?? .null).isNull }.map(\.0)
  }

  private func extraction(_ draft: ProductDraft) -> JSON {
    .object(
      JSONObject(
        draft.strategies.sorted { $0.key < $1.key }.map { .init($0.key.rawValue, .string($0.value.rawValue)) }))
  }

  // MARK: Identity

  func url(of draft: ProductDraft) -> WebURL? {
    if let own = draft.text(.url).flatMap(address.product), let url = try? WebURL(own) { return url.identity }
    return page.request.role == .item ? address.claimed?.identity : nil
  }

  /// Whether the draft's address is the page's.
  func isOwn(_ draft: ProductDraft) -> Bool {
    let own = [address.claimed?.identity, address.fetched?.identity].compactMap { $0?.path }
    return draft.text(.url) != nil && url(of: draft).map { own.contains($0.path) } == true
  }

  /// `<brand>-<slug>`, from the last part of the product's own address, which outlives its name's spelling and is the
  /// same on a list and on the product's page; from the name where the address tells no product apart.
  private func id(name: String, url: WebURL?) -> String {
    var slug = ""
    let own = page.request.role == .item ? (try? WebURL(page.request.url)) ?? url : url
    if let own, page.request.role == .item || own.path != address.claimed?.path {
      let last = own.decodedSegments.last { !$0.isEmpty } ?? ""
      let stem = last.firstRange(of: ".").map { String(last[..<$0.lowerBound]) } ?? last
      if stem.contains(where: \.isLetter), !Self.pageNames.contains(stem.lowercased()) { slug = Slug.distinct(stem) }
    }
    if slug.isEmpty { slug = Slug.distinct(name) }
    return slug.hasPrefix("\(config.brandID)-") ? slug : "\(config.brandID)-\(slug)"
  }

  private static let pageNames: Set = ["index", "product", "products", "item", "detail", "view", "show", "default"]

  /// A trade item number whose check digit is right; others are noise.
  private func gtin(_ draft: ProductDraft) -> String? {
    guard let gtin = draft.text(.gtin).flatMap({ GTIN($0) }), gtin.kind != .issn, gtin.kind != .isbn10 else {
      return nil
    }
    return gtin.digits
  }

  // MARK: Pictures, documents, relations

  private func image(_ draft: ProductDraft) -> String? {
    (pictures(draft[.image]) + pictures(draft[.gallery])).first
  }

  private func thumbnail(_ draft: ProductDraft) -> String? { draft.text(.thumbnail).flatMap(picture) }

  private func gallery(_ draft: ProductDraft) -> [String] {
    var seen: Set<String> = []
    return pictures(draft[.gallery]).filter { seen.insert($0).inserted }
  }

  private func pictures(_ value: JSON?) -> [String] {
    guard let value else { return [] }
    return (value.array ?? [value]).compactMap { $0.plainText.flatMap(picture) }
  }

  private func picture(_ reference: String) -> String? {
    guard let url = address.product(reference).flatMap({ try? WebURL($0) }) else { return nil }
    let original = ImageAddress.original(of: url)
    return ImageAddress.isDecoration(original) ? nil : original.href
  }

  /// The best document: a manual where the page links one, else the product's page itself.
  private func documentation(_ draft: ProductDraft, _ url: WebURL?) -> JSON {
    let documents = (draft[.documents]?.array ?? []).map(document)
    let best = documents.first { $0["type"] == "manual" } ?? documents.first { $0["url"] != nil }
    if let best { return ["url": best["url"] ?? .null, "type": best["type"] ?? "document"] }
    return url.map { ["url": .string($0.href), "type": "html"] } ?? .null
  }

  /// A document as an object with an absolute address and its kind, also where only that address was read.
  private func document(_ value: JSON) -> JSON {
    guard value["type"] == nil, let text = value["url"]?.plainText ?? value.plainText,
      let url = address.product(text)
    else { return value }
    let title = value["title"]?.plainText
    let kind = DocumentKind.of(url: url, label: title ?? "")
    var document: JSONObject = ["url": .string(url), "type": .string(kind)]
    if value.object != nil { document["title"] = JSON(title) }
    return .object(document)
  }

  private func related(_ value: JSON) -> JSON {
    guard let text = value.plainText else { return value }
    let isAddress = text.contains("/") && !text.contains(" ")
    return isAddress ? address.product(text).map(JSON.string) ?? value : value
  }

  /// What shop systems keep for a product that has no variants.
  private static func isOnlyVariant(_ value: JSON) -> Bool { value["name"]?.plainText == "Default Title" }

  private func variant(_ value: JSON) -> JSON {
    guard var object = value.object else { return value.plainText.map { ["name": .string($0)] } ?? value }
    if let url = object["url"]?.plainText { object["url"] = JSON(address.product(url)) }
    if let image = object["image"]?.plainText { object["image"] = JSON(picture(image)) }
    if let text = object["price"]?.plainText {
      let price = Self.price(text, currency: object["currency"]?.plainText)
      object["price_amount"] = price.amount.orNull
      object["price_currency"] = JSON(price.currency)
      object["currency"] = nil
    }
    if let stock = object["availability"]?.plainText.flatMap(Availability.isInStock) {
      object["in_stock"] = .bool(stock)
      object["availability"] = nil
    }
    return .object(object)
  }

  // MARK: Texts and prices

  /// A description as plain text; one that only repeats the name, or a cookie banner, is none.
  private func description(_ draft: ProductDraft, _ name: String) -> String? {
    guard let raw = draft.text(.description) else { return nil }
    let text = Whitespace.collapsed(Self.plain(raw))
    guard !text.isEmpty, text != name, !Boilerplate.isConsentNotice(text) else { return nil }
    return text
  }

  /// A name without what was meant for HTML: `Nord &amp; Co`.
  private static func decodedName(_ text: String) -> String {
    let isEncoded = text.contains("&") && text.contains(";")
    return Whitespace.collapsed(isEncoded ? plain(text) : text)
  }

  private static func plain(_ text: String) -> String {
    guard text.contains("<") || text.contains("&"), let document = try? Document(html: text) else { return text }
    return document.node.text { $0.isNamed("script") || $0.isNamed("style") }
  }

  private func setPrice(of draft: ProductDraft, in record: inout JSONObject) {
    guard let text = draft.text(.price) else { return }
    let price = Self.price(text, currency: draft.text(.currency))
    guard let amount = price.amount else { return }
    record["price"] = .string(Whitespace.collapsed(text))
    record["price_amount"] = .number(amount.spelling)
    record["price_currency"] = JSON(price.currency)
    guard let before = draft.text(.originalPrice), let original = Self.price(before, currency: nil).amount else {
      return
    }
    record["original_price"] = .string(Whitespace.collapsed(before))
    record["original_price_amount"] = .number(original.spelling)
  }

  /// Machine-readable numbers have a point for the cents; everything else is read as people write prices.
  private static func price(_ text: String, currency: String?) -> (amount: Amount?, currency: String?) {
    let text = Whitespace.collapsed(text)
    let price = Amount(spelling: text).map { Price(amount: $0, currency: nil) } ?? Price(text, near: currency)
    guard let price, price.amount.units > 0 else { return (nil, nil) }
    let code = currency.map(Whitespace.collapsed).flatMap { Currency(in: $0)?.code }
    return (price.amount, price.currency?.code ?? code)
  }
}
