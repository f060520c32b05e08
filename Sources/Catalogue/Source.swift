/// Where a record comes from.
package enum Source: String, Sendable, CaseIterable {
  /// The distributor: authoritative for price, SKU, stock and images.
  case halilit
  /// The maker's own site: authoritative for the full line, specs and manuals.
  case brand
  /// The live production site.
  case production
}

/// The kind of page a request asks for.
package enum Role: String, Sendable, CaseIterable {
  case brandIndex = "brand-index"
  case listing, item, api, sitemap
}
