internal import Markup
internal import Sites

/// Which record each element of a page belongs to.
struct RecordMap {
  let count: Int
  private let outline: PageOutline
  private let isRecord: Set<Int>
  /// For each child of a list, the first element of the run that it belongs to; nil where records are elements.
  private let runs: [Int: Int]?

  init(_ records: [Int], _ shape: RecordBounds.Shape, on outline: PageOutline) {
    self.outline = outline
    count = records.count
    isRecord = Set(records)
    runs = shape == .runs ? Self.runs(from: isRecord, outline) : nil
  }

  private static func runs(from firsts: Set<Int>, _ outline: PageOutline) -> [Int: Int] {
    var runs: [Int: Int] = [:]
    for list in Set(firsts.map { outline.parents[$0] }) where list >= 0 {
      var first: Int?
      for child in outline.children(of: list) {
        if firsts.contains(child) { first = child }
        runs[child] = first
      }
    }
    return runs
  }

  /// The element of the record that `element` is part of.
  func record(of element: Int) -> Int? {
    guard let runs else { return outline.path(up: element).first(where: isRecord.contains) }
    return outline.path(up: element).lazy.compactMap { runs[$0] }.first
  }

  /// The evidence that lies in each record.
  func held(of evidence: [Evidence]) -> [Int: [Evidence]] {
    var held: [Int: [Evidence]] = [:]
    for place in evidence {
      if let record = record(of: place.element) { held[record, default: []].append(place) }
    }
    return held
  }
}

extension PageOutline {
  /// The elements directly inside, by number. O(children).
  func children(of element: Int) -> [Int] {
    var children: [Int] = []
    var child = element + 1
    while child < ends[element] {
      children.append(child)
      child = ends[child]
    }
    return children
  }
}
