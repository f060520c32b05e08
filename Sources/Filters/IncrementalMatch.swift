internal import Catalogue
internal import JSON
internal import Matching
internal import Records

/// Matches again what changed in one brand since an earlier run, and keeps the lines of what did not.
struct IncrementalMatch {
  private let writer: LinkWriter
  private let previous: PreviousLinks
  private let expectation: Expectation
  /// Products that are new, changed, decided on, or whose partner is gone.
  private var open = RecordSets()
  private var links: [(left: Int, right: Int, line: PreviousLinks.Line)] = []
  private var reviews: [(left: Int, right: Int, line: PreviousLinks.Line)] = []
  /// The lines of products without partner, by product.
  private var brandAlone: [Range<Int>?]
  private var halilitAlone: [Range<Int>?]

  /// From this share of open products on a whole run costs little more and is exact.
  private static let mostOpen = 0.1
  /// Smaller brands are matched as a whole.
  private static let fewestProducts = 1000
  /// Where more than this share of the earlier pairs was unclear, a slight shift of how rare words are tips some of them.
  private static let mostUnclear = 0.005

  private var group: BrandGroup { writer.group }

  /// Nil where the earlier run knows too little of the brand, was unclear, or too much changed: a whole run is due.
  init?(_ writer: LinkWriter, _ previous: PreviousLinks) {
    self.writer = writer
    self.previous = previous
    brandAlone = Array(repeating: nil, count: writer.brandFingerprints.count)
    halilitAlone = Array(repeating: nil, count: writer.halilitFingerprints.count)
    let brand = FingerprintIndex(writer.brandFingerprints)
    let halilit = FingerprintIndex(writer.halilitFingerprints)
    var isSeen = (
      left: [Bool](repeating: false, count: writer.brandFingerprints.count),
      right: [Bool](repeating: false, count: writer.halilitFingerprints.count)
    )
    var first: PreviousLinks.Line?
    var unclear = 0
    for line in previous.lines {
      let (left, right) = (line.brand.flatMap { brand[$0] }, line.halilit.flatMap { halilit[$0] })
      guard left != nil || right != nil else { continue }
      if let left { isSeen.left[left] = true }
      if let right { isSeen.right[right] = true }
      if let left, let right, !line.isDecided {
        if line.isReview { reviews.append((left, right, line)) } else { links.append((left, right, line)) }
        if first == nil, !line.isReview { first = line }
        if !line.isClear { unclear += 1 }
      } else if line.brand != nil, line.halilit != nil {
        // A partner is gone or changed, or a person paired them.
        if let left { open.left.insert(left) }
        if let right { open.right.insert(right) }
      } else if let left {
        brandAlone[left] = line.text
      } else if let right {
        halilitAlone[right] = line.text
      }
    }
    guard let first, let record = try? previous.record(first), let expectation = Expectation(record) else { return nil }
    self.expectation = expectation
    open.left.formUnion(isSeen.left.indices.filter { !isSeen.left[$0] })
    open.right.formUnion(isSeen.right.indices.filter { !isSeen.right[$0] })
    openDecided()
    let products = group.brand.count + group.halilit.count
    guard products >= Self.fewestProducts,
      Double(open.left.count + open.right.count) <= Self.mostOpen * Double(products),
      Double(unclear) <= Self.mostUnclear * Double(links.count + reviews.count)
    else { return nil }
  }

  /// Products that people decided on: a decision may be newer than the links. One that was withdrawn since leaves no trace.
  private mutating func openDecided() {
    guard !group.decisions.isEmpty else { return }
    let brand = Set(group.decisions.compactMap(\.brandProductID))
    let halilit = Set(group.decisions.compactMap(\.halilitID))
    open.left.formUnion(group.brand.indices.filter { brand.contains(group.brand[$0].id) })
    open.right.formUnion(group.halilit.indices.filter { halilit.contains(group.halilit[$0].id) })
  }

  /// The lines that still hold, and new ones for what changed; nil where a whole run is due.
  func plan(_ matcher: Matcher, isOneToOne: Bool) -> LinkPlan? {
    var plan = LinkPlan(expectation: expectation, previous)
    let found =
      open.isEmpty
      ? Rematch()
      : matcher.rematch(
        left: RecordSource(group.brand), right: RecordSource(group.halilit), known: links.map { ($0.left, $0.right) },
        open: open, decisions: group.decisions.map(MatchDecision.init), isOneToOne: isOneToOne,
        expecting: expectation)
    guard let changes = found else { return nil }
    func kept(_ pair: (left: Int, right: Int, line: PreviousLinks.Line)) -> LinkPlan.Pair {
      LinkPlan.Pair(left: pair.left, right: pair.right, statement: .kept(pair.line.text))
    }
    plan.links = links.indices.filter { !changes.dropped.contains($0) }.map { kept(links[$0]) }
    plan.links += changes.links.map { LinkPlan.Pair($0) }
    let linked = RecordSets(left: Set(changes.links.map(\.left)), right: Set(changes.links.map(\.right)))
    let quiet = reviews.filter { pair in
      !changes.open.touches(pair.left, pair.right) && !linked.touches(pair.left, pair.right)
    }
    plan.reviews = quiet.map { kept($0) } + changes.reviews.map { LinkPlan.Pair($0) }
    (plan.brandAlone, plan.halilitAlone) = (brandAlone, halilitAlone)
    for left in changes.open.left { plan.brandAlone[left] = nil }
    for right in changes.open.right { plan.halilitAlone[right] = nil }
    return plan
  }
}

extension Expectation {
  /// What a link record of an earlier run says of its whole run.
  fileprivate init?(_ link: Record) {
    guard let prior = link.value("prior"), let share = prior["share"]?.double, let isFitted = prior["fitted"]?.bool,
      let cut = prior["cut"]?.double
    else { return nil }
    // Only the rules of one brand tell of an identity, and of each link.
    let identity = JSON.string(Feature.identity.phrase(left: "brand", right: "Halilit"))
    let isOneBrand = link.value("evidence")?.array?.contains { $0["feature"] == identity }
    self.init(prior: share, isPriorFitted: isFitted, cut: cut, isOneBrand: isOneBrand)
  }
}

extension RecordSource {
  fileprivate init(_ products: [Product]) {
    let fields: [StaticString] = ["name", "brand", "model", "item_code", "sku", "gtin"]
    self.init(
      count: products.count, name: { products[$0].record.utf8(ofAny: fields) },
      record: { MatchRecord(products[$0]) })
  }
}
