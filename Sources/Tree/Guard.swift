/// A check on a whole crawl; when it trips, the published document stays as it is (design §5).
package struct Guard: Sendable {
  package let name: String
  /// What the guard is against, in one clause.
  package let meaning: String
  /// The figures that made it trip, nil when it passes.
  package let finding: @Sendable (Evidence) -> String?

  /// All guards, in the order in which they are reported.
  package static let all: [Guard] = crawlGuards + productGuards

  package static func named(_ name: String) -> Guard? { all.first { $0.name == name } }

  /// The check over all brands: no Halilit item belongs to two.
  static let sharedItems = "shared-items"

  /// Names that `accept` takes: every guard, the checks of single items, and the one over all brands.
  package static var acceptableNames: [String] { all.map(\.name) + ItemCheck.all.map(\.name) + [sharedItems] }
}

/// A guard that tripped.
package struct Refusal: Equatable, Sendable {
  package let guardName: String
  package let finding: String
}
