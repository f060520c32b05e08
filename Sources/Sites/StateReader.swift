internal import JSON
internal import Markup
internal import Text

/// Finds products in the state that a page embeds for its own scripts, whatever shape the site gave it.
struct StateReader {
  /// Products that stand in one place: a list's elements, or one object.
  private struct Group {
    var drafts: [ProductDraft] = []
    let isList: Bool
  }

  /// What the members above say of a value.
  private struct Place {
    /// The names of the members above, each cut where it is longer than any name a program gives.
    var path = ""
    /// Whether a member above is named after products.
    var isAmongProducts = false
    var isInList = false
  }

  private static let deepest = 24

  private let links: PageLinks
  private var groups: [String: Group] = [:]
  private var order: [String] = []
  /// Values that are looked at before the search is ended.
  private var steps = 400_000

  /// The page's own product where a state has one outside every list; else what the lists hold, each product once.
  static func drafts(in states: [EmbeddedState], links: PageLinks) -> [ProductDraft] {
    // What is told to an analytics service repeats the page's products without their addresses.
    let (analytics, others) = (states.filter { $0.name == "dataLayer" }, states.filter { $0.name != "dataLayer" })
    for states in [others, analytics] {
      var reader = StateReader(links: links)
      for state in states { reader.visit(state.value, named: state.name, Place()) }
      let found = reader.products()
      if !found.isEmpty { return found }
    }
    return []
  }

  private init(links: PageLinks) { self.links = links }

  // MARK: Walking

  private mutating func visit(_ value: JSON, named name: String, _ above: Place, depth: Int = 0) {
    steps -= 1
    guard depth < Self.deepest, steps > 0 else { return }
    let key = StateKey(name)
    guard !key.isAside else { return }
    var place = above
    place.path += "." + (key.isIdentity ? "*" : name.prefix(60))
    place.isAmongProducts = key.namesProducts || (above.isAmongProducts && key.isNeutral)
    switch value {
    case .array(let values):
      place.isInList = true
      for value in values { visit(element: value, place, depth) }
    case .object(let object):
      if key.isIdentity { place.isInList = true }
      visit(object, place, depth)
    default: break
    }
  }

  private mutating func visit(element value: JSON, _ place: Place, _ depth: Int) {
    steps -= 1
    guard depth < Self.deepest, steps > 0 else { return }
    switch value {
    case .object(let object): visit(object, place, depth + 1)
    case .array(let values): for value in values { visit(element: value, place, depth + 1) }
    default: break
    }
  }

  private mutating func visit(_ object: JSONObject, _ place: Place, _ depth: Int) {
    let product = StateProduct(object, links: links)
    if product.isProduct(amongProducts: place.isAmongProducts) {
      add(product.draft(), at: place)
    } else {
      for member in object.members { visit(member.value, named: member.name, place, depth: depth + 1) }
    }
  }

  private mutating func add(_ draft: ProductDraft, at place: Place) {
    if groups[place.path] == nil { order.append(place.path) }
    groups[place.path, default: Group(isList: place.isInList)].drafts.append(draft)
  }

  // MARK: What counts

  private func products() -> [ProductDraft] {
    let found = order.compactMap { groups[$0] }
    let own = found.filter { !$0.isList }
    // The fullest list tells names best; teasers elsewhere lead to the same products under other titles.
    let counted = own.isEmpty ? found.sorted { $0.drafts.count > $1.drafts.count } : own
    var unique: [ProductDraft] = []
    var positions: [String: Int] = [:]
    for draft in counted.flatMap({ Self.withoutNavigation($0.drafts) }) {
      let keys = [
        draft.text(.url).map { "url \($0)" }, draft.text(.sku).map { "sku \($0)" },
        draft.text(.url) == nil ? draft.text(.name).map { "name \($0)" } : nil,
      ].compactMap { $0 }
      if let at = keys.lazy.compactMap({ positions[$0] }).first {
        unique[at].fill(from: draft)
      } else {
        for key in keys { positions[key] = unique.count }
        unique.append(draft)
      }
    }
    return unique
  }

  /// Cards that lead up to overviews stand among those of products: their addresses are shorter than most.
  private static func withoutNavigation(_ drafts: [ProductDraft]) -> [ProductDraft] {
    let depths = drafts.map { draft in
      draft.text(.url).map { url in url.prefix { $0 != "?" && $0 != "#" }.split(separator: "/").count }
    }
    let known = depths.compactMap { $0 }
    guard known.count >= 4 else { return drafts }
    let counts = known.reduce(into: [Int: Int]()) { $0[$1, default: 0] += 1 }
    guard let usual = counts.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }), usual.value * 3 >= known.count * 2
    else { return drafts }
    return zip(drafts, depths).filter { $1.map { $0 >= usual.key } ?? true }.map(\.0)
  }
}

/// What the name of a member says about the value.
struct StateKey {
  /// Lower case, letters and digits only: `product_images` and `productImages` are one.
  let word: String
  /// Whether the name identifies one of many, as in `Product:17`.
  let isIdentity: Bool

  init(_ name: String) {
    word = StateKey.folded(name)
    isIdentity = name.utf8.contains(where: ASCII.isDigit)
  }

  static func folded(_ name: String) -> String {
    String(
      decoding: name.utf8.compactMap { byte -> UInt8? in
        switch byte {
        case 0x41...0x5A: byte | 0x20
        case 0x61...0x7A, 0x30...0x39, 0x80...: byte
        default: nil
        }
      }, as: UTF8.self)
  }

  var namesProducts: Bool {
    ["product", "impression", "ecommerce", "accessor"].contains { word.contains($0) } && !isAside
  }

  /// Names of containers, which say nothing about what they contain.
  var isNeutral: Bool { isIdentity || Self.neutral.contains(word) }

  /// Whether what stands there is no product of the page: menus, texts, parts of a product, products of other pages.
  var isAside: Bool {
    Self.aside.contains(word) || Self.asideStems.contains { word.contains($0) }
  }

  private static let neutral: Set = [
    "items", "item", "nodes", "node", "edges", "data", "hits", "results", "result", "list", "entries", "entities",
    "records", "content", "contents", "all", "byid", "page", "pages", "payload", "value", "values", "cards", "props",
    "attributes", "fields", "detail", "current", "active", "featured",
  ]

  private static let aside: Set = [
    "header", "footer", "seo", "i18n", "cart", "hero", "media", "social", "menus", "nav", "tags", "types", "tabs",
    "posts", "promoview", "user", "news", "newsitems", "config", "configuration", "runtimeconfig",
  ]

  private static let asideStems = [
    "menu", "navigation", "breadcrumb", "categor", "filter", "facet", "setting", "translation", "locale",
    "checkout", "wishlist", "review", "rating", "question", "option", "variant", "variation", "banner", "slide",
    "article", "event", "dealer", "artist", "shipping", "payment", "promotion", "related", "recommend",
    "upsell", "crosssell", "similar", "recentlyviewed", "alsobought", "image", "video", "download",
    "document", "producttype", "productattribute", "productcount", "producttag", "productlogo", "productline",
  ]
}
