internal import Catalogue
internal import JSON
internal import Records

/// One unified catalogue: its classes, its inventory, its sums.
struct UnifiedExamination {
  private(set) var problem: String?
  /// Counted from the products themselves.
  private(set) var coverage = Coverage()

  init(_ bytes: [UInt8], brandID: String) {
    do {
      let header = try RecordParser().parse(bytes, in: bytes.indices)
      guard header.raw("products")?.first == UInt8(ascii: "[") else {
        problem = "it has no list \"products\""
        return
      }
      let products = header.elements("products")
      // Records that say what is wrong with them come before a header that only lacks something.
      problem =
        count(products) ?? DocumentContract.unified.breach(header)
        ?? (header.string("brand_id") == brandID ? nil : "its brand_id is '\(header.string("brand_id") ?? "")'")
        ?? sums(header, products.count)
    } catch {
      problem = "it cannot be read: \(error)"
    }
  }

  private mutating func count(_ products: [Record]) -> String? {
    for (index, product) in products.enumerated() {
      if let breach = DocumentContract.unifiedProduct.breach(product) { return "product \(index + 1): \(breach)" }
      let offers = product.elements("offers").count
      let hasBrand = product.raw("brand")?.first == UInt8(ascii: "{")
      guard product.string("class") == Self.productClass(hasBrand: hasBrand, offers: offers)?.rawValue else {
        return "product \(index + 1) is \(product.string("class") ?? "of no class") with \(offers) offers and "
          + "\(hasBrand ? "a" : "no") brand product"
      }
      coverage.halilitCount += offers
      if hasBrand {
        coverage.brandCount += 1
        coverage.matchedCount += offers
        if offers > 0 { coverage.commonCount += 1 }
      }
      if product.spelling("price_ils_min") != nil { coverage.pricedCount += 1 }
    }
    return nil
  }

  /// A pair is proved by both its sides; nothing else makes a product PRIMARY.
  private static func productClass(hasBrand: Bool, offers: Int) -> ProductClass? {
    switch (hasBrand, offers) {
    case (true, 1...): .primary
    case (true, 0): .secondary
    case (false, 1): .halilitOnly
    default: nil
    }
  }

  private func sums(_ header: Record, _ count: Int) -> String? {
    let inventory = header.part("inventory")
    let (halilit, brand) = (inventory?.part("halilit"), inventory?.part("brand_website"))
    let analysis = header.part("gap_analysis")
    let sums: [(String, Int?, Int)] = [
      ("total_products", header.int("total_products"), count),
      ("inventory.halilit.count", halilit?.int("count"), coverage.halilitCount),
      ("inventory.halilit.products", halilit?.elements("products").count, coverage.halilitCount),
      ("inventory.brand_website.count", brand?.int("count"), coverage.brandCount),
      ("inventory.brand_website.products", brand?.elements("products").count, coverage.brandCount),
      ("gap_analysis.total_halilit", analysis?.int("total_halilit"), coverage.halilitCount),
      ("gap_analysis.total_brand", analysis?.int("total_brand"), coverage.brandCount),
      ("gap_analysis.common_products", analysis?.int("common_products"), coverage.commonCount),
      ("gap_analysis.gap_count", analysis?.int("gap_count"), coverage.gapCount),
      ("gap_analysis.gap_products", analysis?.elements("gap_products").count, coverage.gapCount),
    ]
    for (name, written, counted) in sums where written != counted {
      return "\(name) is \(written.map(String.init) ?? "missing"), its products give \(counted)"
    }
    let percentage = analysis?.double("coverage_percentage")
    guard percentage == coverage.coveragePercentage.double else {
      return "gap_analysis.coverage_percentage is \(percentage.map { "\($0)" } ?? "null"), its products give "
        + coverage.coveragePercentage.text
    }
    return nil
  }
}

extension Record {
  /// A member that is an object, as a record of its own; nothing of it becomes a tree. O(its length).
  fileprivate func part(_ name: StaticString) -> Record? {
    guard let raw = raw(name), raw.first == UInt8(ascii: "{") else { return nil }
    let bytes = Array(raw)
    return try? RecordParser().parse(bytes, in: bytes.indices)
  }
}
