internal import Catalogue
package import Filtering
internal import JSON
package import Records
internal import Sites

/// Says what each strategy and selector finds on pages of brands' own sites.
package struct DebugBrand: RecordwiseFilter {
  package static let manual = Manual(
    name: "debug-brand",
    summary: "Reads page records of brands' own sites; says what each strategy and selector finds on them.",
    details: [
      """
      Writes one strategy-report record per page and strategy: the items it finds, per field how many of them have it and \
      the first value, and for a config's selectors in how many items each finds anything. 'stocktake debug-brand \
      --brand ID' shows the same as a table for the stored pages of a brand.
      """
    ],
    usageExample: "load pages --source brand --brand nord | debug-brand --configs data/brands",
    statuses: [.rejected, .noInput, .inputOutput, .configuration])

  package static var options: [Option<Self>] {
    [.value("--configs", "DIR", \.configFolder, "Read each brand's scrape_config.json in DIR/<brand_id>/.")]
  }

  package static let reads = ["page"]

  var configFolder: String?

  package init() {}

  package mutating func process(_ record: Record, _ output: inout Output) throws {
    let page = try Page(record)
    guard page.request.source == .brand else { throw RecordError("debug-brand reads pages of source brand") }
    guard let body = page.body else { throw RecordError("the page has no body: \(page.finalURL)") }
    let brandID = page.request.brandID
    let config = try configFolder.flatMap { try ConfigFolder(path: $0).config(of: brandID) }
    let reports: [JSONObject]
    do {
      reports = try StrategyReport.records(of: page, body: Array(body), config: config ?? BrandConfig(brandID: brandID))
    } catch { throw RecordError("\(page.finalURL): \(error)") }
    for report in reports { output.emit(report) }
  }
}
