package import Catalogue

extension Tree {
  /// Both published catalogues of a brand and what people decided; empty where nothing is published.
  package func brandGroup(_ brandID: String) throws -> BrandGroup {
    var group = BrandGroup(brandID: brandID)
    for source in [Source.halilit, .brand] {
      for record in try readDocument(catalogue(source, brandID), .catalogue(source))?.records ?? [] {
        try group.add(record)
      }
    }
    for record in try readLines(decisions(brandID)) { try group.add(record) }
    return group
  }
}
