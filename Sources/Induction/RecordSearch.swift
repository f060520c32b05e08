internal import Markup
internal import Sites

/// A selector of the elements that hold one product each, with what they hold.
struct RecordChoice {
  var selector: SelectorCandidate
  /// On each page, the element of each known record that has one.
  var records: [[Int: Int]]
  var score: Double
  /// Elements that hold no known product.
  var strangers: Int
  var shape = RecordBounds.Shape.apart
}

/// Finds the repeated element that holds what is known of one product, and nothing known of another.
struct RecordSearch {
  let pages: [(outline: PageOutline, evidence: [Evidence])]
  let known: KnownIndex

  private static let sampledRecords = 16
  /// How much it tells that a record holds a product's value.
  private static let weights: [ProductField: Double] = [.url: 3, .name: 3, .price: 2, .image: 2, .itemID: 2]

  static func weight(_ field: ProductField) -> Double { weights[field] ?? 1 }

  /// The best selectors, best first; several that find the same elements count once.
  func choices(atMost limit: Int) -> [RecordChoice] {
    var seen: Set<[[Int: Int]]> = []
    let ranked = candidates().compactMap(evaluate).sorted {
      ($1.score, $0.selector.cost) < ($0.score, $1.selector.cost)
    }
    let distinct = ranked.filter { seen.insert($0.records).inserted }
    guard let best = distinct.first, best.score > 0 else { return [] }
    return [united(best, with: distinct)].compactMap { $0 } + distinct.prefix(limit)
  }

  // MARK: Candidates

  /// The selectors that the elements around known values answer to, most frequent first.
  private func candidates() -> [SelectorCandidate] {
    var counts: [SelectorCandidate: Int] = [:]
    for (outline, evidence) in pages {
      let around = surroundings(evidence, outline)
      for elements in Self.sample(around) {
        let sources = Set(elements.flatMap { self.sources($0, outline) })
        for source in sources { counts[source, default: 0] += 1 }
      }
    }
    let most = counts.values.max() ?? 0
    let usual = counts.filter { $0.value * 5 >= most * 2 || $0.value >= 3 }.sorted {
      $0.value != $1.value ? $0.value > $1.value : ($0.key.cost, $0.key.source) < ($1.key.cost, $1.key.source)
    }
    // Each kind has its share, since there are many more of some kinds than of others.
    return Self.shares.flatMap { share in
      usual.lazy.map(\.key).filter { share.costs.contains($0.cost) }.prefix(share.count)
    }
  }

  /// How many selectors are tried of what elements say alone, of what stands above them, and of their places.
  private static let shares: [(costs: Range<Int>, count: Int)] = [
    (0..<SelectorCandidate.Cost.context, 90), (SelectorCandidate.Cost.context..<SelectorCandidate.Cost.place, 80),
    (SelectorCandidate.Cost.place..<Int.max, 40),
  ]

  /// For each product of a page the elements around its own values, without those around every product's.
  private func surroundings(_ evidence: [Evidence], _ outline: PageOutline) -> [[Int]] {
    var around: [Int: Set<Int>] = [:]
    for place in evidence {
      let records = Set(place.entries.filter { Self.weight($0.field) > 1 }.map(\.record))
      guard records.count == 1, let record = records.first else { continue }
      around[record, default: []].formUnion(outline.path(up: place.element).prefix(16))
    }
    var counts: [Int: Int] = [:]
    for elements in around.values { for element in elements { counts[element, default: 0] += 1 } }
    let isCommon: (Int) -> Bool = { counts[$0] == around.count && around.count > 1 }
    return around.sorted { $0.key < $1.key }.map { $0.value.filter { !isCommon($0) }.sorted() }
  }

  private static func sample(_ all: [[Int]]) -> [[Int]] {
    stride(from: 0, to: all.count, by: max(1, all.count / sampledRecords)).map { all[$0] }
  }

