internal import Catalogue
internal import Filtering
internal import JSON
internal import Matching
internal import Records

/// What is to be written of one brand: new statements, and lines of an earlier run that still hold.
struct LinkPlan {
  struct Pair {
    var left: Int
    var right: Int
    var statement: Statement
  }

  enum Statement {
    /// Few are new: lines that still hold are not to carry room for one.
    indirect case new(Matching.Match)
    /// Where the earlier run's text has it.
    case kept(Range<Int>)
  }

  var links: [Pair] = []
  var reviews: [Pair] = []
  /// Kept lines of products without partner, by product; empty without an earlier run.
  var brandAlone: [Range<Int>?] = []
  var halilitAlone: [Range<Int>?] = []
  var expectation: Expectation
  private(set) var previous: PreviousLinks?

  init(expectation: Expectation, _ previous: PreviousLinks) {
    self.expectation = expectation
    self.previous = previous
  }

  init(_ result: MatchResult) {
    expectation = Expectation(prior: result.prior, isPriorFitted: result.isPriorFitted, cut: result.cut)
    links = result.links.map(Pair.init)
    reviews = result.reviews.map(Pair.init)
  }
}

extension LinkPlan.Pair {
  init(_ match: Matching.Match) { self.init(left: match.left, right: match.right, statement: .new(match)) }
}

/// Writes the link and review records of one brand.
struct LinkWriter {
  let group: BrandGroup
  let brandFingerprints: [UInt64]
  let halilitFingerprints: [UInt64]
  private let alone: DecidedAlone

  init(_ group: BrandGroup, _ parallel: Parallel) {
    self.group = group
    brandFingerprints = parallel.map(group.brand.count) { group.brand[$0].map(\.record.fingerprint) }
    halilitFingerprints = parallel.map(group.halilit.count) { group.halilit[$0].map(\.record.fingerprint) }
    alone = DecidedAlone(group)
  }

  /// Every brand product with its links, then every Halilit item without one, then the reviews.
  func write(_ plan: LinkPlan, _ output: inout Output) {
    var lines = Lines(plan.previous)
    var isLinked = [Bool](repeating: false, count: group.halilit.count)
    for pair in plan.links { isLinked[pair.right] = true }
    let pairs = plan.links.sorted { ($0.left, $0.right) < ($1.left, $1.right) }
    var next = 0
    for (index, product) in group.brand.enumerated() {
      let first = next
      while next < pairs.count, pairs[next].left == index {
        lines.write(pairs[next].statement, &output) { link(.primary, $0, plan.expectation) }
        next += 1
      }
      guard first == next else { continue }
      lines.write(plan.brandAlone.isEmpty ? nil : plan.brandAlone[index], &output) {
        link(.secondary, brand: index, by: alone.judge(brand: product.id))
      }
    }
    for (index, item) in group.halilit.enumerated() where !isLinked[index] {
      lines.write(plan.halilitAlone.isEmpty ? nil : plan.halilitAlone[index], &output) {
        link(.halilitOnly, halilit: index, by: alone.judge(halilit: item.id))
      }
    }
    for pair in plan.reviews.sorted(by: { ($0.left, $0.right) < ($1.left, $1.right) }) {
      lines.write(pair.statement, &output) { review($0, plan.expectation) }
    }
    lines.flush(&output)
  }

  /// The link record of a product without partner.
  private func link(
    _ productClass: ProductClass, brand: Int? = nil, halilit: Int? = nil, by judge: String
  ) -> JSONObject {
    var object = sides(productClass, brand, halilit)
    object.members +=
      JSONObject([
        .init("score", .null), .init("probability", .null), .init("evidence", .array([])),
        .init("decided_by", .string(judge)), .init("fingerprints", fingerprints(brand, halilit)),
      ]).members
    return object
  }

  /// The link record of a pair.
  private func link(
    _ productClass: ProductClass, _ match: Matching.Match, _ expectation: Expectation
  ) -> JSONObject {
    var object = sides(productClass, match.left, match.right)
    if !match.variant.isEmpty {
      object["variant"] = .object(JSONObject(match.variant.map { .init($0.name, .string($0.value)) }))
    }
    object["score"] = JSON(decimal: match.score)
    object["probability"] = JSON(decimal: match.probability)
    object["evidence"] = .array(match.evidence.map(JSON.init(evidence:)))
    if !match.isDecided {
      object["prior"] = [
        "share": JSON(decimal: expectation.prior), "fitted": .bool(expectation.isPriorFitted),
        "cut": JSON(decimal: expectation.cut),
      ]
    }
    object["decided_by"] = match.isDecided ? "person" : "match"
    object["fingerprints"] = fingerprints(match.left, match.right)
    return object
  }

  private func review(_ match: Matching.Match, _ expectation: Expectation) -> JSONObject {
    // The pair is not PRIMARY: until a person decides, its item stays what it is without the pair.
    var object = link(.halilitOnly, match, expectation)
    object["type"] = "review"
    let last = object.members.popLast()
    object["competitors"] = .array(
      match.competitors.map { competitor in
        let product = competitor.isLeft ? group.brand[competitor.record] : group.halilit[competitor.record]
        return ["id": .string(product.id), "name": .string(product.name), "score": JSON(decimal: competitor.score)]
      })
    object["reason"] = JSON(match.reason)
    if let last { object.members.append(last) }
    return object
  }

  private func sides(_ productClass: ProductClass, _ brand: Int?, _ halilit: Int?) -> JSONObject {
    [
      "type": "link", "class": .string(productClass.rawValue), "brand_id": .string(group.brandID),
      "brand": brand.map { ["id": .string(group.brand[$0].id), "name": .string(group.brand[$0].name)] } ?? .null,
      "halilit": halilit.map { index in
        let item = group.halilit[index]
        return ["halilit_id": .string(item.id), "item_code": JSON(item.itemCode), "name": .string(item.name)]
      } ?? .null,
    ]
  }

  private func fingerprints(_ brand: Int?, _ halilit: Int?) -> JSON {
    Fingerprints(brand: brand.map { brandFingerprints[$0] }, halilit: halilit.map { halilitFingerprints[$0] }).json
  }
}

/// Lines on their way out: those of an earlier run that stand behind one another are copied as one.
private struct Lines {
  private let previous: PreviousLinks?
  private var waiting = 0..<0

  private static let mostWaiting = 1 << 18

  init(_ previous: PreviousLinks?) { self.previous = previous }

  mutating func write(
    _ statement: LinkPlan.Statement, _ output: inout Output, _ record: (Matching.Match) -> JSONObject
  ) {
    switch statement {
    case .new(let match):
      flush(&output)
      output.emit(record(match))
    case .kept(let line): keep(line, &output)
    }
  }

  mutating func write(_ kept: Range<Int>?, _ output: inout Output, _ record: () -> JSONObject) {
    if let kept { return keep(kept, &output) }
    flush(&output)
    output.emit(record())
  }

  private mutating func keep(_ line: Range<Int>, _ output: inout Output) {
    if !waiting.isEmpty, line.lowerBound == waiting.upperBound + 1, waiting.count < Self.mostWaiting {
      waiting = waiting.lowerBound..<line.upperBound
    } else {
      flush(&output)
      waiting = line
    }
  }

  mutating func flush(_ output: inout Output) {
    guard !waiting.isEmpty, let previous else { return }
    output.emit { $0.append(contentsOf: previous.text(waiting)) }
    waiting = 0..<0
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
