package import Catalogue
package import Filtering
internal import JSON
internal import Matching
internal import Records

/// Links the products of both sources within a brand, with evidence and probability.
package struct Match: BrandFilter {
  package static let manual = Manual(
    name: "match",
    summary:
      "Reads the products of both sources and people's decisions; writes links, and pairs a person should decide.",
    details: [
      "Every product of either side is in at least one link and in exactly one class: PRIMARY (a pair), SECONDARY (brand "
        + "only) or HALILIT_ONLY. A pair that is likely but not certain is a review record; its sides keep their single class.",
      "A confirmed or refused decision wins over the algorithm.",
    ],
    examples: [
      .init(
        input: """
          {"type":"product","source":"brand","brand_id":"acme","id":"acme-x7","name":"X7 Synthesizer","model":"X7"}
          """,
        output: """
          {"type":"link","class":"SECONDARY","brand_id":"acme","brand":{"id":"acme-x7","name":"X7 Synthesizer"},"halilit":null,"score":null,"probability":null,"evidence":[],"decided_by":"match"}
          """)
    ],
    statuses: [.rejected, .noInput, .memory, .inputOutput])

  package static var options: [Option<Self>] {
    [
      groupingOption,
      .value("--primary-above", "P", \.primaryAbove, "Pairs of at least this probability are PRIMARY (default 0.9)."),
    ]
  }

  package var groups = BrandGroups()
  private var primaryAbove = 0.9

  package init() {}

  package mutating func start(_ session: Session) throws {
    guard (0...1).contains(primaryAbove) else { throw UsageError("--primary-above must lie in 0...1") }
  }

  package mutating func process(_ group: BrandGroup, _ output: inout Output) throws {
    let result = Matcher().match(left: group.brand.map(MatchRecord.init), right: group.halilit.map(MatchRecord.init))
    let decided = DecidedPairs(group)
    var brandOf: [Int: Int] = decided.confirmed
    var matches: [Int: Matching.Match] = [:]
    var reviews: [Matching.Match] = []
    for match in result.links where decided.leavesOpen(brand: match.left, halilit: match.right) {
      if match.probability >= primaryAbove {
        brandOf[match.right] = match.left
        matches[match.right] = match
      } else if match.probability >= result.cut {
        reviews.append(match)
      }
    }
    for (index, product) in group.brand.enumerated() {
      let items = group.halilit.indices.filter { brandOf[$0] == index }
      for item in items {
        output.emit(
          Self.link(
            .primary, group, brand: product, halilit: group.halilit[item], matches[item],
            by: decided.confirmed[item] == nil ? "match" : "person"))
      }
      if items.isEmpty {
        output.emit(Self.link(.secondary, group, brand: product, halilit: nil, nil, by: decided.judge(brand: index)))
      }
    }
    for (index, item) in group.halilit.enumerated() where brandOf[index] == nil {
      output.emit(Self.link(.halilitOnly, group, brand: nil, halilit: item, nil, by: decided.judge(halilit: index)))
    }
    for match in reviews { output.emit(Self.review(match, group)) }
  }

  /// A link record, or the members of a review record, in the declared order.
  private static func link(
    _ productClass: ProductClass, _ group: BrandGroup, brand: Product?, halilit: Product?, _ match: Matching.Match?,
    by judge: String
  ) -> JSONObject {
    [
      "type": "link", "class": .string(productClass.rawValue), "brand_id": .string(group.brandID),
      "brand": brand.map { ["id": .string($0.id), "name": .string($0.name)] } ?? .null,
      "halilit": halilit.map {
        ["halilit_id": .string($0.id), "item_code": JSON($0.itemCode), "name": .string($0.name)]
      } ?? .null,
      "score": match.map { JSON(decimal: $0.score) } ?? .null,
      "probability": match.map { JSON(decimal: $0.probability) } ?? .null,
      "evidence": .array(match?.evidence.map(JSON.init(evidence:)) ?? []), "decided_by": .string(judge),
    ]
  }

  private static func review(_ match: Matching.Match, _ group: BrandGroup) -> JSONObject {
    var object = link(
      .primary, group, brand: group.brand[match.left], halilit: group.halilit[match.right], match, by: "match")
    object["type"] = "review"
    object["competitors"] = .array(
      match.competitors.map { competitor in
        let product = competitor.isLeft ? group.brand[competitor.record] : group.halilit[competitor.record]
        return ["id": .string(product.id), "name": .string(product.name), "score": JSON(decimal: competitor.score)]
      })
    object["reason"] = "likely, but not certain enough to be PRIMARY"
    return object
  }
}

