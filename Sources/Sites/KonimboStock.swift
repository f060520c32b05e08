internal import Markup
internal import Text

/// What an item page says about stock; nothing where it says nothing.
struct KonimboStock {
  private(set) var isInStock: Bool?
  private(set) var isContactOnly = false

  /// Machine-readable statements come first, then the shop's own marks inside `details`, the block of the item.
  init(_ page: Node, details: Node) {
    let buy = details.element(id: "item_link_buy_now")
    let canBuy = buy?.firstDescendant(class: "buyNow") != nil || details.firstDescendant(class: "commit_to_real") != nil
    isContactOnly = !canBuy && buy?.firstDescendant(class: "contactNow") != nil
    isInStock = Self.declared(page) ?? Self.marked(details) ?? (canBuy ? true : nil)
  }

  private static func declared(_ page: Node) -> Bool? {
    for node in page.descendants where node.kind == .element {
      let isStatement =
        node.attribute("itemprop") == "availability"
        || (node.isNamed("meta") && ["product:availability", "og:availability"].contains(node.attribute("property")))
      guard isStatement else { continue }
      if let stock = Availability.isInStock(node.attribute("content") ?? node.attribute("href") ?? node.text) {
        return stock
      }
    }
    return nil
  }

  private static func marked(_ details: Node) -> Bool? {
    if let state = details.firstDescendant(class: "stock_state") { return Availability.isInStock(state.text) }
    if outOfStockClasses.contains(where: { details.firstDescendant(class: $0) != nil }) { return false }
    let text = details.text { $0.isNamed("script") || $0.isNamed("style") || $0.isHidden }
    return soldOut.contains { Whitespace.collapsed(text).contains($0) } ? false : nil
  }

  private static let outOfStockClasses = ["out_of_stock", "out-of-stock", "out_of_stock_button", "item_out_of_stock"]

  private static let soldOut = ["אזל מהמלאי", "אזל המלאי", "אינו במלאי", "לא במלאי", "אין במלאי", "לא זמין במלאי"]
}

/// Availability as pages spell it: schema.org terms, OpenGraph words, the platform's own.
enum Availability {
  /// Nil for a word that says neither.
  static func isInStock(_ text: String) -> Bool? {
    let tail = Whitespace.collapsed(text).split(separator: "/").last ?? ""
    let word = tail.unicodeScalars.filter { $0.properties.isAlphabetic }.map { String($0).lowercased() }.joined()
    if inStock.contains(word) { return true }
    return outOfStock.contains(word) ? false : nil
  }

  private static let inStock: Set = [
    "instock", "instoreonly", "onlineonly", "limitedavailability", "available", "availablefororder",
  ]
  private static let outOfStock: Set = [
    "outofstock", "oos", "soldout", "discontinued", "backorder", "preorder", "presale", "pending",
  ]
}

extension Node {
  /// Whether the element's own markup keeps it from readers.
  var isHidden: Bool {
    hasClass("hidden") || hasAttribute("hidden")
      || attribute("style").map { $0.filter { $0 != " " }.lowercased().contains("display:none") } ?? false
  }
}
