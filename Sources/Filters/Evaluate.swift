internal import Catalogue
package import Filtering
internal import JSON
internal import Posix
package import Records

/// Judges links by pairs that people read.
package struct Evaluate: Filter {
  package static let manual = Manual(
    name: "evaluate",
    summary: "Reads links and what people decided; writes how right the links are, and each mistake with its evidence.",
    details: [
      "The truth is a table named by --gold, or decision records among the input: confirmed pairs, refused ones, products "
        + "without partner. Only brand products that it names are judged.",
      "products counts brand products: right when any of the true items is linked. pairs counts every link by itself, so "
        + "that a variant that is missing, or one too many, is a mistake. Intervals are Wilson's at 95 %.",
      "The table is tab-separated with a head line that names brand_product_id and halilit_id: one id, several joined by |, "
        + "or NONE. Rows whose note begins with AMBIG are not judged.",
    ],
    examples: [
      .init(
        input: """
          {"type":"link","class":"PRIMARY","brand_id":"acme","brand":{"id":"x7","name":"X7"},"halilit":{"halilit_id":"1","item_code":"AC-X7","name":"Acme X7"},"score":7.9,"probability":0.96,"evidence":[],"decided_by":"match"}
          {"type":"decision","brand_id":"acme","brand_product_id":"x7","halilit_id":"1","verdict":"confirmed"}
          """,
        output: """
          {"type":"evaluation","judged":1,"products":{"right":1,"wrong":0,"missed":0,"precision":1.0000,"precision_low":0.2065,"precision_high":1.0000,"recall":1.0000,"f1":1.0000},"pairs":{"right":1,"wrong":0,"missed":0,"precision":1.0000,"precision_low":0.2065,"precision_high":1.0000,"recall":1.0000,"f1":1.0000},"review":{"right":0,"wrong":0},"buckets":[{"from":0.9500,"to":0.9800,"pairs":1,"right":1}]}
          """)
    ],
    statuses: [.finding, .rejected, .noInput, .memory, .inputOutput, .configuration])

  package static var options: [Option<Self>] {
    [
      .value("--gold", "FILE", \.goldFile, "The true pairs as a table; without it decision records are the truth."),
      .value("--floor", "SHARE", \.floor, "End with 1 when the F1 over brand products is lower."),
      .value("--most-missed", "COUNT", \.mostMissed, "End with 1 when more brand products are missed."),
    ]
  }

  package static let reads = ["link", "review", "decision"]
  package static let holdsRecords = true

  private var goldFile = ""
  private var floor = 0.0
  private var mostMissed = Int.max
  private var truth = Truth()
  private var links: [Link] = []

  package init() {}

  package mutating func start(_ session: Session) throws {
    guard (0...1).contains(floor) else { throw UsageError("--floor must lie in 0...1") }
    guard !goldFile.isEmpty else { return }
    try truth.read(table: try File.read(goldFile), name: goldFile)
  }

  package mutating func process(_ record: Record, _ output: inout Output) throws {
    if record.type == "decision" {
      let decision = try Decision(record)
      if goldFile.isEmpty { truth.add(decision) }
    } else {
      links.append(try Link(record))
    }
  }

  package mutating func finish(_ output: inout Output) throws {
    let judgement = Judgement(links, truth)
    output.emit(judgement.object)
    for mistake in judgement.mistakes { output.emit(mistake) }
    let products = judgement.products
    if products.f1 < floor { throw RunFailure(.finding, "F1 \(JSON(decimal: products.f1).text) is below \(floor)") }
    if products.missed > mostMissed {
      throw RunFailure(.finding, "\(products.missed) brand products are missed, more than \(mostMissed)")
    }
  }
}

/// Which Halilit items each judged brand product truly is; none for products that Halilit does not sell.
struct Truth {
  private(set) var items: [String: Set<String>] = [:]
  /// Brand products of which only some pairs are known to be wrong.
  private(set) var refused: [String: Set<String>] = [:]

  mutating func add(_ decision: Decision) {
    guard let brand = decision.brandProductID else { return }
    switch (decision.verdict, decision.halilitID) {
    case (.confirmed, let item?): items[brand, default: []].insert(item)
    case (.noPartner, nil): items[brand] = items[brand] ?? []
    case (_, let item?): refused[brand, default: []].insert(item)
    default: break
    }
  }

  /// Reads a tab-separated table; fails with 78 when it is not one.
  mutating func read(table bytes: [UInt8], name: String) throws {
    let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
    let head = lines.first?.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) ?? []
    guard let brand = head.firstIndex(of: "brand_product_id"), let item = head.firstIndex(of: "halilit_id") else {
      throw RunFailure(.configuration, "\(name): the head line must name brand_product_id and halilit_id")
    }
    let note = head.firstIndex(of: "note")
    for (number, line) in lines.enumerated().dropFirst() {
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard max(brand, item) < cells.count, !cells[brand].isEmpty, !cells[item].isEmpty else {
        throw RunFailure(.configuration, "\(name): line \(number + 1) lacks brand_product_id or halilit_id")
      }
      if let note, note < cells.count, cells[note].hasPrefix("AMBIG") { continue }
      let ids = cells[item] == "NONE" ? [] : cells[item].split(separator: "|").map(String.init)
      items[cells[brand], default: []].formUnion(ids)
    }
  }
}

/// What is right, wrong and missed of a set of links.
struct Judgement {
  private(set) var products = Tally()
  private(set) var pairs = Tally()
  private(set) var mistakes: [JSONObject] = []
  private var judged = 0
  private var review = (right: 0, wrong: 0)
  private var buckets: [Bucket] = Self.borders.map { Bucket(from: $0.0, to: $0.1) }