/// What people decided, by the indexes of a group's products.
private struct DecidedPairs {
  private(set) var confirmed: [Int: Int] = [:]
  private var refused: Set<[Int]> = []
  private var aloneBrand: Set<Int> = []
  private var aloneHalilit: Set<Int> = []

  init(_ group: BrandGroup) {
    let brandIndex = Dictionary(uniqueKeysWithValues: group.brand.enumerated().map { ($1.id, $0) })
    let halilitIndex = Dictionary(uniqueKeysWithValues: group.halilit.enumerated().map { ($1.id, $0) })
    for decision in group.decisions {
      let brand = decision.brandProductID.flatMap { brandIndex[$0] }
      let halilit = decision.halilitID.flatMap { halilitIndex[$0] }
      switch (decision.verdict, brand, halilit) {
      case (.confirmed, let brand?, let halilit?): confirmed[halilit] = brand
      case (.refused, let brand?, let halilit?): refused.insert([brand, halilit])
      case (.noPartner, let brand, let halilit):
        if let brand { aloneBrand.insert(brand) }
        if let halilit { aloneHalilit.insert(halilit) }
      default: break
      }
    }
  }

  /// Whether the algorithm may still say something of a pair.
  func leavesOpen(brand: Int, halilit: Int) -> Bool {
    confirmed[halilit] == nil && !refused.contains([brand, halilit]) && !aloneBrand.contains(brand)
      && !aloneHalilit.contains(halilit)
  }

  func judge(brand: Int) -> String { aloneBrand.contains(brand) ? "person" : "match" }
  func judge(halilit: Int) -> String { aloneHalilit.contains(halilit) ? "person" : "match" }
}

extension JSON {
  /// A computed figure with four decimals: more would claim a precision that no estimate has.
  fileprivate init(decimal value: Double) {
    let scaled = Int((abs(value) * 10_000).rounded())
    let digits = String(scaled % 10_000 + 10_000).dropFirst()
    self = .number("\(value < 0 && scaled > 0 ? "-" : "")\(scaled / 10_000).\(digits)")
  }

  fileprivate init(evidence: Evidence) {
    self = [
      "feature": .string(evidence.feature), "brand": .string(evidence.left), "halilit": .string(evidence.right),
      "weight": JSON(decimal: evidence.weight),
    ]
  }
}

extension MatchRecord {
  /// What the matcher reads of a product record.
  init(_ product: Product) {
    let price = product.record.double("price_ils") ?? product.record.double("price_amount")
    let currency = product.record.string("currency") ?? product.record.string("price_currency")
    let traits = product.record.value("variant")?.object?.members ?? []
    self.init(
      id: product.id, title: product.name, brand: product.brandTitle ?? "", model: product.model ?? "",
      itemCode: product.itemCode ?? product.sku ?? "", description: product.description ?? "", price: price,
      currency: price == nil ? nil : currency ?? "unknown \(product.source.rawValue)", gtin: product.gtin,
      kind: product.kind.flatMap(Kind.init) ?? .unknown, brandTitle: product.brandTitle ?? "",
      variant: traits.map { Trait($0.name, $0.value.string ?? $0.value.text) })
  }
}
