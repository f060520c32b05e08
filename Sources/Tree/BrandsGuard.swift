internal import Catalogue

/// A check over the Halilit catalogues of all brands, made once after them: one page was read as the listing of several.
package struct BrandsGuard: Sendable {
  package let name: String
  package let meaning: String
  /// Everything that made it trip, in the order of the brands; empty when it passes.
  let findings: @Sendable (_ catalogues: [(brandID: String, itemIDs: [String])], Settings.Guards) -> [String]

  package static let all = [sharedItems, sameItems]

  /// O(all items).
  static let sharedItems = BrandsGuard(name: "shared-items", meaning: "an item in the catalogues of two brands") {
    catalogues, settings in
    var owner: [String: String] = [:]
    var shared: [String] = []
    for (brandID, itemIDs) in catalogues {
      for id in itemIDs {
        if let first = owner[id] { shared.append("\(id) in \(first) and \(brandID)") } else { owner[id] = brandID }
      }
    }
    return shared.count > settings.tolerated("shared-items") ? shared : []
  }

  /// Whole catalogues that are equal are worse than single items that are shared, so they have a name of their own.
  static let sameItems = BrandsGuard(name: "same-items", meaning: "two brands with the same catalogue") {
    catalogues, settings in
    var owner: [String: String] = [:]
    return catalogues.filter { $0.itemIDs.count > settings.tolerated("same-items") }.compactMap { brandID, itemIDs in
      let key = itemIDs.sorted().joined(separator: " ")
      defer { owner[key] = owner[key] ?? brandID }
      return owner[key].map { "\($0) and \(brandID)" }
    }
  }

  func refusal(_ findings: [String]) -> Refusal? {
    guard let first = findings.first else { return nil }
    let noun = findings.count == 1 ? "case" : "cases"
    return Refusal(guardName: name, finding: "\(meaning): \(findings.count) \(noun), such as \(first)")
  }
}
