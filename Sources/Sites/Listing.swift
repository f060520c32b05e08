package import Catalogue
package import JSON

/// One listing page as it was read: what it declares against what was found on it (design §3, `listing`).
package struct Listing: Sendable {
  /// Why a page, or a part of it, gave no products; `store` takes none from a crawl with one.
  package struct Failure: Error, Sendable, Equatable {
    package var code: String
    package var message: String

    package init(_ code: String, _ message: String) {
      self.code = code
      self.message = message
    }

    var json: JSON { ["code": .string(code), "message": .string(message)] }
  }

  package var pageNumber = 1
  /// The number of results that the page itself states, over all its pages.
  package var declared: Int?
  package var tiles = 0
  package var products = 0
  /// Tiles that are no products, counted by class in a fixed order.
  package var excluded: [(name: String, count: Int)] = []
  package var next: String?
  package var groupID: String?
  package var title: String?
  package var logoURL: String?
  /// Products that show each field, so that a field that vanishes from a site is seen to vanish.
  package var fields: [(name: String, count: Int)] = []
  /// What each way of reading the page found, for sites that are read in several.
  package var strategies: [(name: String, count: Int)] = []
  package var failure: Failure?

  package init() {}

  /// Counts the products that have a value for each of `names`.
  package mutating func countFields(_ names: [String], in records: [JSONObject]) {
    products = records.count
    fields = names.map { name in (name, records.count { !($0[name] ?? .null).isNull }) }
  }

  /// Products that show the field; 0 also for one that is not counted.
  func count(of field: String) -> Int { fields.first { $0.name == field }?.count ?? 0 }

  package func record(of page: Page) -> JSONObject {
    var record: JSONObject = [
      "type": "listing", "source": .string(page.request.source.rawValue), "brand_id": .string(page.request.brandID),
      "page_url": .string(page.finalURL), "page_number": JSON(pageNumber),
      "declared": declared.map { JSON($0) } ?? .null, "tiles": JSON(tiles), "products": JSON(products),
      "excluded": Self.object(excluded.filter { $0.count > 0 }),
      "next": JSON(next), "group_id": JSON(groupID), "title": JSON(title),
    ]
    if let logoURL { record["logo_url"] = .string(logoURL) }
    if !fields.isEmpty { record["fields"] = Self.object(fields) }
    if !strategies.isEmpty { record["strategies"] = Self.object(strategies) }
    record.addProvenance(of: page)
    if let failure { record["error"] = failure.json }
    return record
  }

  private static func object(_ counts: [(name: String, count: Int)]) -> JSON {
    .object(JSONObject(counts.map { .init($0.name, JSON($0.count)) }))
  }

  /// The record of a page that could not be had or read: a `listing`, or an `item` where one product was asked for.
  package static func failed(_ page: Page, _ error: JSON) -> JSONObject {
    guard page.request.role == .item else {
      var record = Listing().record(of: page)
      record["error"] = error
      return record
    }
    var record: JSONObject = [
      "type": "item", "source": .string(page.request.source.rawValue), "brand_id": .string(page.request.brandID),
      "page_url": .string(page.finalURL),
    ]
    record.addProvenance(of: page)
    record["error"] = error
    return record
  }

  package static func failed(_ page: Page, _ failure: Failure) -> JSONObject { failed(page, failure.json) }
}

extension JSONObject {
  /// The page a record was read from; times are facts of fetching.
  mutating func addProvenance(of page: Page) {
    self["page_sha256"] = .string(page.sha256)
    self["fetched_at"] = .string(page.fetchedAt)
  }
}
