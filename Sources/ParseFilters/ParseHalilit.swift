internal import Catalogue
package import Filtering
internal import JSON
internal import Markup
package import Records
internal import Sites

/// Reads pages of the distributor's shop.
package struct ParseHalilit: RecordwiseFilter {
  package static let manual = Manual(
    name: "parse-halilit",
    summary: "Reads page records of the distributor's shop; writes what they show.",
    details: [
      """
      A page of role brand-index gives a brand record per logo tile. A listing gives one listing record, a product \
      record per product tile and a request for the next page. An item page gives one product with stock, gallery, \
      specifications and files where it shows them.
      """,
      """
      Each page answers for itself: a failed page, a wall in front of the shop or a page that is no listing gives a \
      listing (or item) record with an error, never products.
      """,
    ],
    examples: [
      .init(
        input: """
          {"type":"page","url":"https://shop.example/g/5193-Brand/7-Nord","source":"halilit","brand_id":"nord",\
          "role":"listing","status":503,"fetched_at":"2026-01-05T06:00:00Z"}
          """,
        output: """
          {"type":"listing","source":"halilit","brand_id":"nord","page_url":"https://shop.example/g/5193-Brand/7-Nord",\
          "page_number":1,"declared":null,"tiles":0,"products":0,"excluded":{},"next":null,"group_id":null,"title":null,\
          "page_sha256":"","fetched_at":"2026-01-05T06:00:00Z","error":{"code":"http-503",\
          "message":"the server answered 503"}}
          """)
    ],
    statuses: [.rejected, .noInput, .inputOutput, .configuration])

  package static var options: [Option<Self>] {
    [
      .flag("--items", \.requestsItems, "Also request the page of each product that a listing shows."),
      .value(
        "--configs", "DIR", \.configFolder,
        "Read listings and the index by DIR/_halilit/scrape_config.json where it is, for a theme that was learned."),
    ]
  }

  package static let reads = ["page"]

  package var requestsItems = false
  var configFolder: String?
  private var config: BrandConfig?

  package init() {}

  package mutating func start(_ session: Session) throws {
    config = try configFolder.flatMap { try ConfigFolder(path: $0).config(of: BrandConfig.distributorID) }
  }

  package mutating func process(_ record: Record, _ output: inout Output) throws {
    let page = try Page(record)
    guard page.request.source == .halilit else {
      throw RecordError(
        "parse-halilit reads pages of source halilit; parse-brand reads those of '\(page.request.source)'")
    }
    try page.requireAddress()
    guard let body = page.body else {
      let error = page.failure ?? ["code": "no-body", "message": "the page has no body"]
      return output.emit(Listing.failed(page, .object(error)))
    }
    do {
      switch page.request.role {
      case .brandIndex: emit(index(page, try Document(html: Array(body))), of: page, &output)
      case .item: emit(KonimboItem.read(page, try Document(html: Array(body))).map { [$0] }, of: page, &output)
      case .listing: emit(try listing(page, Array(body)), of: page, &output)
      case .api, .sitemap:
        throw RecordError("parse-halilit does not read pages of role '\(page.request.role.rawValue)'")
      }
    } catch let error as MarkupError {
      output.emit(Listing.failed(page, .init("unreadable", error.description)))
    }
  }

  /// Most of a listing page is script and style, of which no product is read; only one that cannot be read is looked at
  /// whole.
  private func listing(_ page: Page, _ body: [UInt8]) throws(MarkupError) -> KonimboListing.Reading {
    if config == nil {
      let reading = KonimboListing.read(page, try Document(html: body, keepsScripts: false))
      if reading.listing.failure == nil { return reading }
    }
    return listing(page, try Document(html: body))
  }

  // Pages from before the theme changed, and the themes of other shops, are still read as the platform's.

  private func index(_ page: Page, _ document: Document) -> Result<[JSONObject], Listing.Failure> {
    if let config, case .success(let brands) = KonimboIndex.read(page, document, config: config) {
      return .success(brands)
    }
    return KonimboIndex.read(page, document)
  }

  private func listing(_ page: Page, _ document: Document) -> KonimboListing.Reading {
    guard let config else { return KonimboListing.read(page, document) }
    let learned = KonimboListing.read(page, document, config: config)
    guard learned.listing.failure != nil else { return learned }
    let plain = KonimboListing.read(page, document)
    return plain.listing.failure == nil ? plain : learned
  }

  private func emit(_ result: Result<[JSONObject], Listing.Failure>, of page: Page, _ output: inout Output) {
    switch result {
    case .success(let records): for record in records { output.emit(record) }
    case .failure(let failure): output.emit(Listing.failed(page, failure))
    }
  }

  private func emit(_ reading: KonimboListing.Reading, of page: Page, _ output: inout Output) {
    output.emit(reading.listing.record(of: page))
    for product in reading.products { output.emit(product) }
    let items = requestsItems ? reading.itemURLs : []
    for (url, role) in items.map({ ($0, Role.item) })
      + [reading.listing.next].compactMap({ $0 }).map({ ($0, .listing) })
    {
      output.emit(
        Request.object(
          url: url, source: .halilit, brandID: page.request.brandID, role: role, depth: page.request.depth + 1))
    }
  }
}
