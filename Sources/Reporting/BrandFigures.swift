internal import Catalogue
internal import JSON
internal import Records
internal import Tree

/// What the documents of one brand say of it.
struct BrandFigures {
  let id: String
  let name: String
  /// The counts of its gap report; nil when there is none yet.
  let coverage: Coverage?
  let sources: [SourceFigures]
  /// Pairs that a person should decide, in the order of the document.
  let reviews: [Record]
  let batches: [ChangeBatch]

  func figures(_ source: Source) -> SourceFigures? { sources.first { $0.source == source } }
  func count(_ source: Source) -> Int { figures(source)?.productCount ?? 0 }
}

/// One source of one brand: its published products, and when they were last seen to be true.
struct SourceFigures {
  let source: Source
  let productCount: Int
  let inStockCount: Int
  let suspectCount: Int
  let carriedCount: Int
  let hasDocument: Bool
  let state: SourceState?
}

extension Tree {
  /// The figures of every brand that is on Halilit's list or has a document, in byte order of their ids.
  func brandFigures(_ lookback: Lookback) throws -> [BrandFigures] {
    let official = try readDocument(officialBrands, .officialBrands)?.records ?? []
    let names = Dictionary(official.map { ($0.string("id") ?? "", $0.string("name") ?? "") }) { first, _ in first }
    let ids = try Set(names.keys.filter(isBrandID)).union(ids(in: "catalogs_halilit", suffix: "_halilit.json"))
      .union(ids(in: "catalogs", suffix: "_catalog.json"))
    return try ids.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { id in
      let sources = try [Source.halilit, .brand].map { try sourceFigures($0, id) }
      let gap = try readReport(gapReport(id))
      return BrandFigures(
        id: id, name: names[id].flatMap { $0.isEmpty ? nil : $0 } ?? id,
        coverage: try gap.map { try Coverage(gap: $0) },
        sources: sources.filter { $0.hasDocument || $0.state != nil || ($0.source == .halilit && names[id] != nil) },
        reviews: try readLines(review(id)), batches: try batches(of: id, since: lookback.start))
    }
  }

  private func sourceFigures(_ source: Source, _ brandID: String) throws -> SourceFigures {
    let document = try readDocument(catalogue(source, brandID), .catalogue(source))
    let products = document?.records ?? []
    return SourceFigures(
      source: source, productCount: products.count, inStockCount: products.count { $0.bool("in_stock") == true },
      suspectCount: products.count { $0.has("suspect") }, carriedCount: products.count { $0.has("carried_from") },
      hasDocument: document != nil, state: try readState(source, brandID))
  }
}
