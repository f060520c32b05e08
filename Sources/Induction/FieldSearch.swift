internal import JSON
internal import Markup
internal import Sites

/// What a rule reads in each record, against what is known.
enum Agreement {
  case same, different, nothing
}

/// A rule for one field: selectors of which the first with a value counts.
struct FieldChoice {
  let field: ProductField
  var selectors: [SelectorCandidate]
  let transform: String?
  /// Which of the elements found is read; nil where the first that says something is.
  var place: Int?
  var outcomes: [Agreement]
  /// Other selectors that agree as well, steadiest first.
  var alternatives: [String] = []

  var hits: Int { outcomes.count { $0 == .same } }

  var score: Double { Self.score(of: outcomes) }

  /// A wrong value is worse than none.
  static func score(of outcomes: [Agreement]) -> Double {
    outcomes.reduce(0) { sum, outcome in
      switch outcome {
      case .same: sum + 1
      case .different: sum - 1.5
      case .nothing: sum
      }
    }
  }

  var json: JSON {
    let sources: JSON =
      selectors.count == 1 ? .string(selectors[0].source) : .array(selectors.map { .string($0.source) })
    guard transform != nil || place != nil else { return sources }
    var rule: JSONObject = ["select": sources]
    if let place { rule["at"] = JSON(place) }
    if let transform { rule["transform"] = .string(transform) }
    return .object(rule)
  }
}

/// Learns how one field is read in the records of some pages.
struct FieldSearch {
  struct Example {
    let element: Int
    let record: Int
    let page: Int
  }

  let pages: [(outline: PageOutline, evidence: [Evidence])]
  let known: KnownIndex
  let examples: [Example]
  private let shape: RecordBounds.Shape
  private let bounds: [RecordBounds]
  /// The places that lie in each example, without those of records inside it.
  private let evidence: [[Evidence]]

  private static let mostExamples = 60
  private static let evaluatedSelectors = 90
  private static let triedMarks = 300
  /// So many selectors that read every record right are a choice.
  private static let enoughPerfect = 12
  /// What it costs a selector that the element it means is only the first of several.
  private static let ambiguity = 8

  init(pages: [(outline: PageOutline, evidence: [Evidence])], known: KnownIndex, choice: RecordChoice) {
    self.pages = pages
    self.known = known
    var examples: [Example] = []
    for (page, places) in choice.records.enumerated() {
      examples += places.sorted { $0.value < $1.value }.map { Example(element: $0.value, record: $0.key, page: page) }
    }
    let step = max(1, examples.count / Self.mostExamples)
    self.examples = stride(from: 0, to: examples.count, by: step).map { examples[$0] }
    let selector = try? Selector(css: choice.selector.source)
    let records = pages.map { page in selector.map { page.outline.matches($0) } ?? [] }
    shape = choice.shape
    bounds = zip(pages, records).map { page, records in
      RecordBounds(records.map { page.outline.elements[$0] }, shape: choice.shape)
    }
    let held = zip(pages, records).map { page, records in
      RecordMap(records, choice.shape, on: page.outline).held(of: page.evidence)
    }
    evidence = self.examples.map { held[$0.page][$0.element] ?? [] }
  }

  /// The best rule for `field`; nil where hardly any record says what is known.
  func choice(for field: ProductField) -> FieldChoice? {
    if field == .contactOnly { return mark(of: field) }
    let told = examples.count { known.records[$0.record].readings[field] != nil }
    guard told > 0 else { return nil }
    var perfect: [FieldChoice] = []
    var others: [FieldChoice] = []
    for candidate in candidates(for: field) where perfect.count < Self.enoughPerfect {
      guard let choice = evaluate(candidate, for: field) else { continue }
      if choice.hits == told, choice.outcomes.allSatisfy({ $0 != .different }) {
        perfect.append(settled(choice))
      } else if choice.hits > 0 {
        others.append(choice)
      }
    }
    let ranked = (perfect + others).sorted { ($1.score, $0.cost) < ($0.score, $1.cost) }
    guard var best = ranked.first else { return nil }
    if perfect.isEmpty { improve(&best, with: ranked) }
    guard best.hits * 2 >= told else { return nil }
    best.alternatives = alternatives(to: best, among: perfect)
    return best
  }