  private static let borders = [
    (0.0, 0.25), (0.25, 0.5), (0.5, 0.75), (0.75, 0.9), (0.9, 0.95), (0.95, 0.98), (0.98, 1.0),
  ]

  private struct Bucket {
    var from, to: Double
    var pairs = 0
    var right = 0
  }

  init(_ links: [Link], _ truth: Truth) {
    let byBrand = Dictionary(grouping: links.filter { $0.brandProductID != nil }) { $0.brandProductID ?? "" }
    for brand in Set(truth.items.keys).union(truth.refused.keys).sorted() {
      judged += 1
      judge(byBrand[brand] ?? [], brand, truth)
    }
  }

  private mutating func judge(_ links: [Link], _ brand: String, _ truth: Truth) {
    let pairs = links.filter { $0.productClass == .primary && !$0.isReview }
    let wanted = truth.items[brand]
    var found: Set<String> = []
    var wrong = 0
    for link in pairs {
      guard let item = link.halilitID, let isRight = truth.verdict(brand, item) else { continue }
      count(link, isRight)
      if isRight {
        found.insert(item)
      } else {
        wrong += 1
        mistakes.append(Self.mistake("wrong", link, brand, wanted))
      }
    }
    let missing = (wanted ?? []).subtracting(found)
    let reviews = links.filter(\.isReview)
    for link in reviews {
      guard let item = link.halilitID, let isRight = truth.verdict(brand, item) else { continue }
      if isRight { review.right += 1 } else { review.wrong += 1 }
    }
    self.pairs.right += found.count
    self.pairs.wrong += wrong
    self.pairs.missed += missing.count
    if !found.isEmpty { products.right += 1 }
    if found.isEmpty, wrong > 0 { products.wrong += 1 }
    if found.isEmpty, !(wanted ?? []).isEmpty { products.missed += 1 }
    for item in missing.sorted() {
      mistakes.append(Self.mistake("missed", reviews.first { $0.halilitID == item }, brand, [item]))
    }
  }

  private mutating func count(_ link: Link, _ isRight: Bool) {
    let probability = link.record.double("probability") ?? 0
    guard let bucket = buckets.lastIndex(where: { probability >= $0.from }) else { return }
    buckets[bucket].pairs += 1
    if isRight { buckets[bucket].right += 1 }
  }

  /// A pair that is wrong, or one that is missing; the latter with what a review says of it, where there is one.
  private static func mistake(_ kind: String, _ link: Link?, _ brand: String, _ wanted: Set<String>?) -> JSONObject {
    [
      "type": "mistake", "kind": .string(kind), "brand": link?.record.value("brand") ?? ["id": .string(brand)],
      "halilit": kind == "wrong" ? link?.record.value("halilit") ?? .null : .null,
      "expected": .array((wanted ?? []).sorted().map(JSON.string)), "in_review": .bool(link?.isReview ?? false),
      "probability": link?.record.value("probability") ?? .null,
      "evidence": link?.record.value("evidence") ?? .array([]),
      "competitors": link?.record.value("competitors") ?? .array([]),
    ]
  }

  var object: JSONObject {
    [
      "type": "evaluation", "judged": JSON(judged), "products": .object(products.object),
      "pairs": .object(pairs.object),
      "review": ["right": JSON(review.right), "wrong": JSON(review.wrong)],
      "buckets": .array(
        buckets.filter { $0.pairs > 0 }.map {
          [
            "from": JSON(decimal: $0.from), "to": JSON(decimal: $0.to), "pairs": JSON($0.pairs),
            "right": JSON($0.right),
          ]
        }),
    ]
  }
}

extension Truth {
  /// Whether a pair is true; nil where nothing is known of it.
  fileprivate func verdict(_ brand: String, _ item: String) -> Bool? {
    if let items = items[brand] { return items.contains(item) }
    return refused[brand]?.contains(item) == true ? false : nil
  }
}

/// Counts of right, wrong and missed, and the figures that follow.
struct Tally: Equatable {
  var right = 0
  var wrong = 0
  var missed = 0

  var precision: Double? { right + wrong == 0 ? nil : Double(right) / Double(right + wrong) }
  var recall: Double? { right + missed == 0 ? nil : Double(right) / Double(right + missed) }
  /// 1 where there was nothing to find and nothing was found.
  var f1: Double { right + wrong + missed == 0 ? 1 : Double(2 * right) / Double(2 * right + wrong + missed) }

  /// Wilson's score interval of the precision at 95 % (1927); nil without pairs.
  var precisionInterval: (low: Double, high: Double)? {
    guard let precision else { return nil }
    let (n, z) = (Double(right + wrong), 1.959964)
    let centre = (precision + z * z / (2 * n)) / (1 + z * z / n)
    let half = z / (1 + z * z / n) * (precision * (1 - precision) / n + z * z / (4 * n * n)).squareRoot()
    return (max(0, centre - half), min(1, centre + half))
  }

  var object: JSONObject {
    [
      "right": JSON(right), "wrong": JSON(wrong), "missed": JSON(missed),
      "precision": precision.map { JSON(decimal: $0) } ?? .null,
      "precision_low": precisionInterval.map { JSON(decimal: $0.low) } ?? .null,
      "precision_high": precisionInterval.map { JSON(decimal: $0.high) } ?? .null,
      "recall": recall.map { JSON(decimal: $0) } ?? .null, "f1": JSON(decimal: f1),
    ]
  }
}
