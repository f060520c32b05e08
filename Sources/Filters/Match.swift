package import Catalogue
package import Filtering
internal import JSON
internal import Matching
internal import Posix
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
      "Within one brand the model designation decides: a digit, a suffix or a revision makes another product. Colors, sizes "
        + "and numbers of keys are variants: further Halilit items join the brand product whose designation they give.",
      "A confirmed or refused decision wins over the algorithm. prior says what share of pairs was expected to be right: "
        + "fitted to the catalogues, or shipped where they are too small to tell.",
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
    statuses: [.rejected, .noInput, .memory, .inputOutput, .configuration])

  package static var options: [Option<Self>] {
    [
      groupingOption,
      .flag("--one-to-one", \.isOneToOne, "A brand product has one Halilit item at most: variants do not join it."),
      .value(
        "--calibration", "FILE", \.calibrationFile,
        "Correct the probabilities as calibrate proposed and a person wants."),
      .flag(
        "--features", \.writesFeatures,
        "Write every compared pair with its features instead, for `make train-match`."),
      .flag(
        "--dedupe-report", \.reportsDuplicates, "Name products that a source lists twice, one line each on stderr."),
    ]
  }

  package var groups = BrandGroups()
  private var isOneToOne = false
  private var reportsDuplicates = false
  private var writesFeatures = false
  private var calibrationFile: String?
  private var matcher = Matcher(parallel: .threads)
  private var log: Log?

  package init() {}

  package mutating func start(_ session: Session) throws {
    log = session.log
    if let calibrationFile { matcher.constants.calibration = try Calibration(file: calibrationFile) }
  }

  package mutating func process(_ group: BrandGroup, _ output: inout Output) throws {
    if writesFeatures { return writeFeatures(group, &output) }
    let result = matcher.match(
      left: group.brand.map(MatchRecord.init), right: group.halilit.map(MatchRecord.init),
      decisions: group.decisions.map(MatchDecision.init), isOneToOne: isOneToOne)
    let alone = DecidedAlone(group)
    let linked = Set(result.links.map(\.right))
    var next = 0
    for (index, product) in group.brand.enumerated() {
      let first = next
      while next < result.links.count, result.links[next].left == index {
        let match = result.links[next]
        output.emit(Self.link(.primary, group, brand: product, halilit: group.halilit[match.right], match, result))
        next += 1
      }
      if first == next {
        output.emit(Self.link(.secondary, group, brand: product, by: alone.judge(brand: product.id)))
      }
    }
    for (index, item) in group.halilit.enumerated() where !linked.contains(index) {
      output.emit(Self.link(.halilitOnly, group, halilit: item, by: alone.judge(halilit: item.id)))
    }
    for match in result.reviews { output.emit(Self.review(match, group, result)) }
    if reportsDuplicates { report(result, group) }
  }

  private func writeFeatures(_ group: BrandGroup, _ output: inout Output) {
    let pairs = matcher.features(
      left: group.brand.map(MatchRecord.init), right: group.halilit.map(MatchRecord.init))
    for pair in pairs {
      output.emit([
        "type": "pair", "brand_id": .string(group.brandID), "brand": .string(group.brand[pair.left].id),
        "halilit": .string(group.halilit[pair.right].id),
        "features": .array(Feature.fitted.map { .number("\(pair.features[$0])") }),
        "density": [.number("\(pair.leftDensity)"), .number("\(pair.rightDensity)")],
      ])
    }
  }

  private func report(_ result: MatchResult, _ group: BrandGroup) {
    for (products, duplicates) in [(group.brand, result.leftDuplicates), (group.halilit, result.rightDuplicates)] {
      for duplicate in duplicates {
        let (first, second) = (products[duplicate.first], products[duplicate.second])
        log?.say(
          .note,
          "\(group.brandID): \(first.source.rawValue) lists '\(first.id)' and '\(second.id)', likely one product: "
            + "\(duplicate.reason)")
      }
    }
  }

  /// The link record of a product without partner.
  private static func link(
    _ productClass: ProductClass, _ group: BrandGroup, brand: Product? = nil, halilit: Product? = nil, by judge: String
  ) -> JSONObject {
    var object = sides(productClass, group, brand, halilit)
    object.members +=
      JSONObject([
        .init("score", .null), .init("probability", .null), .init("evidence", .array([])),
        .init("decided_by", .string(judge)),
      ]).members
    return object
  }

  /// The link record of a pair, and the members that a review record shares with it.
  private static func link(
    _ productClass: ProductClass, _ group: BrandGroup, brand: Product, halilit: Product, _ match: Matching.Match,
    _ result: MatchResult
  ) -> JSONObject {
    var object = sides(productClass, group, brand, halilit)
    if !match.variant.isEmpty {
      object["variant"] = .object(JSONObject(match.variant.map { .init($0.name, .string($0.value)) }))
    }
    object["score"] = JSON(decimal: match.score)
    object["probability"] = JSON(decimal: match.probability)
    object["evidence"] = .array(match.evidence.map(JSON.init(evidence:)))
    object["decided_by"] = match.isDecided ? "person" : "match"
    if !match.isDecided {
      object["prior"] = ["share": JSON(decimal: result.prior), "fitted": .bool(result.isPriorFitted)]
    }
    return object
  }

  private static func sides(
    _ productClass: ProductClass, _ group: BrandGroup, _ brand: Product?, _ halilit: Product?
  ) -> JSONObject {
    [
      "type": "link", "class": .string(productClass.rawValue), "brand_id": .string(group.brandID),
      "brand": brand.map { ["id": .string($0.id), "name": .string($0.name)] } ?? .null,
      "halilit": halilit.map {
        ["halilit_id": .string($0.id), "item_code": JSON($0.itemCode), "name": .string($0.name)]
      } ?? .null,
    ]
  }

  private static func review(_ match: Matching.Match, _ group: BrandGroup, _ result: MatchResult) -> JSONObject {
    // The pair is not PRIMARY: until a person decides, its item stays what it is without the pair.
    var object = link(
      .halilitOnly, group, brand: group.brand[match.left], halilit: group.halilit[match.right], match, result)
    object["type"] = "review"
    object["competitors"] = .array(
      match.competitors.map { competitor in
        let product = competitor.isLeft ? group.brand[competitor.record] : group.halilit[competitor.record]
        return ["id": .string(product.id), "name": .string(product.name), "score": JSON(decimal: competitor.score)]
      })
    object["reason"] = JSON(match.reason)
    return object
  }
}

/// The products of which a person said that they have no partner.
private struct DecidedAlone {
  private let brand: Set<String>
  private let halilit: Set<String>

  init(_ group: BrandGroup) {
    let alone = group.decisions.filter { $0.verdict == .noPartner }
    brand = Set(alone.compactMap { $0.halilitID == nil ? $0.brandProductID : nil })
    halilit = Set(alone.compactMap { $0.brandProductID == nil ? $0.halilitID : nil })
  }

  func judge(brand id: String) -> String { brand.contains(id) ? "person" : "match" }
  func judge(halilit id: String) -> String { halilit.contains(id) ? "person" : "match" }
}

extension JSON {
  fileprivate init(evidence: Evidence) {
    self = [
      "feature": .string(evidence.feature.phrase(left: "brand", right: "Halilit")), "brand": .string(evidence.left),
      "halilit": .string(evidence.right),
      "weight": JSON(decimal: evidence.weight),
    ]
  }
}
