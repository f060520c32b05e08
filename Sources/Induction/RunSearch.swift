internal import Markup
internal import Sites

/// Finds records around which nothing stands: runs of siblings, each from its first element to the next one's.
struct RunSearch {
  let pages: [(outline: PageOutline, evidence: [Evidence])]
  let known: KnownIndex

  private static let mostCandidates = 80
  private static let triedRecords = 2

  /// The best selectors of first elements, best first; none where each record has an element of its own.
  func choices() -> [RecordChoice] {
    var counts: [SelectorCandidate: Int] = [:]
    for (outline, evidence) in pages {
      for list in lists(on: outline, evidence) {
        for run in list.runs {
          let sources = Set(run.prefix(3).flatMap { Self.sources($0, in: list.element, outline) })
          for source in sources { counts[source, default: 0] += 1 }
        }
      }
    }
    let usual = counts.filter { $0.value > 1 }.sorted {
      ($1.value, $0.key.cost, $0.key.source) < ($0.value, $1.key.cost, $1.key.source)
    }
    var seen: Set<[[Int: Int]]> = []
    let ranked = usual.prefix(Self.mostCandidates).compactMap { evaluate($0.key) }.sorted {
      ($1.score, $0.selector.cost) < ($0.score, $1.selector.cost)
    }
    return Array(ranked.filter { $0.score > 0 && seen.insert($0.records).inserted }.prefix(Self.triedRecords))
  }

  // MARK: Lists

  /// An element whose children say what is known, several of them of one product.
  private struct List {
    let element: Int
    /// The children that say something of each product, in page order.
    var runs: [[Int]]
  }

  /// The innermost elements that hold most of the page's products, where these are spread over several children.
  private func lists(on outline: PageOutline, _ evidence: [Evidence]) -> [List] {
    var records: [Int: Set<Int>] = [:]
    var all: Set<Int> = []
    let telling = evidence.filter { place in
      Set(place.entries.filter { RecordSearch.weight($0.field) > 1 }.map(\.record)).count == 1
    }
    for place in telling {
      guard let record = place.entries.first(where: { RecordSearch.weight($0.field) > 1 })?.record else { continue }
      all.insert(record)
      for element in outline.path(up: place.element) { records[element, default: []].insert(record) }
    }
    let isFull: (Int) -> Bool = { all.count > 1 && (records[$0]?.count ?? 0) * 5 >= all.count * 4 }
    return records.keys.filter(isFull).sorted().compactMap { element in
      let children = outline.children(of: element)
      guard !children.contains(where: isFull) else { return nil }
      var runs: [Int: [Int]] = [:]
      for child in children {
        guard let held = records[child], held.count == 1, let record = held.first else { continue }
        runs[record, default: []].append(child)
      }
      let spread = runs.values.filter { $0.count > 1 }
      guard spread.count * 2 > runs.count else { return nil }
      return List(element: element, runs: runs.sorted { $0.key < $1.key }.map(\.value))
    }
  }

  // MARK: Candidates

  /// What a first element says, what it holds, and the same as a child of its list.
  private static func sources(_ child: Int, in list: Int, _ outline: PageOutline) -> [SelectorCandidate] {
    let element = outline.elements[child]
    var own = SelectorWriter.simple(element)
    let inner = Set((child + 1..<max(child + 1, outline.ends[child])).prefix(12).map { outline.elements[$0].name })
    for tag in inner.sorted() where CSSName.isPlain(tag) {
      own.append(.init(source: "\(element.name):has(\(tag))", cost: SelectorCandidate.Cost.content))
    }
    // A second list of the same make elsewhere is told apart by its place.
    let outer =
      SelectorWriter.simple(outline.elements[list]).prefix(6) + SelectorWriter.paths(list, of: outline).prefix(1)
    return own
      + outer.flatMap { outer in
        own.map {
          SelectorCandidate(source: "\(outer.source) > \($0.source)", cost: $0.cost + SelectorCandidate.Cost.data)
        }
      }
  }

  private func evaluate(_ candidate: SelectorCandidate) -> RecordChoice? {
    guard let selector = try? Selector(css: candidate.source) else { return nil }
    var choice = RecordChoice(selector: candidate, records: [], score: 0, strangers: 0, shape: .runs)
    for (outline, evidence) in pages {
      let found = outline.matches(selector)
      guard found.count <= 4 * known.records.count + 2_000, !outline.areNested(found) else { return nil }
      let page = PageScore(RecordMap(found, .runs, on: outline), evidence)
      choice.records.append(page.places)
      choice.score += page.score
      choice.strangers += page.strangers
    }
    return choice.records.allSatisfy(\.isEmpty) ? nil : choice
  }
}