  private func sources(_ element: Int, _ outline: PageOutline) -> [SelectorCandidate] {
    guard outline.parents[element] >= 0 else { return [] }
    return SelectorWriter.simple(outline.elements[element])
      + SelectorWriter.paths(element, of: outline)
      + SelectorWriter.inContext(element, below: -1, of: outline)
  }

  // MARK: Scores

  private func evaluate(_ candidate: SelectorCandidate) -> RecordChoice? {
    guard let selector = try? Selector(css: candidate.source) else { return nil }
    var choice = RecordChoice(selector: candidate, records: [], score: 0, strangers: 0)
    for (outline, evidence) in pages {
      let found = outline.matches(selector)
      guard found.count <= 4 * known.records.count + 2_000 else { return nil }
      let page = PageScore(RecordMap(found, .apart, on: outline), evidence)
      choice.records.append(page.places)
      choice.score += page.score
      choice.strangers += page.strangers
      if outline.areNested(found) { choice.shape = .nested }
    }
    return choice.records.allSatisfy(\.isEmpty) ? nil : choice
  }

  /// The best selector with those added that find what it misses.
  private func united(_ best: RecordChoice, with others: [RecordChoice]) -> RecordChoice? {
    var united = best
    for _ in 0..<3 {
      let missed = others.filter { other in
        zip(other.records, united.records).contains { !Set($0.keys).subtracting($1.keys).isEmpty }
      }
      let extended = missed.prefix(24).compactMap { other in
        evaluate(
          .init(
            source: "\(united.selector.source), \(other.selector.source)",
            cost: united.selector.cost + other.selector.cost))
      }
      guard let better = extended.max(by: { $0.score < $1.score }), better.score > united.score + 1 else { break }
      united = better
    }
    return united.selector == best.selector ? nil : united
  }
}

/// How well the elements that a selector finds on one page separate the known products.
struct PageScore {
  /// The element of each record.
  private(set) var places: [Int: Int] = [:]
  private(set) var score = 0.0
  private(set) var strangers = 0

  /// An element that holds a product a second time, or one of another product, or none.
  private static let repetition = 0.5
  private static let intrusion = 3.0
  private static let stranger = 0.05

  init(_ map: RecordMap, _ evidence: [Evidence]) {
    let held = map.held(of: evidence)
    strangers = map.count - held.count
    var scores: [Int: Double] = [:]
    for (record, places) in held.sorted(by: { $0.key < $1.key }) {
      let holding = Self.holding(places)
      guard let best = holding.product else {
        strangers += 1
        continue
      }
      score -= Double(holding.intruders) * Self.intrusion
      if let earlier = scores[best] {
        score -= Self.repetition
        guard earlier < holding.score else { continue }
        score -= earlier
      }
      scores[best] = holding.score
      self.places[best] = record
      score += holding.score
    }
    score -= Double(strangers) * Self.stranger
  }

  /// The product that an element says most of, and how many others it names as surely.
  private static func holding(_ places: [Evidence]) -> (product: Int?, score: Double, intruders: Int) {
    var fields: [Int: Set<ProductField>] = [:]
    var own: [Int: Set<ProductField>] = [:]
    for place in places {
      let isOwn = Set(place.entries.map(\.record)).count == 1
      for entry in place.entries {
        fields[entry.record, default: []].insert(entry.field)
        if isOwn { own[entry.record, default: []].insert(entry.field) }
      }
    }
    let telling: (Set<ProductField>) -> Double = { $0.reduce(0) { $0 + RecordSearch.weight($1) } }
    let anchored = own.filter { $0.value.contains { RecordSearch.weight($0) > 1 && $0 != .price } }
    let candidates = anchored.isEmpty ? [:] : fields.filter { anchored[$0.key] != nil }
    let best = candidates.max { left, right in
      (telling(left.value), right.key) < (telling(right.value), left.key)
    }
    guard let best else { return (nil, 0, 0) }
    let intruders = anchored.count { $0.key != best.key }
    return (best.key, telling(best.value), intruders)
  }
}
