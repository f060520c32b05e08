internal import Catalogue
package import JSON
internal import Markup
package import Sites

/// What a configuration, or none, reads off some pages.
package struct Extraction {
  package private(set) var listings: [JSONObject] = []
  /// Product records, or the brand records of an index, in page order.
  package private(set) var records: [JSONObject] = []
  /// The addresses of the pages that the source's parser would ask for next.
  private(set) var followed: [String] = []

  /// Reads pages as the source's own parser does; without a config the distributor's are read by their platform, a
  /// maker's by what they tell machines.
  package init(of outlines: [PageOutline], config: BrandConfig?) {
    for outline in outlines { read(outline, config) }
  }

  private mutating func read(_ outline: PageOutline, _ config: BrandConfig?) {
    let page = outline.page
    switch (page.request.source, page.request.role) {
    case (.halilit, .brandIndex):
      if case .success(let brands) = KonimboIndex.read(page, outline.document, config: config) { records += brands }
    case (.halilit, _):
      let reading = KonimboListing.read(page, outline.document, config: config)
      listings.append(reading.listing.record(of: page))
      records += reading.products
      followed += [reading.listing.next].compactMap { $0 }
    default:
      let config = config ?? BrandConfig(brandID: page.request.brandID)
      guard case .success(let reading) = BrandPage.read(page, body: Array(page.body ?? []), config: config) else {
        return
      }
      if let listing = reading.listing { listings.append(listing.record(of: page)) }
      records += reading.products
      followed += reading.requests.compactMap { $0["url"]?.string }
    }
  }

  /// The number of products that the pages state together; nil where none does.
  package var declared: Int? { listings.compactMap { $0["declared"]?.int }.max() }
}

/// What an extraction found of the known products.
package struct Comparison {
  /// Known products that were found, whatever else was read of them.
  package private(set) var found = 0
  /// Known products with the known name and address.
  package private(set) var right = 0
  /// Per field: products of which the known value was read.
  package private(set) var hits: [ProductField: Int] = [:]
  package let extracted: Int

  package init(_ extraction: Extraction, with known: [KnownRecord]) {
    let records = extraction.records.compactMap { KnownRecord($0) }
    extracted = records.count
    var byKey: [Reading: [KnownRecord]] = [:]
    for record in records { for key in Self.keys(of: record) { byKey[key, default: []].append(record) } }
    for wanted in known {
      let same = Self.keys(of: wanted).lazy.compactMap { byKey[$0] }.first ?? []
      guard let record = same.max(by: { wanted.agreement(with: $0) < wanted.agreement(with: $1) }) else { continue }
      found += 1
      for (field, reading) in wanted.readings where record.readings[field] == reading { hits[field, default: 0] += 1 }
      let isRight = [ProductField.name, .url].allSatisfy { wanted.readings[$0] == record.readings[$0] }
      if isRight { right += 1 }
    }
  }

  /// What tells a product from others, strongest first.
  private static func keys(of record: KnownRecord) -> [Reading] {
    [ProductField.url, .itemID, .sku, .name].compactMap { record.readings[$0] }
  }

  /// The sum over fields that choices between configs are made by.
  package var score: Double {
    hits.reduce(Double(found)) { $0 + Double($1.value) * RecordSearch.weight($1.key) }
  }
}

extension KnownRecord {
  fileprivate func agreement(with other: KnownRecord) -> Int {
    readings.count { other.readings[$0.key] == $0.value }
  }
}
