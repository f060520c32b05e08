package import Catalogue
package import JSON
package import Records

extension Tree {
  /// The request for Halilit's official brand index.
  package func indexRequest(_ settings: Settings) -> JSONObject {
    Request.object(
      url: settings.halilit.brandIndexURL, source: .halilit, brandID: indexBrandID, role: .brandIndex, depth: 0)
  }

  /// The request for the listing at Halilit of a brand on its list.
  package func listingRequest(_ brand: Record) throws -> JSONObject {
    let brandID = try brand.requiredString("id")
    guard let url = brand.string("url") else {
      throw TreeError.malformed("\(officialBrands): the brand '\(brandID)' has no url")
    }
    var request = Request.object(url: url, source: .halilit, brandID: brandID, role: .listing, depth: 0)
    // Pages of several brands are sorted out by the title that each tile carries.
    if let kind = brand.string("link_kind"), kind != "brand", let name = brand.string("name") {
      request["brand_title"] = .string(name)
    }
    return request
  }

  /// The requests with which the crawl of a brand's own site starts; nil when the brand has no configuration.
  package func startRequests(_ brandID: String) throws -> [JSONObject]? {
    let path = configuration(brandID)
    guard let json = try readConfiguration(path) else { return nil }
    guard let start = json["start"]?.array, !start.isEmpty else {
      throw TreeError.configuration("\(path): \"start\" must list the pages to begin with")
    }
    return try start.map { page in
      guard let url = page["url"]?.string, let role = Role(rawValue: page["role"]?.string ?? "listing") else {
        throw TreeError.configuration("\(path): each \"start\" needs a \"url\" and a known \"role\"")
      }
      var request = Request.object(
        url: url, source: .brand, brandID: brandID, role: role, render: page["render"]?.bool ?? false, depth: 0)
      for name in ["method", "body", "headers_env", "wait_for", "load_more"] where page[name] != nil {
        request[name] = page[name]
      }
      return request
    }
  }

  /// The brands on Halilit's list, in byte order of their ids; none when there is no list.
  package func listedBrands() throws -> [(id: String, record: Record)] {
    let list = try readDocument(officialBrands, .officialBrands)
    return (list?.records ?? []).map { ($0.string("id") ?? "", $0) }
      .sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }
  }

  /// The ids of all brands whose own site can be read, in byte order; `_halilit` holds the distributor's theme.
  package func configuredBrandIDs() throws -> [String] {
    try ids(in: "brands", suffix: "").filter { try $0.first != "_" && readConfiguration(configuration($0)) != nil }
  }
}
