internal import Catalogue
package import JSON
internal import Records

/// Chooses whose own page is read next, so that within some runs the stock of every Halilit item is known.
///
/// Items that were never read, or whose price changed since, come first, those with a partner at the brand before the
/// others. Half of what is left of the budget goes to any items, the other half to those with a partner, always to those
/// whose page was read the longest ago: nobody waits for ever.
package struct ItemRotation: Sendable {
  struct Item: Sendable, Equatable {
    let brandID: String
    let url: String
    var isPrimary = false
    /// When the page was last asked for, read well or not (RFC 3339 UTC); nil when it never was.
    var visitedAt: String?
    /// When the price last changed.
    var repricedAt: String?

    var isUrgent: Bool { visitedAt.map { $0 < repricedAt ?? "" } ?? true }
  }

  private var items: [Item] = []

  package init() {}

  init(_ items: [Item]) { self.items = items }

  /// Adds the published items of a brand. O(items + history).
  package mutating func add(_ brandID: String, of tree: Tree) throws {
    let document = try tree.readDocument(tree.catalogue(.halilit, brandID), .halilit)
    let links = try tree.readLines(tree.links(brandID)).map { try Link($0) }
    let primary = Set(links.filter { $0.productClass == .primary }.compactMap(\.halilitID))
    var repriced: [String: String] = [:]
    for change in try tree.readHistory(brandID)
    where change.has("price") && change.string("change_type") == "modified" && change.string("source") == "halilit" {
      repriced[change.string("product_id") ?? ""] = change.string("timestamp")
    }
    let visits = try tree.readState(.halilit, brandID)?.itemVisits ?? [:]
    for product in try (document?.records ?? []).map({ try Product($0) }) {
      guard let url = product.url else { continue }
      items.append(
        Item(
          brandID: brandID, url: url, isPrimary: primary.contains(product.id),
          visitedAt: visits[url] ?? product.record.string("stock_checked_at"), repricedAt: repriced[product.id]))
    }
  }

  /// The items to read now, at most `budget`, the most urgent first. O(n log n).
  func due(_ budget: Int) -> [Item] {
    let ordered = items.sorted(by: Self.precedes)
    let urgent = ordered.filter(\.isUrgent).prefix(budget)
    let others = ordered.filter { !$0.isUrgent }[...]
    let room = budget - urgent.count
    let longest = others.prefix(room - room / 2)
    let chosen = Set(longest.map(\.url))
    let primary = others.filter { $0.isPrimary && !chosen.contains($0.url) }.prefix(room / 2)
    let rest = others.filter { !$0.isPrimary && !chosen.contains($0.url) }[...]
    var due = Array(urgent)
    for part in [longest, primary, rest] { due += part.prefix(budget - due.count) }
    return due
  }

  /// The requests for the pages of the items to read now.
  package func requests(budget: Int) -> [JSONObject] {
    due(budget).map { Request.object(url: $0.url, source: .halilit, brandID: $0.brandID, role: .item, depth: 1) }
  }

  private static func precedes(_ a: Item, _ b: Item) -> Bool {
    func rank(_ item: Item) -> (Int, String, String) {
      (item.isUrgent && !item.isPrimary ? 1 : 0, item.visitedAt ?? "", item.url)
    }
    return rank(a) < rank(b)
  }
}
