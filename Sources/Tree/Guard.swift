internal import Catalogue

/// A check on a whole crawl; when it trips, the published document stays as it is (design §5).
///
/// Every guard has a threshold in `settings.json`: one of its own under `guards`, or how many faults of its kind are
/// tolerated (`guards.tolerated`, by the guard's name, 0 unless set).
package struct Guard: Sendable {
  package let name: String
  /// What the guard is against, in one clause.
  package let meaning: String
  /// The figures that made it trip, nil when it passes.
  package let finding: @Sendable (Evidence) -> String?

  /// All guards on one crawl, in the order in which they are reported.
  package static let all: [Guard] = crawlGuards + productGuards

  package static func named(_ name: String) -> Guard? { all.first { $0.name == name } }

  /// Names that `accept` takes: every guard, the checks of single items, the one on links and those over all brands.
  package static var acceptableNames: [String] {
    all.map(\.name) + ItemCheck.all.map(\.name) + [lostLinks] + BrandsGuard.all.map(\.name)
  }

  /// The guard on links: no catalogue loses many pairs at once while both sides are still there.
  static let lostLinks = "lost-links"
}

extension Guard {
  /// A guard on single products: it trips when more of them have a fault than are tolerated.
  static func items(
    _ name: String, _ meaning: String, _ fault: @escaping @Sendable (Product, Evidence) -> String?
  ) -> Guard {
    Guard(name: name, meaning: meaning) { evidence in
      var (count, first) = (0, "")
      for product in evidence.part.products {
        guard let fault = fault(product, evidence) else { continue }
        if count == 0 { first = "\(product.id): \(fault)" }
        count += 1
      }
      guard count > evidence.settings.tolerated(name) else { return nil }
      return "\(count) of \(evidence.part.products.count) products: \(meaning), such as \(first)"
    }
  }
}

/// A guard that tripped.
package struct Refusal: Equatable, Sendable {
  package let guardName: String
  package let finding: String
}
