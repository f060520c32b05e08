/// The identifier of a value that is a candidate for a field; the same input gives the same identifier.
package struct CandidateID: Sendable, Hashable, CustomStringConvertible {
  /// Where a candidate comes from; the raw value is the identifier's prefix.
  package enum Origin: String, Sendable, CaseIterable {
    case grid = "pl-grid_"
    case gridAttribute = "pl-grid-attr_"
    case manualItem = "manual-item_"
    case userItem = "user-item_"
    case itemSource = "item-source_"
  }

  package let description: String

  /// `scope` names what the candidate belongs to, outermost first; its parts are kept apart by a dot, which no slug has.
  package init(_ origin: Origin, scope: [String], value: String) {
    description = origin.rawValue + (scope + [value]).map(Slug.distinct).joined(separator: ".")
  }
}
