internal import Catalogue
package import Filtering
internal import JSON
internal import Posix
internal import Records
internal import Tree

/// Writes what people look at as a table for spreadsheets: the verb `stocktake csv`.
package struct CSVTable: Program {
  package static let manual = Manual(
    name: "stocktake csv",
    summary: "Writes a table for spreadsheets: UTF-8 with a byte order mark, RFC 4180.",
    details: [
      "KIND is one of: gaps (what Halilit does not sell), prices (changes of prices, flagged where somebody should look), "
        + "unmatched (products of either side without a partner), review (pairs to decide).",
      "In the table of pairs write y, n or no-partner into the column verdict and give the file to 'stocktake "
        + "import-decisions'. A text that a spreadsheet would run as a formula has an apostrophe before it.",
    ],
    usageExample: "stocktake csv review --brand acme >review.csv",
    statuses: [.rejected, .noInput, .inputOutput])

  package static var options: [Option<Self>] {
    [
      .values("--brand", "ID", \.brandIDs, "Only this brand; may be given several times."),
      .value("--data", "DIR", \.root, "The data tree (default data)."),
      .operand("KIND", \.kind, "Which table."),
    ]
  }

  enum Kind: String, CaseIterable {
    case gaps, prices, unmatched, review
  }

  var brandIDs: [String] = []
  var root = "data"
  var kind: String?

  package init() {}

  package mutating func run(_ session: Session) throws -> Status {
    let kinds = Kind.allCases.map(\.rawValue).joined(separator: ", ")
    guard let kind = kind.flatMap(Kind.init) else { throw UsageError("name the table: \(kinds)") }
    for id in brandIDs where !isBrandID(id) { throw UsageError("'\(id)' cannot be a brand id") }
    let tree = Tree(root: root)
    try withTreeStatuses {
      guard File.isFolder(tree.root) else {
        throw TreeError.missing("there is no data tree at \(tree.root); name it with --data")
      }
      try session.output.write(CSV.byteOrderMark + CSV.row(kind.columns.map { .text($0) }))
      let ids = try brandIDs.isEmpty ? tree.ids(in: kind.folder.name, suffix: kind.folder.suffix) : brandIDs
      for brandID in ids where brandID != "summary" {
        try session.output.write(try kind.rows(brandID, tree).flatMap { CSV.row($0) })
      }
    }
    return .done
  }
}

extension CSVTable.Kind {
  /// Where the brands of this table have their files.
  fileprivate var folder: (name: String, suffix: String) {
    switch self {
    case .gaps: ("gap_reports", "_gap_report.json")
    case .prices: ("history", ".jsonl")
    case .unmatched: ("links", ".jsonl")
    case .review: ("review", ".jsonl")
    }
  }

  fileprivate var columns: [String] {
    switch self {
    case .gaps: ["brand_id", "id", "name", "category", "reason", "url"]
    case .prices:
      [
        "timestamp", "brand_id", "source", "product_id", "name", "change_type", "previous", "price", "currency",
        "change_percent", "flag", "doubted_price",
      ]
    case .unmatched:
      ["brand_id", "source", "id", "item_code", "name", "category", "price", "currency", "pending", "url"]
    case .review: ImportDecisions.columns + Self.reviewColumns
    }
  }

  /// What a person needs to decide on a pair.
  private static let reviewColumns = [
    "brand_name", "halilit_name", "item_code", "probability", "reason", "evidence", "or_else", "brand_url",
    "halilit_url", "brand_price", "halilit_price_ils",
  ]

  fileprivate func rows(_ brandID: String, _ tree: Tree) throws -> [[CSV.Field]] {
    switch self {
    case .gaps: try gaps(brandID, tree)
    case .prices: try tree.readHistory(brandID).compactMap { PricePoint($0) }.map(row)
    case .unmatched: try unmatched(brandID, tree)
    case .review: try tree.openPairs(brandID).map { pair(brandID, $0) }
    }
  }

  private func gaps(_ brandID: String, _ tree: Tree) throws -> [[CSV.Field]] {
    guard let report = try tree.readReport(tree.gapReport(brandID)) else {
      throw TreeError.missing("\(tree.gapReport(brandID)) is not there: nothing was stored for this brand yet")
    }
    return report.elements("gap_products").map { product in
      [.text(brandID)]
        + (["id", "name", "category", "reason", "url"] as [StaticString]).map { CSV.Field(product.string($0)) }
    }
  }

  private func row(_ point: PricePoint) -> [CSV.Field] {
    let object = point.object
    return columns.map { name in
      switch object[name] {
      case .string(let text)?: .text(text)
      case .number(let spelling)?: .number(spelling)
      default: .none
      }
    }
  }

  private func unmatched(_ brandID: String, _ tree: Tree) throws -> [[CSV.Field]] {
    let products = try (brand: tree.products(.brand, brandID), halilit: tree.products(.halilit, brandID))
    var named: Set<String> = []
    var rows: [[CSV.Field]] = []
    for link in try tree.readLines(tree.links(brandID)).map({ try Link($0) }) {
      named.formUnion(
        [link.brandProductID.map { "brand \($0)" }, link.halilitID.map { "halilit \($0)" }].compactMap(\.self))
      switch link.productClass {
      case .primary: continue
      case .secondary: rows += link.brandProductID.flatMap { products.brand[$0] }.map { [alone($0)] } ?? []
      case .halilitOnly: rows += link.halilitID.flatMap { products.halilit[$0] }.map { [alone($0)] } ?? []
      }
    }
    // Products that no link names are new since the last match.
    let new = (Array(products.brand.values) + products.halilit.values).filter {
      !named.contains("\($0.source.rawValue) \($0.id)")
    }
    return rows
      + new.sorted { ($0.source.rawValue, $0.id) < ($1.source.rawValue, $1.id) }.map { alone($0, pending: true) }
  }

  private func alone(_ product: Product, pending: Bool = false) -> [CSV.Field] {
    let record = product.record
    let currency = record.string("price_currency") ?? record.string("currency")
    return [
      .text(product.brandID), .text(product.source.rawValue), .text(product.id),
      CSV.Field(product.itemCode ?? product.sku), .text(product.name), CSV.Field(product.category),
      CSV.Field(number: product.priceILS ?? record.spelling("price_amount")), CSV.Field(currency),
      .text(pending ? "yes" : ""), CSV.Field(product.url),
    ]
  }

  private func pair(_ brandID: String, _ pair: ReviewPair) -> [CSV.Field] {
    func name(_ side: StaticString) -> CSV.Field { CSV.Field(pair.link.record.value(side)?["name"]?.string) }
    return [
      .none, .none, .text(brandID), .text(pair.brandProductID), .text(pair.halilitID), name("brand"), name("halilit"),
      CSV.Field(pair.halilit?.itemCode), CSV.Field(number: pair.probability), .text(pair.reason),
      .text(pair.link.evidenceLines.joined(separator: "; ")), .text(pair.competitors.joined(separator: "; ")),
      CSV.Field(pair.brand?.url), CSV.Field(pair.halilit?.url),
      CSV.Field(number: pair.brand?.record.spelling("price_amount")), CSV.Field(number: pair.halilit?.priceILS),
    ]
  }
}
