internal import Text

/// What several strategies say of the products of one page, found by address, else by name or number.
struct DraftIndex {
  private(set) var drafts: [ProductDraft] = []
  private var addresses: [String?] = []
  private var byAddress: [String: [Int]] = [:]
  private var byLabel: [String: [Int]] = [:]
  private let product: BrandProduct

  /// More drafts of one name or address than these say nothing more of it; hostile pages have them by the thousand.
  private static let mostAlike = 32

  init(_ product: BrandProduct) { self.product = product }

  /// Adds the products of one list; within it, equal names are different products.
  mutating func add(_ list: [ProductDraft]) {
    for draft in list {
      let address = address(of: draft)
      if let address { Self.note(drafts.count, under: address, in: &byAddress) }
      for label in Self.labels(of: draft) { Self.note(drafts.count, under: label, in: &byLabel) }
      addresses.append(address)
      drafts.append(draft)
    }
  }

  private static func note(_ position: Int, under key: String, in positions: inout [String: [Int]]) {
    if positions[key, default: []].count < mostAlike { positions[key, default: []].append(position) }
  }

  /// Adds what `list` says of known products to them, and the named products that are new.
  mutating func unite(with list: [ProductDraft]) {
    var new: [ProductDraft] = []
    for draft in list {
      if let at = positions(like: draft).first {
        drafts[at].fill(from: draft)
      } else if draft.text(.name) != nil {
        new.append(draft)
      }
    }
    add(new)
  }

  /// The drafts of the product that `draft` is about.
  func like(_ draft: ProductDraft) -> [ProductDraft] { positions(like: draft).map { drafts[$0] } }

  /// Names count only where an address is missing: two colours of one product share their name.
  private func positions(like draft: ProductDraft) -> [Int] {
    let labelled = Self.labels(of: draft).flatMap { byLabel[$0] ?? [] }
    if let address = address(of: draft) {
      return (byAddress[address] ?? []) + labelled.filter { addresses[$0] == nil }
    }
    let isAmbiguous = Set(labelled.compactMap { addresses[$0] }).count > 1
    return isAmbiguous ? labelled.filter { addresses[$0] == nil } : labelled
  }

  private func address(of draft: ProductDraft) -> String? {
    draft.text(.url).flatMap { _ in product.url(of: draft)?.href }
  }

  private static func labels(of draft: ProductDraft) -> [String] {
    [
      draft.text(.name).map { "name \(NormalForm.folded($0))" }, draft.text(.sku).map { "sku \($0.lowercased())" },
      draft.text(.gtin).map { "gtin \($0)" },
    ].compactMap { $0 }
  }
}
