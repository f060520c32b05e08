internal import Catalogue
internal import Records
internal import Tree

/// One published catalogue held against its contract: header, products, sums, provenance.
struct CatalogueExamination {
  private(set) var problem: String?
  private(set) var ids: Set<String> = []
  private(set) var names: Set<String> = []
  private(set) var contentHash: String?

  /// O(length); the content hash is taken only of a document without a problem.
  init(_ bytes: [UInt8], _ source: Source, brandID: String) {
    do {
      let header = try RecordParser().parse(bytes, in: bytes.indices)
      let document = try Document(parsing: bytes, source == .halilit ? .halilit : .brand)
      problem =
        DocumentContract.catalogue.breach(header) ?? misplacement(header, source, brandID)
        ?? products(document.records, source, brandID) ?? sum(header, document.records.count)
      if problem == nil { contentHash = document.contentHash }
    } catch {
      problem = "it cannot be read: \(error)"
    }
  }

  /// A document of another source or brand in this one's place, as coverage computed on itself needs one.
  private func misplacement(_ header: Record, _ source: Source, _ brandID: String) -> String? {
    for (name, expected) in [("source" as StaticString, source.rawValue), ("brand_id", brandID)]
    where header.string(name) != expected {
      return "its \(name) is '\(header.string(name) ?? "")', in its place '\(expected)' is expected"
    }
    return nil
  }

  private mutating func products(_ products: [Record], _ source: Source, _ brandID: String) -> String? {
    for (index, product) in products.enumerated() {
      let breach =
        DocumentContract.product.breach(product) ?? misplacement(product, source, brandID)
        ?? (source == .halilit && product.string("halilit_id") != product.string("id")
          ? "its halilit_id is not its id" : nil)
      if let breach { return "product \(index + 1): \(breach)" }
      guard ids.insert(product.string("id") ?? "").inserted else {
        return "product \(index + 1): its id '\(product.string("id") ?? "")' is there twice"
      }
      names.insert(product.string("name") ?? "")
    }
    return nil
  }

  private func sum(_ header: Record, _ count: Int) -> String? {
    let total = header.int("total_products")
    return total == count ? nil : "total_products is \(total ?? 0), but it lists \(count)"
  }

  /// Fewer equal names than this on both sides may be chance.
  private static let sameNamesLeast = 4

  /// Whether one catalogue is a copy of the other: two sources never name all products alike.
  func isCopy(of other: CatalogueExamination) -> Bool { names.count >= Self.sameNamesLeast && names == other.names }
}
