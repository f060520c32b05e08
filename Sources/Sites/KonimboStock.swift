package import Markup
internal import Text

/// What an item page says about stock; nothing where it says nothing.
struct KonimboStock {
  private(set) var isInStock: Bool?
  private(set) var isContactOnly = false

  /// Machine-readable statements come first, then the shop's own marks inside `details`, the block of the item.
  init(_ document: Document, details: Node) {
    let buy = details.element(id: "item_link_buy_now")
    let canBuy = buy?.firstDescendant(class: "buyNow") != nil || details.firstDescendant(class: "commit_to_real") != nil
    isContactOnly = !canBuy && buy?.firstDescendant(class: "contactNow") != nil
    isInStock = Self.declared(document) ?? Self.marked(details) ?? (canBuy ? true : nil)
  }

  private static func declared(_ document: Document) -> Bool? {
    let data = StructuredData.jsonLD(in: document) + StructuredData.microdata(in: document)
    let products = SchemaReader.finds(in: data.map(\.value), by: .jsonLD).drafts
    let graph = OpenGraph(in: document)
    let loose = document.node.descendants.first { $0.attribute("itemprop") == "availability" }
    let statements = [
      products.first?.text(.availability), graph?["product:availability"], graph?["og:availability"],
      loose.map { $0.attribute("content") ?? $0.attribute("href") ?? $0.text },
    ]
    return statements.lazy.compactMap { $0.flatMap(Availability.isInStock) }.first
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

extension Node {
  /// Whether the element's own markup keeps it from readers.
  package var isHidden: Bool {
    hasClass("hidden") || hasAttribute("hidden")
      || attribute("style").map { $0.filter { $0 != " " }.lowercased().contains("display:none") } ?? false
  }
}
