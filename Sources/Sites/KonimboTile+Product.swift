internal import Catalogue
internal import JSON
internal import Text

extension KonimboTile {
  /// What a tile is that is no product.
  enum Other: String, CaseIterable {
    case event, article, about
  }

  /// The class of a tile that sells nothing; nil for products, also for those whose price is only told on request.
  var other: Other? {
    guard Self.amount(price) == nil, !isContactOnly else { return nil }
    let isEditorial = Self.editorial.contains { category.contains($0) } || category.lowercased().contains("blog")
    let words = name.lowercased()
    if isEditorial || category.isEmpty {
      if Self.eventWords.contains(where: { words.contains($0) }) { return .event }
      if Self.aboutWords.contains(where: { words.contains($0) }) { return .about }
    }
    return isEditorial ? .article : nil
  }

  /// Blog, articles, events, workshops, news.
  private static let editorial = ["בלוג", "מאמרים", "כתבות", "אירועים", "סדנאות", "כיתות אמן", "חדשות"]

  private static let eventWords = [
    "כיתת אמן", "סדנת", "סדנה", "תחרות", "מפגש", "הופעה", "בהופעה", "אירוע", "masterclass", "master class", "contest",
    "workshop", "popup", "pop-up", "live event",
  ]

  private static let aboutWords = ["הכירו את", "על המותג", "סדרת", "המוניטורים של", "חוגגת", "אודות", "about "]
}

extension KonimboTile {
  /// The product record (design §3), in the declared order.
  func record(of page: Page, at address: PageAddress) -> JSONObject {
    let current = Self.amount(price)
    var record: JSONObject = [
      "type": "product", "source": .string(page.request.source.rawValue), "brand_id": .string(page.request.brandID),
      "id": .string(id), "halilit_id": .string(id), "item_code": itemCode.orNull, "brand_title": brandTitle.orNull,
      "name": .string(name), "url": JSON(pageURL(at: address)), "image_url": JSON(address.product(image)),
      "category": category.orNull, "description": description.orNull,
      "price": JSON(current == nil ? nil : Self.shown(price)),
      "price_ils": current.orNull, "original_price_ils": Self.amount(originalPrice).orNull,
      "eilat_price_ils": Self.amount(eilatPrice).orNull, "currency": "ILS", "in_stock": .null,
      "page_url": .string(page.finalURL),
    ]
    record.addProvenance(of: page)
    if current == nil { record["price_reason"] = isContactOnly ? "contact-only" : "not-shown" }
    if let current, let hidden = Amount(spelling: hiddenPrice), hidden != current {
      record["price_conflict"] = .string(hiddenPrice)
    }
    let unread = unreadable(current, at: address)
    if !unread.isEmpty { record["unreadable"] = .array(unread.map(JSON.string)) }
    if !labels.isEmpty { record["labels"] = .array(labels.map { .string($0) }) }
    return record
  }

  /// The address of the item's own page; its number says all, and a query only how a reader came there.
  private func pageURL(at address: PageAddress) -> String? {
    guard let page = address.page(href), var url = try? WebURL(page), KonimboPath(url)?.kind == .item else {
      return address.page(href)
    }
    url.query = nil
    return url.href
  }

  /// The fields that the tile shows and that say nothing; a price told on request is none of them.
  private func unreadable(_ current: Amount?, at address: PageAddress) -> [String] {
    let isPriceLost = Price(price)?.amount == nil && price.contains(where: \.isNumber)
    let shown: [(member: String, text: String, isRead: Bool)] = [
      ("price_ils", price, current != nil || !isPriceLost),
      ("original_price_ils", originalPrice, Self.amount(originalPrice) != nil),
      ("eilat_price_ils", eilatPrice, Self.amount(eilatPrice) != nil),
      ("image_url", image, address.product(image) != nil),
    ]
    return shown.filter { !$0.text.isEmpty && !$0.isRead }.map(\.member)
  }

  /// The amount of a price text; nil also for zero, which shops show for what they do not sell.
  static func amount(_ text: String) -> Amount? {
    guard !text.isEmpty, let amount = Price(text)?.amount, amount.units > 0 else { return nil }
    return amount
  }

  /// The number of a price text as the page spells it, `1,449` of `1,449 ₪`; nil without one.
  static func shown(_ text: String) -> String? {
    let fromDigit = text.utf8.drop { !ASCII.isDigit($0) }
    let number = fromDigit.prefix { ASCII.isDigit($0) || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ".") }
    let end = number.lastIndex(where: ASCII.isDigit).map { number.index(after: $0) } ?? number.startIndex
    return number.isEmpty ? nil : String(Substring(number[..<end]))
  }
}

extension Amount? {
  var orNull: JSON { map { .number($0.spelling) } ?? .null }
}

extension String {
  var orNull: JSON { isEmpty ? .null : .string(self) }
}
