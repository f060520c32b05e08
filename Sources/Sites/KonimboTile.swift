internal import JSON
internal import Markup
internal import Text

/// One tile of a Konimbo listing as it stands on the page, read in a single pass over its elements.
struct KonimboTile {
  var id = ""
  var itemCode = ""
  var brandTitle = ""
  var category = ""
  var name = ""
  var href = ""
  var image = ""
  var description = ""
  /// The price with its currency, without its hidden label and without the Eilat price inside it.
  var price = ""
  var originalPrice = ""
  var eilatPrice = ""
  /// The shop's own number beside the shown price, as in `1449.0`.
  var hiddenPrice = ""
  var isContactOnly = false
  var labels: [String] = []
  /// Amounts in shekels that stand in the tile and that no field took.
  var unreadAmounts = 0
  /// Whether one of them must be the price, because nothing else is.
  var hasUnreadPrice: Bool { price.isEmpty && unreadAmounts > 0 }

  /// Whether the tile shows what no product can be without.
  var isReadable: Bool { !name.isEmpty && !href.isEmpty }

  private var patience = 50

  /// The tiles of a page. A tile ends where the next begins, even where the page forgot to close it.
  static func all(in page: Node) -> [Node] {
    let classed = page.descendants(class: "layout_list_item").filter { identity(of: $0) != nil }
    guard classed.isEmpty else { return classed }
    return page.descendants.filter {
      $0.kind == .element && identity(of: $0) != nil && $0.hasAttribute("data-item-code")
    }
  }

  /// The item number of a tile's element; nil for every other element.
  static func identity(of element: Node) -> String? {
    guard let id = element.attribute("id"), id.hasPrefix("item_id_") else { return nil }
    let number = id.dropFirst("item_id_".count)
    return !number.isEmpty && number.utf8.allSatisfy(ASCII.isDigit) ? String(number) : nil
  }

  init(_ tile: Node) {
    id = Self.identity(of: tile) ?? ""
    itemCode = Whitespace.collapsed(tile.attribute("data-item-code") ?? "")
    brandTitle = Whitespace.collapsed(tile.attribute("data-brand-title") ?? "")
    category = Whitespace.collapsed(tile.attribute("data-category-title") ?? "")
    var heading = ""
    for node in tile.descendants where node.kind == .element {
      if node.hasAttribute("id"), Self.identity(of: node) != nil { break }
      if node.isNamed("a") {
        if href.isEmpty { readLink(node) }
      } else if node.isNamed("img") {
        readImage(node)
      } else if let words = node.attribute("class") {
        read(node, words)
      }
      if heading.isEmpty, patience > 0, node.isHeading {
        heading = node.ownText
        if heading.isEmpty { patience -= 1 }
      }
    }
    if name.isEmpty { name = heading }
    labels = Self.distinct(labels)
    let read = [price, originalPrice, eilatPrice].count { !$0.isEmpty }
    unreadAmounts = max(0, Self.amounts(in: tile) - read)
  }

  /// The labels in their order, each once.
  static func distinct(_ labels: [String]) -> [String] {
    var seen: Set<String> = []
    return labels.filter { seen.insert($0).inserted }
  }

  /// How many amounts in shekels a reader of the tile sees; prices per unit do not count.
  private static func amounts(in tile: Node) -> Int {
    let text = tile.text { node in identity(of: node) != nil || node.hasClass("data_record_price_for_unit") }
    return text.unicodeScalars.count { $0 == "₪" }
  }

  private mutating func readLink(_ link: Node) {
    let target = Whitespace.collapsed(link.attribute("href") ?? "")
    if target.contains("/items/") { href = target }
  }

  /// The first image of a tile shows the product; those after it are sale icons, which speak by their `alt`.
  private mutating func readImage(_ node: Node) {
    guard image.isEmpty else {
      let label = Whitespace.collapsed(node.attribute("alt") ?? "")
      if !label.isEmpty, node.isInIconBox { labels.append(label) }
      return
    }
    guard !node.isInIconBox else { return }
    let lazy = node.attribute("data-src") ?? node.attribute("data-original")
    image = Whitespace.collapsed(lazy ?? node.attribute("src") ?? "")
  }