  private func alternatives(to best: FieldChoice, among perfect: [FieldChoice]) -> [String] {
    var seen: Set<String> = []
    let sources = perfect.sorted { $0.cost < $1.cost }.compactMap { $0.selectors.first?.source }
    return Array(sources.filter { $0 != best.selectors.first?.source && seen.insert($0).inserted }.prefix(3))
  }

  /// A rule that finds something in the records of which `field` is known, and nothing in the others.
  private func mark(of field: ProductField) -> FieldChoice? {
    let told = examples.count { known.records[$0.record].readings[field] != nil }
    guard told > 0, told < examples.count else { return nil }
    var counts: [SelectorCandidate: Int] = [:]
    for example in examples where known.records[example.record].readings[field] != nil {
      let outline = pages[example.page].outline
      let candidates = (example.element..<outline.ends[example.element]).flatMap { number in
        MarkSelectors.sources(of: outline.elements[number], isLeaf: outline.ends[number] == number + 1)
      }
      for candidate in Set(candidates) { counts[candidate, default: 0] += 1 }
    }
    return counts.filter { $0.value == told }.map(\.key)
      .sorted { ($0.cost, $0.source) < ($1.cost, $1.source) }
      .prefix(Self.triedMarks).lazy.compactMap { evaluate(Key(candidate: $0, transform: nil), for: field) }
      .first { $0.hits == told && $0.outcomes.allSatisfy { $0 != .different } }
  }

  // MARK: Candidates

  private struct Key: Hashable {
    let candidate: SelectorCandidate
    let transform: String?
    var place: Int?
  }

  /// The selectors that the places of known values answer to, most frequent first.
  private func candidates(for field: ProductField) -> [Key] {
    var counts: [Key: Int] = [:]
    for (at, example) in examples.enumerated() {
      var keys: Set<Key> = []
      let outline = pages[example.page].outline
      let wanted = KnownIndex.Entry(record: example.record, field: field)
      for place in evidence[at] where place.entries.contains(wanted) {
        for source in sources(place, in: example.element, outline, field) {
          keys.insert(Key(candidate: source, transform: place.part.transform))
        }
        if shape == .runs { keys.formUnion(placed(place, in: example, field)) }
      }
      for key in keys { counts[key, default: 0] += 1 }
    }
    return counts.sorted {
      $0.value != $1.value
        ? $0.value > $1.value
        : ($0.key.candidate.cost, $0.key.candidate.source) < ($1.key.candidate.cost, $1.key.candidate.source)
    }
    .prefix(Self.evaluatedSelectors).map(\.key)
  }

  private func sources(
    _ place: Evidence, in record: Int, _ outline: PageOutline, _ field: ProductField
  ) -> [SelectorCandidate] {
    let element = outline.elements[place.element]
    let top = shape == .runs ? outline.parents[record] : record
    var sources: [SelectorCandidate]
    if place.element == top {
      sources = [.init(source: ":scope", cost: SelectorCandidate.Cost.tag)]
    } else {
      sources = SelectorWriter.simple(element)
      sources += SelectorWriter.inContext(place.element, below: top, of: outline)
      sources += SelectorWriter.places(place.element, below: top, of: outline)
      if shape != .runs { sources += SelectorWriter.ordinal(place.element, below: top, of: outline) }
    }
    let isHidden = outline.path(up: place.element).prefix { $0 != top }.contains { outline.elements[$0].isHidden }
    sources = sources.map { Self.reading(place.part, $0, of: element, field, isHidden: isHidden) }
    if shape == .runs { return sources }
    if case .amount = known.records.first(where: { $0.readings[field] != nil })?.readings[field] {
      sources += PriceSelectors.sources(of: place, in: record, outline)
    }
    return sources
  }

  /// Selectors of which the k-th result in each run is the one: a path cannot count from where a run begins.
  private func placed(_ place: Evidence, in example: Example, _ field: ProductField) -> Set<Key> {
    let outline = pages[example.page].outline
    let element = outline.elements[place.element]
    let record = outline.elements[example.element]
    var candidates = [SelectorCandidate(source: element.name, cost: SelectorCandidate.Cost.place)]
    if field.isAmount { candidates += PriceSelectors.paths(of: place, outline) }
    var keys: Set<Key> = []
    for candidate in candidates {
      guard let selector = Self.selector(candidate),
        let found = try? bounds[example.page].select(selector, in: record), found.count <= 12,
        let at = found.firstIndex(where: { $0 == element || ($0.kind == .text && $0.parent == element) })
      else { continue }
      let isHidden = element.isHidden
      let source =
        candidate.isPath ? candidate : Self.reading(place.part, candidate, of: element, field, isHidden: isHidden)
      keys.insert(Key(candidate: source.costlier(at), transform: place.part.transform, place: at + 1))
      keys.insert(
        Key(
          candidate: source.costlier(found.count - at), transform: place.part.transform, place: at - found.count))
    }
    return keys
  }

