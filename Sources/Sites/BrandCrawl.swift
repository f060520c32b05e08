package import Catalogue
package import JSON

/// What the pages of one brand's site gave, held until the last of them: some faults only show between pages.
package struct BrandCrawl {
  package let brandID: String
  private var records: [JSONObject] = []
  private var descriptions: [String: Set<String>] = [:]
  private var listings: [[String]: String] = [:]

  /// A text that describes products on more pages than this describes none of them.
  private static let pagesSharingText = 2

  package init(brandID: String) { self.brandID = brandID }

  package mutating func add(_ failure: JSONObject) { records.append(failure) }

  package mutating func add(_ reading: BrandPage.Reading, of page: Page) {
    if var listing = reading.listing {
      if let failure = repetition(of: reading, on: page.finalURL), listing.failure == nil { listing.failure = failure }
      records.append(listing.record(of: page))
    }
    for product in reading.products {
      if let text = product["description"]?.string, let id = product["id"]?.string {
        descriptions[text, default: []].insert(id)
      }
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

  /// All records in page order; descriptions that more than two products share are left out.
  package consuming func finished() -> [JSONObject] {
    for at in records.indices {
      guard let text = records[at]["description"]?.string,
        descriptions[text, default: []].count > Self.pagesSharingText
      else { continue }
      records[at]["description"] = .null
      if var extraction = records[at]["extraction"]?.object {
        extraction["description"] = nil
        records[at]["extraction"] = .object(extraction)
      }
    }
    return records
  }
}
