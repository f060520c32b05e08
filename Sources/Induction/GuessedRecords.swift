internal import Catalogue
internal import Markup
internal import Sites

/// What pages seem to say of their products, where none is known: labels to learn from.
enum GuessedRecords {
  /// The records of each page, every address once.
  static func all(on outlines: [PageOutline]) -> [KnownRecord] {
    var seen: Set<String> = []
    let records = outlines.flatMap { RecordGuess($0).records() }.filter { seen.insert($0.id).inserted }
    return outlines.first?.page.request.role == .brandIndex ? records : ofOneKind(records)
  }

  /// Without the cards that lead to shorter addresses than most: ways to other lists, not products.
  private static func ofOneKind(_ records: [KnownRecord]) -> [KnownRecord] {
    var depths: [Int: Int] = [:]
    let depth: (KnownRecord) -> Int = { $0.id.split(separator: "/").count }
    for record in records { depths[depth(record), default: 0] += 1 }
    guard let usual = depths.first(where: { $0.value * 10 >= records.count * 7 })?.key else { return records }
    return records.filter { depth($0) >= usual }
  }
}

/// Finds the elements of one page that repeat like products: each with a link of its own, a picture, a price.
private struct RecordGuess {
  private let outline: PageOutline
  private let signs: PageSigns

  private static let fewestRecords = 2
  private static let mostRecords = 2_000
  private static let studiedGroups = 16

  init(_ outline: PageOutline) {
    self.outline = outline
    signs = PageSigns(outline)
  }

  func records() -> [KnownRecord] {
    let candidates = groups().map { ($0, score($0)) }.sorted { $0.1 != $1.1 ? $0.1 > $1.1 : $0.0[0] < $1.0[0] }
    var best: (records: [KnownRecord], worth: Double) = ([], 0)
    for (group, _) in candidates.prefix(Self.studiedGroups) {
      let records = FieldGuess(outline, group).records()
      let worth = records.reduce(0.0) { $0 + Self.worth(of: $1) }
      if worth > best.worth * 1.02 { best = (records, worth) }
    }
    return best.records
  }

  /// The tags from the page down to an element; the ways above are numbered.
  private struct Path: Hashable {
    let above: Int
    let tag: String
  }

  /// Elements of the same tag at the same depth of tags, or with the same class word.
  private func groups() -> [[Int]] {
    var paths: [Path] = []
    var numbers: [Path: Int] = [:]
    var byPath: [Int: [Int]] = [:]
    var byWord: [String: [Int]] = [:]
    for (number, element) in outline.elements.enumerated() {
      let parent = outline.parents[number]
      let path = Path(above: parent >= 0 ? numbers[paths[parent]] ?? -1 : -1, tag: element.name)
      paths.append(path)
      let pathNumber = numbers[path] ?? numbers.count
      numbers[path] = pathNumber
      guard signs.links(in: number) > 0 || signs.isInLink[number] else { continue }
      byPath[pathNumber, default: []].append(number)
      for word in SelectorWriter.words(element.attribute("class") ?? "") {
        byWord["\(element.name).\(word)", default: []].append(number)
      }
    }
    let groups = byPath.sorted { $0.key < $1.key }.map(\.value) + byWord.sorted { $0.key < $1.key }.map(\.value)
    var seen: Set<[Int]> = []
    return groups.filter {
      (Self.fewestRecords...Self.mostRecords).contains($0.count) && seen.insert($0).inserted
    }
  }

  private func score(_ group: [Int]) -> Double {
    group.reduce(0) { sum, number in
      let isCrowded = signs.links(in: number) > 16 || signs.prices(in: number) > 6
      var quality = 1.0
      if signs.pictures(in: number) > 0 { quality += 1.5 }
      if signs.prices(in: number) > 0 { quality += 2 }
      if signs.headings(in: number) > 0 { quality += 0.5 }
      return sum + quality * quality * (isCrowded ? 0.3 : 1) * (signs.isNavigation[number] ? 0.2 : 1)
    }
  }

  /// A record counts for what it says; without a picture and a price it may be any link.
  private static func worth(of record: KnownRecord) -> Double {
    var worth = 0.0
    if record.readings[.name] != nil { worth += 1 }
    if record.readings[.image] != nil { worth += 1.5 }
    if record.readings[.price] != nil { worth += 2 }
    for field in [ProductField.sku, .brand, .category, .itemID] where record.readings[field] != nil { worth += 0.1 }
    return worth * worth
  }
}

/// How many links, pictures, prices and headings stand in each element of a page.
private struct PageSigns {
  private(set) var isInLink: [Bool] = []
  private(set) var isNavigation: [Bool] = []
  private var linkCounts = [0]
  private var pictureCounts = [0]
  private var priceCounts = [0]
  private var headingCounts = [0]
  private let ends: [Int]

  init(_ outline: PageOutline) {
    ends = outline.ends
    for (number, element) in outline.elements.enumerated() {
      let parent = outline.parents[number]
      let isLink = element.isNamed("a") && element.attribute("href")?.isEmpty == false
      isInLink.append(isLink || (parent >= 0 && isInLink[parent]))
      let isNavigating = ["nav", "header", "footer"].contains { element.isNamed($0) }
      isNavigation.append(isNavigating || (parent >= 0 && isNavigation[parent]))
      linkCounts.append((linkCounts.last ?? 0) + (isLink ? 1 : 0))
      pictureCounts.append((pictureCounts.last ?? 0) + (element.isNamed("img") ? 1 : 0))
      let isPrice = PriceSelectors.isInnermostPrice(number, outline)
      priceCounts.append((priceCounts.last ?? 0) + (isPrice ? 1 : 0))
      let isHeading = ["h2", "h3", "h4", "h5"].contains { element.isNamed($0) }
      headingCounts.append((headingCounts.last ?? 0) + (isHeading ? 1 : 0))
    }
  }

  func links(in number: Int) -> Int { linkCounts[ends[number]] - linkCounts[number] }
  func pictures(in number: Int) -> Int { pictureCounts[ends[number]] - pictureCounts[number] }
  func prices(in number: Int) -> Int { priceCounts[ends[number]] - priceCounts[number] }
  func headings(in number: Int) -> Int { headingCounts[ends[number]] - headingCounts[number] }
}