  private static func selector(_ candidate: SelectorCandidate) -> Selector? {
    candidate.isPath ? try? Selector(xpath: candidate.source) : try? Selector(css: candidate.source)
  }

  private static func reading(
    _ part: Evidence.Part, _ candidate: SelectorCandidate, of element: Node, _ field: ProductField, isHidden: Bool
  ) -> SelectorCandidate {
    let isPath = candidate.isPath
    // What readers do not see is often kept for another purpose, and forgotten when the page changes.
    let cost = candidate.cost + (isHidden ? 12 : 0)
    switch part {
    case .content, .labelled: return .init(source: candidate.source, cost: cost)
    case .ownText: return .init(source: candidate.source + (isPath ? "/text()" : "::text"), cost: cost + 2)
    case .attribute("href") where field == .url && element.isNamed("a"):
      return .init(source: candidate.source + (isPath ? "/@href" : "::attr(href)"), cost: cost)
    case .attribute(let name), .word(let name, _), .addressBeforeQuery(let name), .addressWithout(let name, _):
      let isData = name.hasPrefix("data-") || name == "id"
      // What a shop shows is its price; what it keeps for its scripts may be another.
      let cost = field.isAmount ? cost + SelectorCandidate.Cost.context : cost
      return .init(source: candidate.source + (isPath ? "/@\(name)" : "::attr(\(name))"), cost: cost + (isData ? 0 : 4))
    }
  }

  // MARK: Evaluation

  private func evaluate(_ key: Key, for field: ProductField) -> FieldChoice? {
    var choice = FieldChoice(
      field: field, selectors: [key.candidate], transform: key.transform, place: key.place, outcomes: [])
    guard let selection = try? FieldSelection(field, choice.json) else { return nil }
    var told = 0
    for example in examples {
      if told >= 10, choice.hits == 0 { return nil }
      if known.records[example.record].readings[field] != nil { told += 1 }
      let outline = pages[example.page].outline
      let element = outline.elements[example.element]
      guard let value = try? selection.value(in: element, of: bounds[example.page]) else {
        choice.outcomes.append(.nothing)
        continue
      }
      let reading = Reading(value, for: field, at: outline.address)
      let expected = known.records[example.record].readings[field]
      choice.outcomes.append(reading == nil ? .nothing : reading == expected ? .same : .different)
    }
    return choice
  }

  /// A selector of one element in each record is clearer than one whose first result is meant.
  private func settled(_ choice: FieldChoice) -> FieldChoice {
    guard var candidate = choice.selectors.first, !candidate.isPath, choice.place == nil,
      let selector = try? Selector(css: candidate.source)
    else { return choice }
    let isAmbiguous = examples.prefix(6).contains { example in
      let element = pages[example.page].outline.elements[example.element]
      return ((try? bounds[example.page].select(selector, in: element))?.count ?? 0) > 1
    }
    guard isAmbiguous else { return choice }
    candidate = SelectorCandidate(source: candidate.source, cost: candidate.cost + Self.ambiguity)
    var choice = choice
    choice.selectors = [candidate]
    return choice
  }

  /// Adds selectors before or behind those of `best` as long as more records are read right.
  private func improve(_ best: inout FieldChoice, with others: [FieldChoice]) {
    for _ in 0..<3 {
      var better: FieldChoice?
      for other in others
      where other.transform == best.transform && other.place == best.place
        && !best.selectors.contains(other.selectors[0])
      {
        for (first, second) in [(best, other), (other, best)] {
          var joined = first
          joined.selectors += second.selectors
          joined.outcomes = zip(first.outcomes, second.outcomes).map { $0 == .nothing ? $1 : $0 }
          if joined.score > (better ?? best).score { better = joined }
        }
      }
      guard let better else { return }
      best = better
    }
  }
}

extension FieldChoice {
  fileprivate var cost: Int { selectors.reduce(0) { $0 + $1.cost } }
}

extension ProductField {
  fileprivate var isAmount: Bool { [.price, .originalPrice, .eilatPrice].contains(self) }
}
