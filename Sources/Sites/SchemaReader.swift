internal import JSON
internal import Markup
internal import Text

/// Reads products out of schema.org data, whatever syntax it came in.
struct SchemaReader {
  /// What the data of one syntax says.
  struct Finds {
    var drafts: [ProductDraft]
    /// Whether the data calls them products; entries of plain lists may be anything that has an address.
    var areTyped: Bool
    /// Products of which only others of the page tell.
    var neighbours: [ProductDraft] = []
  }

  private let products: SchemaProduct
  private let strategy: Strategy
  private var found: [Entry] = []
  private var positions: [String: Int] = [:]
  /// Nodes that were followed to: they may lead back to where they were named.
  private var followed: Set<String> = []
  private var listed: [ProductDraft] = []
  private var neighbours: [ProductDraft] = []
  private var trail: [String] = []

  /// One product with the names under which others refer to it.
  private struct Entry {
    var draft: ProductDraft
    /// What its variants call it.
    var groupKeys: [String]
    /// The group that it is a variant of.
    var memberOf: [String]
    let value: JSON
  }

  private var data: LinkedData { products.data }

  /// The products of `values` in document order, a family's variants inside it; entries of plain lists only where
  /// nothing says that it is a product.
  static func finds(in values: [JSON], by strategy: Strategy) -> Finds {
    var reader = SchemaReader(products: SchemaProduct(data: LinkedData(values), strategy: strategy), strategy: strategy)
    for value in values { reader.visit(value) }
    reader.gatherFamilies()
    let areTyped = !reader.found.isEmpty
    var drafts = areTyped ? reader.found.map(\.draft) : reader.listed
    // A breadcrumb trail ends with the page itself, so only a page of one product tells that product's category.
    if areTyped, drafts.count == 1, let category = reader.trail.dropLast().last {
      drafts[0].set(.category, .string(category), by: strategy)
    }
    return Finds(drafts: drafts, areTyped: areTyped, neighbours: reader.neighbours)
  }

  private init(products: SchemaProduct, strategy: Strategy) {
    self.products = products
    self.strategy = strategy
  }

  // MARK: Walking

  private mutating func visit(_ value: JSON) {
    switch value {
    case .array(let values): for value in values { visit(value) }
    case .object(let object):
      let types = LinkedData.types(of: value)
      if SchemaTypes.isProduct(value) {
        add(value)
      } else if types.contains("BreadcrumbList") {
        trail = names(inBreadcrumbs: object)
      } else if let offered = object["itemOffered"] {
        for item in offered.array ?? [offered] { visit(offered: follow(item), in: value) }
      } else {
        for member in object.members where member.name != "@context" {
          if member.name == "itemListElement" {
            for entry in member.value.array ?? [member.value] { visit(entry: entry) }
          } else {
            visit(member.value)
          }
        }
      }
    default: break
    }
  }

  private mutating func visit(entry: JSON) {
    let item = follow(entry["item"] ?? entry)
    guard SchemaTypes.isUntyped(item) else { return visit(item) }
    var draft = ProductDraft()
    let named = item["url"] ?? products.pageAddress(item["@id"] ?? item) ?? entry["url"]
    guard let address = named?.plainText else { return visit(item) }
    draft.set(.url, .string(address), by: strategy)
    draft.set(.name, item["name"] ?? entry["name"], by: strategy)
    draft.set(.image, products.address(item["image"] ?? entry["image"]), by: strategy)
    listed.append(draft)
  }

  /// What a bare `@id` stands for, the first time.
  private mutating func follow(_ value: JSON) -> JSON {
    guard let id = value["@id"]?.string, value.object?.members.count == 1 else { return value }
    return followed.insert(id).inserted ? data.resolved(value) : value
  }

  /// A product that an offer names has the offer's price.
  private mutating func visit(offered item: JSON, in offer: JSON) {
    guard SchemaTypes.isProduct(item), var object = item.object else { return visit(item) }
    if object["offers"] == nil, var terms = offer.object {
      terms["itemOffered"] = nil
      object["offers"] = .object(terms)
    }
    add(.object(object))
  }

  /// How products name others.
  private static let relations = [
    "isRelatedTo", "isSimilarTo", "isAccessoryOrSparePartFor", "isConsumableFor", "accessory", "predecessorOf",
    "successorOf",
  ]

  /// Adds a product; what the page says of it in another place is about the same one.
  private mutating func add(_ value: JSON) {
    let value = data.resolved(value)
    let draft = products.draft(of: value)
    for related in Self.relations.compactMap({ value[$0] }).flatMap({ $0.array ?? [$0] }) {
      if SchemaTypes.isProduct(related) { neighbours.append(products.draft(of: related)) }
    }
    let id = value["@id"]?.plainText
    if let id, let at = positions[id] {
      found[at].draft.fill(from: draft)
      return
    }
    if let id { positions[id] = found.count }
    found.append(
      Entry(
        draft: draft, groupKeys: [id, value["productGroupID"]?.plainText].compactMap { $0 },
        memberOf: products.groupKeys(of: value), value: value))
  }

  private func names(inBreadcrumbs list: JSONObject) -> [String] {
    (list["itemListElement"]?.array ?? []).compactMap { ($0["name"] ?? $0["item"]?["name"])?.plainText }
  }

  // MARK: Families

  /// Moves products that call another one of the page their group, or that it calls its variants, into it.
  private mutating func gatherFamilies() {
    var heads: [String: Int] = [:]
    var headOfVariant: [String: Int] = [:]
    for (at, entry) in found.enumerated() where entry.memberOf.isEmpty {
      for key in entry.groupKeys where heads[key] == nil { heads[key] = at }
      for variant in entry.value["hasVariant"].map({ $0.array ?? [$0] }) ?? [] {
        if let id = variant["@id"]?.plainText { headOfVariant[id] = headOfVariant[id] ?? at }
      }
    }
    var members: [Int: [JSON]] = [:]
    var moved: Set<Int> = []
    for (at, entry) in found.enumerated() {
      let named = entry.memberOf.lazy.compactMap { heads[$0] }.first
      let own = entry.value["@id"]?.plainText
      guard let head = named ?? own.flatMap({ headOfVariant[$0] }), head != at, !moved.contains(head) else { continue }
      if named != nil { members[head, default: []].append(products.variant(of: entry.value)) }
      moved.insert(at)
    }
    guard !moved.isEmpty else { return }
    for (head, variants) in members {
      let known = found[head].draft[.variants]?.array ?? []
      let names = Set(known.compactMap { $0["name"]?.plainText })
      let others = variants.filter { !names.contains($0["name"]?.plainText ?? "") }
      found[head].draft.replace(.variants, .array(known + others), by: strategy)
    }
    found = found.enumerated().filter { !moved.contains($0.offset) }.map(\.element)
  }
}
