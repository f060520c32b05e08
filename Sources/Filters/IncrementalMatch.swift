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
  private var brandAlone: [Int: PreviousLinks.Line] = [:]
  private var halilitAlone: [Int: PreviousLinks.Line] = [:]

  /// From this share of open products on a whole run costs little more and is exact.
  private static let mostOpen = 0.1
  /// Smaller brands are matched as a whole.
  private static let fewestProducts = 1000

  private var group: BrandGroup { writer.group }

  /// Nil where the earlier run knows too little of the brand, or too much changed: a whole run is due.
  init?(_ writer: LinkWriter, _ previous: PreviousLinks) {
    self.writer = writer
    self.previous = previous
    let brand = Self.index(writer.brandFingerprints)
    let halilit = Self.index(writer.halilitFingerprints)
    var isSeen = (
      left: [Bool](repeating: false, count: writer.brandFingerprints.count),
      right: [Bool](repeating: false, count: writer.halilitFingerprints.count)
    )
    var first: PreviousLinks.Line?
    for line in previous.lines {
      let (left, right) = (line.brand.flatMap { brand[$0] }, line.halilit.flatMap { halilit[$0] })
      guard left != nil || right != nil else { continue }
      if let left { isSeen.left[left] = true }
      if let right { isSeen.right[right] = true }
      if let left, let right, !line.isDecided {
        if line.isReview { reviews.append((left, right, line)) } else { links.append((left, right, line)) }
        if first == nil { first = line }
      } else if line.brand != nil, line.halilit != nil {
        // A partner is gone or changed, or a person paired them.
        if let left { open.left.insert(left) }
        if let right { open.right.insert(right) }
      } else if let left {
        brandAlone[left] = line
      } else if let right {
        halilitAlone[right] = line
      }
    }
    guard let first, let record = try? previous.record(first), let expectation = Expectation(record) else { return nil }
    self.expectation = expectation
    open.left.formUnion(isSeen.left.indices.filter { !isSeen.left[$0] })
    open.right.formUnion(isSeen.right.indices.filter { !isSeen.right[$0] })
    openDecided()
    let products = group.brand.count + group.halilit.count
    guard products >= Self.fewestProducts,
      Double(open.left.count + open.right.count) <= Self.mostOpen * Double(products)
    else { return nil }
  }

  private static func index(_ fingerprints: [UInt64]) -> [UInt64: Int] {
    Dictionary(zip(fingerprints, fingerprints.indices)) { first, _ in first }
  }

  /// Products that people decided on: a decision may be newer than the links.
  private mutating func openDecided() {
    guard !group.decisions.isEmpty else { return }
    let brand = Set(group.decisions.compactMap(\.brandProductID))
    let halilit = Set(group.decisions.compactMap(\.halilitID))
    open.left.formUnion(group.brand.indices.filter { brand.contains(group.brand[$0].id) })
    open.right.formUnion(group.halilit.indices.filter { halilit.contains(group.halilit[$0].id) })
  }

  /// The lines that still hold, and new ones for what changed.
  func plan(_ matcher: Matcher, isOneToOne: Bool) -> LinkPlan {
    var plan = LinkPlan(expectation: expectation)
    let changes =
      open.isEmpty
      ? Rematch()
      : matcher.rematch(
        left: RecordSource(group.brand), right: RecordSource(group.halilit), known: links.map { ($0.left, $0.right) },
        open: open, decisions: group.decisions.map(MatchDecision.init), isOneToOne: isOneToOne,
        expecting: expectation)
    func kept(_ pair: (left: Int, right: Int, line: PreviousLinks.Line)) -> LinkPlan.Pair {
      LinkPlan.Pair(left: pair.left, right: pair.right, statement: .kept(previous.text(pair.line)))
    }
    plan.links = links.indices.filter { !changes.dropped.contains($0) }.map { kept(links[$0]) }
    plan.links += changes.links.map { LinkPlan.Pair($0) }
    let linked = RecordSets(left: Set(changes.links.map(\.left)), right: Set(changes.links.map(\.right)))
    let quiet = reviews.filter { pair in
      !changes.open.touches(pair.left, pair.right) && !linked.touches(pair.left, pair.right)
    }
    plan.reviews = quiet.map { kept($0) } + changes.reviews.map { LinkPlan.Pair($0) }
    plan.brandAlone = brandAlone.filter { !changes.open.left.contains($0.key) }.mapValues { previous.text($0) }
    plan.halilitAlone = halilitAlone.filter { !changes.open.right.contains($0.key) }.mapValues { previous.text($0) }
    return plan
  }
}

extension Expectation {
  /// What a link record of an earlier run says of its whole run.
  fileprivate init?(_ link: Record) {
    guard let prior = link.value("prior"), let share = prior["share"]?.double, let isFitted = prior["fitted"]?.bool,
      let cut = prior["cut"]?.double
    else { return nil }
    self.init(prior: share, isPriorFitted: isFitted, cut: cut)
  }
}

extension RecordSource {
  fileprivate init(_ products: [Product]) {
    let fields: [StaticString] = ["name", "brand", "model", "item_code", "sku", "gtin"]
    self.init(
      count: products.count, name: { index in fields.compactMap { products[index].record.utf8($0) } },
      record: { MatchRecord(products[$0]) })
  }
}
