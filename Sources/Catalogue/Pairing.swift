package import Records

/// Who belongs to whom in one brand, read off its links; links to products that are not there count for nothing.
package struct Pairing: Sendable {
  /// The Halilit items of each brand product, by index, in catalogue order; empty where it has none.
  package let halilitOfBrand: [[Int]]
  /// The brand product of each Halilit item, by index.
  package let brandOfHalilit: [Int?]
  /// The PRIMARY link of each linked Halilit item, by its index.
  package let linkOfHalilit: [Int: Link]
  /// Indexes of products that are in a pair a person should decide.
  package let brandInReview: Set<Int>
  package let halilitInReview: Set<Int>
  /// Indexes of products that no link names: they are new since the last match.
  package let brandPending: Set<Int>
  package let halilitPending: Set<Int>
  /// How many links name a product that is not there.
  package let danglingLinks: Int

  /// Fails when a Halilit item has two brand products: a matcher may not say that. O(products + links).
  package init(_ group: BrandGroup) throws(RecordError) {
    let brandIndex = Dictionary(uniqueKeysWithValues: group.brand.enumerated().map { ($1.id, $0) })
    let halilitIndex = Dictionary(uniqueKeysWithValues: group.halilit.enumerated().map { ($1.id, $0) })
    var ofHalilit = [Int?](repeating: nil, count: group.halilit.count)
    var links: [Int: Link] = [:]
    var (namedBrand, namedHalilit) = (Set<Int>(), Set<Int>())
    var dangling = 0
    for link in group.links {
      let brand = link.brandProductID.flatMap { brandIndex[$0] }
      let halilit = link.halilitID.flatMap { halilitIndex[$0] }
      if (brand == nil) != (link.brandProductID == nil) || (halilit == nil) != (link.halilitID == nil) { dangling += 1 }
      if let brand { namedBrand.insert(brand) }
      if let halilit { namedHalilit.insert(halilit) }
      guard link.productClass == .primary, let brand, let halilit else { continue }
      guard ofHalilit[halilit] == nil || ofHalilit[halilit] == brand else {
        throw RecordError("the Halilit item '\(group.halilit[halilit].id)' is linked to two brand products")
      }
      ofHalilit[halilit] = brand
      links[halilit] = link
    }
    var ofBrand = [[Int]](repeating: [], count: group.brand.count)
    for (halilit, brand) in ofHalilit.enumerated() { if let brand { ofBrand[brand].append(halilit) } }
    danglingLinks = dangling
    halilitOfBrand = ofBrand
    brandOfHalilit = ofHalilit
    linkOfHalilit = links
    brandInReview = Set(group.reviews.compactMap { $0.brandProductID.flatMap { brandIndex[$0] } })
    halilitInReview = Set(group.reviews.compactMap { $0.halilitID.flatMap { halilitIndex[$0] } })
    brandPending = Set(group.brand.indices).subtracting(namedBrand)
    halilitPending = Set(group.halilit.indices).subtracting(namedHalilit)
  }

  /// The counts of the brand, with the sums of design §3 holding by construction.
  package func coverage(of group: BrandGroup) -> Coverage {
    var coverage = Coverage()
    coverage.halilitCount = group.halilit.count
    coverage.brandCount = group.brand.count
    coverage.commonCount = halilitOfBrand.count { !$0.isEmpty }
    coverage.matchedCount = brandOfHalilit.count { $0 != nil }
    coverage.pricedCount =
      halilitOfBrand.count { $0.contains { group.halilit[$0].priceILS != nil } }
      + brandOfHalilit.enumerated().count { $1 == nil && group.halilit[$0].priceILS != nil }
    return coverage
  }
}
