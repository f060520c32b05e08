package import Catalogue
package import JSON

/// What the pages of one brand's site gave, held until the last of them: some faults only show between pages.
package struct BrandCrawl {
  package let brandID: String
  private var records: [JSONObject] = []
  private var descriptions: [String: Set<String>] = [:]
  private var pictures: [String: Set<String>] = [:]
  private var listings: [[String]: String] = [:]

  /// A text or picture that stands for products on more pages than this stands for none of them.
  private static let pagesSharing = 2

  package init(brandID: String) { self.brandID = brandID }

  package mutating func add(_ failure: JSONObject) { records.append(failure) }

  package mutating func add(_ reading: BrandPage.Reading, of page: Page) {
    if var listing = reading.listing {
      if let failure = repetition(of: reading, on: page.finalURL), listing.failure == nil { listing.failure = failure }
      records.append(listing.record(of: page))
    }
    for product in reading.products {
      guard let id = product["id"]?.string else { continue }
      if let text = product["description"]?.string { descriptions[text, default: []].insert(id) }
      if let picture = Self.sharedPicture(of: product) { pictures[picture, default: []].insert(id) }
    }
    records += reading.products + reading.requests
  }

  /// A second page with exactly the products of an earlier one: the site ignores the page number.
  private mutating func repetition(of reading: BrandPage.Reading, on url: String) -> Listing.Failure? {
    let ids = reading.products.compactMap { $0["id"]?.string }
    guard !ids.isEmpty, let earlier = listings.updateValue(listings[ids] ?? url, forKey: ids), earlier != url else {
      return nil
    }
    return .init("repeated-page", "the page shows the same \(ids.count) products as \(earlier)")
  }

  /// The picture that a page gives for itself when it is linked to: a product's own, or the site's for all pages.
  private static func sharedPicture(of product: JSONObject) -> String? {
    guard product["extraction"]?["image"] == .string(Strategy.openGraph.rawValue) else { return nil }
    return product["images"]?["main"]?.string
  }

  /// All records in page order; descriptions and site pictures that more than two products share are left out, and
  /// what products say of each other is said by both.
  package consuming func finished() -> [JSONObject] {
    for at in records.indices {
      if let text = records[at]["description"]?.string, descriptions[text, default: []].count > Self.pagesSharing {
        Self.clear("description", "description", in: &records[at])
      }
      if let picture = Self.sharedPicture(of: records[at]), pictures[picture, default: []].count > Self.pagesSharing {
        Self.clear("images", "image", in: &records[at])
      }
    }
    BrandRelations.complete(&records)
    return records
  }

  private static func clear(_ member: String, _ field: String, in record: inout JSONObject) {
    record[member] = .null
    guard var extraction = record["extraction"]?.object else { return }
    extraction[field] = nil
    record["extraction"] = .object(extraction)
  }
}
