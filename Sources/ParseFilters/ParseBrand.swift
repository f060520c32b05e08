internal import Catalogue
package import Filtering
internal import JSON
internal import Posix
package import Records
internal import Sites
internal import Text

/// Reads pages of brands' own sites.
package struct ParseBrand: Filter {
  package static let manual = Manual(
    name: "parse-brand",
    summary: "Reads page records of brands' own sites; writes the products they show and what to fetch next.",
    details: [
      """
      Each site is read by DIR/<brand_id>/scrape_config.json: an interface's answer (api), state inside the page \
      (embedded), schema.org data (json-ld, microdata, rdfa), opengraph, and selectors (css), in the declared order; \
      "extraction" says which of them gave each field. A site without a config is read by what its pages tell machines, \
      and by the templates of common shop systems.
      """,
      """
      The records of one brand should stand together: a text that describes more than two products is no description, \
      and a page that repeats an earlier one is an error on its listing record.
      """,
    ],
    examples: [
      .init(
        input: """
          {"type":"page","url":"https://nord.example/p/wave-2","source":"brand","brand_id":"nord","role":"item",\
          "status":200,"sha256":"5f","fetched_at":"2026-01-05T06:00:00Z","body":"<script type=application/ld+json>\
          {\\"@type\\":\\"Product\\",\\"name\\":\\"Nord Wave 2\\",\\"sku\\":\\"NW2\\"}</script>"}
          """,
        output: """
          {"type":"product","source":"brand","brand_id":"nord","id":"nord-wave-2","name":"Nord Wave 2",\
          "url":"https://nord.example/p/wave-2","host":"nord.example","images":null,\
          "documentation":{"url":"https://nord.example/p/wave-2","type":"html"},"description":null,"specs":null,\
          "category":null,"sku":"NW2","gtin":null,"extraction":{"name":"json-ld","sku":"json-ld"},\
          "page_url":"https://nord.example/p/wave-2","page_sha256":"5f","fetched_at":"2026-01-05T06:00:00Z"}
          """)
    ],
    statuses: [.rejected, .noInput, .inputOutput, .configuration])

  package static var options: [Option<Self>] {
    [
      .value("--configs", "DIR", \.configFolder, "Read each brand's scrape_config.json in DIR/<brand_id>/."),
      .value("--brand", "ID", \.brandID, "Take every page as one of this brand's."),
      .value("--url", "URL", \.url, "Standard input is not records but the HTML of the page at URL."),
    ]
  }

  package static let reads = ["page"]

  package var configFolder: String?
  var brandID: String?
  var url: String?
  private var configs: [String: BrandConfig] = [:]
  private var crawl: BrandCrawl?

  package init() {}

  package mutating func start(_ session: Session) throws {
    guard let url else { return }
    guard (try? WebURL(url)) != nil else { throw UsageError("--url: '\(url)' is no web address") }
    guard let brandID else { throw UsageError("--url needs --brand: a page alone does not say whose it is") }
    var body: [UInt8] = []
    while try session.input.read(upTo: 1 << 16, appendingTo: &body) > 0 {
      guard body.count <= 64 << 20 else { throw RunFailure(.memory, "the page is longer than 64 MiB") }
    }
    guard body.first(where: { $0 > 0x20 }) != UInt8(ascii: "{") else { return try read(lines: body, session) }
    let page: JSONObject = [
      "type": "page", "url": .string(url), "source": "brand", "brand_id": .string(brandID), "role": "listing",
      "status": 200, "body": .string(String(decoding: body, as: UTF8.self)),
    ]
    do { try process(Record(page), &session.out) } catch let error as RecordError { throw UsageError(error.reason) }
  }

  /// Records where a page was expected say themselves what they are.
  private mutating func read(lines body: [UInt8], _ session: Session) throws {
    var number = 0
    for line in body.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      number += 1
      guard line.contains(where: { $0 > 0x20 }) else { continue }
      session.count()
      do {
        let record = try Record.scanned(body, in: line.indices)
        guard record.type == "page" else { throw RecordError("parse-brand reads records of type page") }
        try process(record, &session.out)
      } catch let error as RecordError {
        try session.reject(line: number, file: nil, reason: error.reason, text: line)
      } catch let error as JSONError {
        try session.reject(line: number, file: nil, reason: "not a JSON record: \(error)", text: line)
      }
    }
  }

  package mutating func process(_ record: Record, _ output: inout Output) throws {
    var page = try Page(record)
    guard page.request.source == .brand else {
      throw RecordError(
        "parse-brand reads pages of source brand; parse-halilit reads those of '\(page.request.source)'")
    }
    try page.requireAddress()
    if let brandID, page.request.brandID != brandID { page = try page.taken(for: brandID) }
    let brandID = page.request.brandID
    if crawl?.brandID != brandID {
      finish(brand: &output)
      crawl = BrandCrawl(brandID: brandID)
    }
    guard let body = page.body else {
      crawl?.add(Listing.failed(page, .object(page.failure ?? ["code": "no-body", "message": "the page has no body"])))
      return
    }
    switch BrandPage.read(page, body: Array(body), config: try config(of: brandID)) {
    case .success(let reading): crawl?.add(reading, of: page)
    case .failure(let failure): crawl?.add(Listing.failed(page, failure))
    }
  }

  package mutating func finish(_ output: inout Output) throws { finish(brand: &output) }

  private mutating func finish(brand output: inout Output) {
    for record in crawl?.finished() ?? [] { output.emit(record) }
    crawl = nil
  }

  // MARK: Configs

  private mutating func config(of brandID: String) throws -> BrandConfig {
    if let known = configs[brandID] { return known }
    let config =
      try configFolder.flatMap { try ConfigFolder(path: $0).config(of: brandID) } ?? BrandConfig(brandID: brandID)
    configs[brandID] = config
    return config
  }
}

extension Page {
  /// The same page as one of another brand's.
  fileprivate func taken(for brandID: String) throws -> Page {
    var changes = Record.Changes()
    changes.set("brand_id", brandID)
    return try Page(request.record.applying(changes))
  }
}
