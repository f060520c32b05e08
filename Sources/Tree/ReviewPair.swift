package import Catalogue
internal import JSON
internal import Records

/// A pair that a person should decide, with what both catalogues say of its sides.
package struct ReviewPair: Sendable {
  package let link: Link
  package let brandProductID: String
  package let halilitID: String
  /// Nil when the product has left its catalogue since.
  package let brand: Product?
  package let halilit: Product?

  package var reason: String { link.record.string("reason") ?? "" }
  package var probability: String? { link.record.spelling("probability") }

  /// Other products of the brand that the item could be: `SQ-16 (acme-sq-16)`.
  package var competitors: [String] {
    (link.record.value("competitors")?.array ?? []).map { row in
      "\(row["name"]?.string ?? "") (\(row["id"]?.string ?? ""))"
    }
  }
}

extension Link {
  /// The evidence in words, one line a feature: `model: sq8 / sq8 (4.6)`.
  package var evidenceLines: [String] {
    (record.value("evidence")?.array ?? []).map { row in
      let values = [row["brand"], row["halilit"]].compactMap { $0?.string }
      return
        "\(row["feature"]?.string ?? "evidence"): \(values.joined(separator: " / ")) (\(row["weight"]?.text ?? "0"))"
    }
  }
}

extension Tree {
  /// The pairs of a brand that nobody has decided yet, in the order of the review file.
  package func openPairs(_ brandID: String) throws -> [ReviewPair] {
    let book = try decisionBook(brandID)
    let reviews = try readLines(review(brandID)).map { try Link($0) }
    let brand = try products(.brand, brandID)
    let halilit = try products(.halilit, brandID)
    return reviews.compactMap { link in
      guard let left = link.brandProductID, let right = link.halilitID,
        !book.isSettled(brandProductID: left, halilitID: right)
      else { return nil }
      return ReviewPair(
        link: link, brandProductID: left, halilitID: right, brand: brand[left], halilit: halilit[right])
    }
  }

  /// The published products of a source by id; none when there is no document.
  package func products(_ source: Source, _ brandID: String) throws -> [String: Product] {
    let document = try readDocument(catalogue(source, brandID), .catalogue(source))
    let products = try (document?.records ?? []).map { try Product($0) }
    return Dictionary(products.map { ($0.id, $0) }) { first, _ in first }
  }
}