  private mutating func read(_ node: Node, _ words: String) {
    for word in words.utf8.split(whereSeparator: { $0 <= 0x20 }) {
      guard let field = KonimboTile.fields[String(Substring(word))] else { continue }
      switch field {
      case .name: fill(\.name, node) { $0.ownText }
      case .description: fill(\.description, node) { $0.ownText }
      case .price: fill(\.price, node) { $0.priceText }
      case .originalPrice: fill(\.originalPrice, node) { $0.priceText }
      case .eilatPrice: fill(\.eilatPrice, node) { $0.ownText }
      case .hiddenPrice: fill(\.hiddenPrice, node) { $0.ownText }
      case .contact: readContact(node)
      case .brand: fill(\.brandTitle, node) { Self.brandTitle(of: $0.attribute("data-brand-json") ?? "") }
      }
      return
    }
  }

  private mutating func readContact(_ node: Node) {
    var text = ""
    if !isContactOnly, patience > 0 { text = node.ownText }
    if text == "true" { isContactOnly = true } else { patience -= 1 }
  }

  /// Reads a field that is still empty; hostile tiles nest empty elements by the thousand.
  private mutating func fill(_ field: WritableKeyPath<Self, String>, _ node: Node, _ text: (Node) -> String) {
    guard self[keyPath: field].isEmpty, patience > 0 else { return }
    let text = text(node)
    if text.isEmpty { patience -= 1 } else { self[keyPath: field] = text }
  }

  /// The title in the JSON that some themes give instead of the attribute.
  private static func brandTitle(of text: String) -> String {
    guard let json = try? JSON(parsing: Array(text.utf8)) else { return "" }
    return Whitespace.collapsed(json.string ?? json["title"]?.string ?? json["name"]?.string ?? "")
  }

  private enum Field {
    case name, description, price, originalPrice, eilatPrice, hiddenPrice, contact, brand
  }

  /// The class words of the platform's themes; the tags differ from theme to theme.
  private static let fields: [String: Field] = [
    "title_with_brand": .name, "title": .name, "content": .description, "price": .price,
    "origin_price": .originalPrice, "items_show_eilat_price_price": .eilatPrice, "item_price": .hiddenPrice,
    "item_only_contact": .contact, "item__onlyContact": .contact, "brand_json": .brand,
  ]
}

extension Node {
  /// The text with its labels, as a reader sees it.
  var collapsed: String { Whitespace.collapsed(text) }

  /// The same; nil for more than a name, a title or a label, however much of it is white space.
  var collapsedLabel: String? { text(upTo: 500).map(Whitespace.collapsed) }

  /// The same without tiles that an unclosed element swallowed.
  fileprivate var ownText: String {
    Whitespace.collapsed(text { KonimboTile.identity(of: $0) != nil })
  }

  /// The text of a price block without labels and without a second price inside it.
  var priceText: String {
    Whitespace.collapsed(text(skipping: \.isBesidePrice))
  }

  var isBesidePrice: Bool {
    if KonimboTile.identity(of: self) != nil { return true }
    guard let words = attribute("class") else { return false }
    return words.utf8.split(whereSeparator: { $0 <= 0x20 }).contains { besidePrice.contains(String(Substring($0))) }
  }

  var isHeading: Bool { ["h1", "h2", "h3", "h4", "h5"].contains { isNamed($0) } }

  /// Whether a sale icon's box is close above.
  fileprivate var isInIconBox: Bool {
    var next = parent
    for _ in 0..<6 {
      guard let node = next else { return false }
      if node.attribute("id") == "item_icons" || node.hasClass("index_icons") { return true }
      next = node.parent
    }
    return false
  }
}

/// The class words of what stands in or beside a price and is another thing: labels, the Eilat price, unit prices.
private let besidePrice: Set = [
  "items_show_price_text", "items_show_origin_price_text", "show_eilat_price", "data_record_price_for_unit",
]
