package import JSON

/// The counts of one brand, or of several added up, and the four coverages that follow from them.
package struct Coverage: Equatable, Sendable {
  package var halilitCount = 0
  package var brandCount = 0
  /// Brand products with at least one Halilit item.
  package var commonCount = 0
  /// Halilit items with a brand product.
  package var matchedCount = 0
  /// Unified products with a price.
  package var pricedCount = 0

  package init() {}

  /// Brand products that Halilit does not list.
  package var gapCount: Int { brandCount - commonCount }
  package var halilitOnlyCount: Int { halilitCount - matchedCount }
  package var unifiedCount: Int { brandCount + halilitOnlyCount }

  /// Common over brand products, in per cent with two decimals; null without brand products, never 0 or 100.
  package var coveragePercentage: JSON { Self.ratio(commonCount * 100, brandCount, decimals: 2) }
  /// PRIMARY over unified products, 0…1.
  package var primaryShare: JSON { Self.ratio(commonCount, unifiedCount, decimals: 4) }
  /// Matched over all Halilit items, 0…1.
  package var halilitMatchRate: JSON { Self.ratio(matchedCount, halilitCount, decimals: 4) }
  /// Unified products with a price over all, 0…1.
  package var pricedShare: JSON { Self.ratio(pricedCount, unifiedCount, decimals: 4) }

  package static func + (a: Coverage, b: Coverage) -> Coverage {
    var sum = a
    sum.halilitCount += b.halilitCount
    sum.brandCount += b.brandCount
    sum.commonCount += b.commonCount
    sum.matchedCount += b.matchedCount
    sum.pricedCount += b.pricedCount
    return sum
  }

  /// The counts and coverages as members, in the declared order.
  package var members: JSONObject {
    [
      "halilit_count": JSON(halilitCount), "brand_website_count": JSON(brandCount), "common_count": JSON(commonCount),
      "gap_count": JSON(gapCount), "matched_halilit_count": JSON(matchedCount),
      "halilit_only_count": JSON(halilitOnlyCount), "unified_count": JSON(unifiedCount),
      "priced_count": JSON(pricedCount), "coverage_percentage": coveragePercentage, "primary_share": primaryShare,
      "halilit_match_rate": halilitMatchRate, "priced_share": pricedShare,
    ]
  }

  /// `part` / `whole` rounded half up, computed in integers; null when there is nothing to divide by.
  package static func ratio(_ part: Int, _ whole: Int, decimals: Int) -> JSON {
    guard whole > 0, part >= 0 else { return .null }
    let scale = (0..<decimals).reduce(1) { product, _ in product * 10 }
    let scaled = (part * scale * 2 + whole) / (whole * 2)
    guard scaled % scale != 0 else { return JSON(scaled / scale) }
    var fraction = String(scale + scaled % scale).dropFirst()
    while fraction.last == "0" { fraction.removeLast() }
    return .number("\(scaled / scale).\(fraction)")
  }
}
