package import Catalogue
package import Filtering
internal import JSON
package import Records

/// Reports what a brand makes and Halilit does not sell.
package struct Gap: BrandFilter {
  package static let manual = Manual(
    name: "gap",
    summary:
      "Reads both catalogues and their links; writes one gap record per brand: counts, coverages, missing products.",
    details: [
      "coverage_percentage is common over brand products in per cent and null without brand products; "
        + "halilit_match_rate, primary_share and priced_share lie between 0 and 1.",
      "A gap product's reason is pending-review (a person should decide a pair), legacy (the brand no longer makes it), "
        + "accessory, not-listed, or unknown (no link says that it was compared with what Halilit lists).",
    ],
    examples: [
      .init(
        input: #"{"type":"product","source":"brand","brand_id":"acme","id":"acme-x1","name":"X1","category":"Synths"}"#,
        output:
          #"{"type":"gap","brand_id":"acme","halilit_count":0,"brand_website_count":1,"common_count":0,"gap_count":1,"matched_halilit_count":0,"halilit_only_count":0,"unified_count":1,"priced_count":0,"coverage_percentage":0,"primary_share":0,"halilit_match_rate":null,"priced_share":0,"gap_products":[{"id":"acme-x1","name":"X1","category":"Synths","url":null,"reason":"unknown"}]}"#
      )
    ],
    statuses: [.rejected, .noInput, .memory, .inputOutput])

  package static var options: [Option<Self>] {
    [
      groupingOption,
      .flag("--summary", \.isSummary, "Read gap records instead and write one gap-summary record derived from them."),
    ]
  }

  package static var reads: [String] { BrandGroup.types + ["gap"] }

  package var groups = BrandGroups()
  var isSummary = false
  private var summary = GapSummary()
  private var log: Log?

  package init() {}

  package mutating func start(_ session: Session) throws { log = session.log }

  package mutating func process(_ record: Record, _ output: inout Output) throws {
    guard (record.type == "gap") == isSummary else {
      throw RecordError(
        "gap \(isSummary ? "--summary reads only gap records" : "reads gap records only with --summary")")
    }
    if isSummary {
      try summary.add(record)
    } else {
      try collect(record, &output)
    }
  }

  package mutating func process(_ group: BrandGroup, _ output: inout Output) throws {
    let pairing = try Pairing(group)
    log?.sayDangling(pairing, of: group)
    let coverage = try pairing.coverage(of: group).checked(brandID: group.brandID)
    let missing = group.brand.indices.filter { pairing.halilitOfBrand[$0].isEmpty }
    guard missing.count == coverage.gapCount else {
      throw RunFailure(.failed, "\(group.brandID): \(missing.count) gap products but gap_count \(coverage.gapCount)")
    }
    var object: JSONObject = ["type": "gap", "brand_id": .string(group.brandID)]
    object.members += coverage.members.members
    object["gap_products"] = .array(
      missing.map { index in
        let product = group.brand[index]
        let reason = GapReason(
          product, isInReview: pairing.brandInReview.contains(index),
          wasCompared: !group.halilit.isEmpty && !pairing.brandPending.contains(index))
        return [
          "id": .string(product.id), "name": .string(product.name), "category": JSON(product.category),
          "url": JSON(product.url), "reason": .string(reason.rawValue),
        ]
      })
    output.emit(object)
  }

  package mutating func finish(_ output: inout Output) throws {
    try finishGroups(&output)
    if isSummary { output.emit(summary.object) }
  }
}

/// Why Halilit does not sell a product of the brand, as far as the records say.
enum GapReason: String {
  case pendingReview = "pending-review"
  case legacy, accessory
  case notListed = "not-listed"
  case unknown

  init(_ product: Product, isInReview: Bool, wasCompared: Bool) {
    if isInReview {
      self = .pendingReview
    } else if product.isLegacy {
      self = .legacy
    } else if product.kind == "accessory" || product.kind == "part" {
      self = .accessory
    } else {
      self = wasCompared ? .notListed : .unknown
    }
  }
}

/// The totals of several brands, each derived from the parts.
struct GapSummary {
  private var total = Coverage()
  private var brands: [(id: String, coverage: Coverage)] = []

  mutating func add(_ record: Record) throws {
    let brandID = try record.requiredString("brand_id")
    guard !brands.contains(where: { $0.id == brandID }) else {
      throw RecordError("a second gap record for '\(brandID)'")
    }
    let coverage = try Coverage(gap: record)
    total = total + coverage
    brands.append((brandID, coverage))
  }

  var object: JSONObject {
    var object: JSONObject = ["type": "gap-summary", "brand_count": JSON(brands.count)]
    object.members += total.members.members
    object["brands"] = .array(
      brands.sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }.map { brand in
        .object(JSONObject([.init("brand_id", .string(brand.id))] + brand.coverage.members.members))
      })
    return object
  }
}

extension Coverage {
  /// Asserts the sums that every report rests on; a failure is a fault of the suite, never of the data.
  func checked(brandID: String) throws -> Coverage {
    guard commonCount + gapCount == brandCount, matchedCount + halilitOnlyCount == halilitCount,
      commonCount <= matchedCount,
      gapCount >= 0, halilitOnlyCount >= 0, pricedCount <= unifiedCount
    else { throw RunFailure(.failed, "the counts of '\(brandID)' do not add up: \(JSON.object(members).text)") }
    return self
  }
}
