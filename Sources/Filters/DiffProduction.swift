internal import Catalogue
package import Filtering
internal import JSON
package import Records
internal import Text

/// Compares what is live in production with the catalogue.
package struct DiffProduction: Filter {
  package static let manual = Manual(
    name: "diff-production",
    summary: "Reads production and catalogue products; writes their differences and a summary that counts products.",
    details: [
      "Products of source production stand against all others. Identity is product_id where given, else category, brand, "
        + "model and variant. The classes are in_production_only, in_catalog_only (flagged possibly_discontinued, never "
        + "deleted), identity_mismatch, field_drift (one record per field that production publishes) and matched.",
      "In the summary matched excludes drifted products, so that production_count = matched + field_drift + "
        + "in_production_only + identity_mismatch, and the like for the catalogue. (The document this comes from counts "
        + "drifted products as matched in its example, seeds/004 §15.3B.)",
    ],
    examples: [
      .init(
        ["--category", "mouse"],
        input: """
          {"type":"product","source":"production","brand":"Acme","model":"M7","weight":"60"}
          {"type":"product","source":"halilit","brand":"Acme","model":"M7","weight":"63"}
          """,
        output: """
          {"type":"difference","class":"field_drift","category":"mouse","product_id":"mouse-acme-m7","field":"weight","production_value":"60","catalog_value":"63","note":"production value is authoritative"}
          {"type":"difference-summary","category":"mouse","production_count":1,"catalog_count":1,"matched":0,"in_production_only":0,"in_catalog_only":0,"identity_mismatch":0,"field_drift":1,"drifted_fields":1}
          """)
    ],
    statuses: [.finding, .rejected, .noInput, .memory, .inputOutput])

  package static var options: [Option<Self>] {
    [
      .value("--category", "NAME", \.category, "The category whose products these are; part of their identity."),
      .flag("--exit-code", \.tellsByStatus, "End with 1 when anything differs."),
    ]
  }

  package static let reads = ["product"]
  package static let holdsRecords = true

  private var category = ""
  private var tellsByStatus = false
  private var production: [String: Listed] = [:]
  private var catalogue: [String: Listed] = [:]

  package init() {}

  package mutating func start(_ session: Session) throws {
    guard !category.isEmpty else { throw UsageError("--category NAME is needed: it is part of a product's identity") }
  }

  package mutating func process(_ record: Record, _ output: inout Output) throws {
    let listed = try Listed(record, category: category)
    let isLive = record.string("source") == Source.production.rawValue
    guard (isLive ? production : catalogue)[listed.productID] == nil else {
      throw RecordError("a second \(isLive ? "production" : "catalogue") product '\(listed.productID)'")
    }
    if isLive { production[listed.productID] = listed } else { catalogue[listed.productID] = listed }
  }

  package mutating func finish(_ output: inout Output) throws {
    var counts = DifferenceCounts(production: production.count, catalogue: catalogue.count)
    let ids = Set(production.keys).union(catalogue.keys).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    for id in ids {
      for difference in Self.differences(production[id], catalogue[id], &counts) {
        var object: JSONObject = [
          "type": "difference", "class": .string(difference.name), "category": .string(category),
          "product_id": .string(id),
        ]
        object.members += difference.members.members
        output.emit(object)
      }
    }
    guard counts.addUp else { throw RunFailure(.failed, "the counts do not add up: \(counts)") }
    output.emit(counts.object(category: category))
    if tellsByStatus, counts.matched < max(counts.production, counts.catalogue) {
      throw RunFailure(.finding, "production and catalogue differ")
    }
  }

  private static func differences(_ live: Listed?, _ local: Listed?, _ counts: inout DifferenceCounts) -> [Difference] {
    guard let live else {
      counts.inCatalogOnly += 1
      var members = local?.identity ?? [:]
      members["reason"] = "possibly_discontinued"
      return [Difference(name: "in_catalog_only", members: members)]
    }
    guard let local else {
      counts.inProductionOnly += 1
      return [Difference(name: "in_production_only", members: live.identity)]
    }
    guard live.identity == local.identity else {
      counts.identityMismatch += 1
      return [
        Difference(
          name: "identity_mismatch",
          members: [
            "production": .object(live.identity), "catalog": .object(local.identity),
            "note": "the same product_id for different brand, model or variant: a person must resolve it",
          ])
      ]
    }
    let drifted = live.drift(from: local)
    if drifted.isEmpty { counts.matched += 1 } else { counts.fieldDrift += 1 }
    counts.driftedFields += drifted.count
    return drifted
  }
}

private struct Difference {
  let name: String
  let members: JSONObject
}

/// How many products are in each class; every product of either side is in exactly one.
private struct DifferenceCounts {
  let production: Int
  let catalogue: Int
  var matched = 0
  var inProductionOnly = 0
  var inCatalogOnly = 0
  var identityMismatch = 0
  var fieldDrift = 0
  var driftedFields = 0

  var addUp: Bool {
    let both = matched + fieldDrift + identityMismatch
    return production == both + inProductionOnly && catalogue == both + inCatalogOnly
  }

  func object(category: String) -> JSONObject {
    [
      "type": "difference-summary", "category": .string(category), "production_count": JSON(production),
      "catalog_count": JSON(catalogue), "matched": JSON(matched), "in_production_only": JSON(inProductionOnly),
      "in_catalog_only": JSON(inCatalogOnly), "identity_mismatch": JSON(identityMismatch),
      "field_drift": JSON(fieldDrift), "drifted_fields": JSON(driftedFields),
    ]
  }
}

/// A product as one side lists it.
private struct Listed {
  /// Members that say who a product is or where its record came from, not what the product is like.
  private static let apart: Set<String> = [
    "type", "source", "id", "product_id", "brand_id", "brand", "model", "variant", "category", "url", "page_url",
    "page_sha256",
    "fetched_at", "from_cache",
  ]

  let productID: String
  let identity: JSONObject
  let fields: [JSONObject.Member]

  init(_ record: Record, category: String) throws(RecordError) {
    let brand = Whitespace.collapsed(record.string("brand") ?? record.string("brand_id") ?? "")
    let model = Whitespace.collapsed(record.string("model") ?? record.string("name") ?? "")
    guard !brand.isEmpty, !model.isEmpty else { throw RecordError("the product names no brand and model") }
    let named = ProductIdentity(category: category, brand: brand, model: model, variant: record.string("variant"))
    productID = record.string("product_id") ?? named.productID.description
    identity = ["brand": .string(brand), "model": .string(model), "variant": .string(named.variant)]
    fields = record.object.members.filter { !Self.apart.contains($0.name) }
  }

  /// The fields that this, the production side, publishes otherwise than the catalogue has them.
  func drift(from local: Listed) -> [Difference] {
    let localFields = JSONObject(local.fields)
    return fields.compactMap { field in
      let value = localFields[field.name] ?? .null
      guard !field.value.isSameValue(as: value) else { return nil }
      return Difference(
        name: "field_drift",
        members: [
          "field": .string(field.name), "production_value": field.value, "catalog_value": value,
          "note": "production value is authoritative",
        ])
    }
  }
}

extension JSON {
  /// Equality in which `60` and `60.0` are the same number.
  fileprivate func isSameValue(as other: JSON) -> Bool {
    if case .number = self, case .number = other { return double == other.double }
    return self == other
  }
}
