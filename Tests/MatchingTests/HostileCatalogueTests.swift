import Testing

@testable import Matching

/// Catalogues that nobody would print: the work must stay within what each record may cost, whatever they hold.
struct HostileCatalogueTests {
  private func brand(_ names: [String]) -> [MatchRecord] {
    names.enumerated().map { MatchRecord(id: "b\($0)", title: $1, catalogueBrand: "tamarind") }
  }

  private func shop(_ names: [String]) -> [MatchRecord] {
    names.enumerated().map {
      MatchRecord(id: "h\($0)", title: $1, brandTitle: "Tamarind", catalogueBrand: "tamarind")
    }
  }

  /// How many pairs are compared, and how many postings all searches of one catalogue in the other walk.
  private func work(_ left: [MatchRecord], _ right: [MatchRecord]) -> (pairs: Int, postings: Int) {
    var vocabulary = Vocabulary()
    let (a, b) = (Corpus(left, &vocabulary), Corpus(right, &vocabulary))
    let terms = TermWeights(a, b, vocabulary, WordCounts(a, b, vocabulary, nil))
    var search = Retrieval(terms.right, termCount: terms.termCount)
    for row in 0..<a.count { _ = search.nearest(Candidates.perLeft, to: row, of: terms.left) }
    return (Matcher().features(left: left, right: right).count, search.walked)
  }

  /// A search walks one list whole, and no more than its allowance of others.
  private let postingsPerRecord =
    InvertedIndex.commonCeiling + Retrieval.postingsPerRow * (Candidates.perLeft + 1)
  private let pairsPerRecord = Candidates.perLeft + Candidates.perRight

  /// As many names as asked for, each given to `group` products.
  private func names(_ count: Int, each group: Int) -> [String] { (0..<count).map { "DX-\(100 + $0 / group) Mixer" } }

  @Test(arguments: [1, 20, 190, 2000, 6000])
  func `names that many products share cost a bounded number of comparisons a product`(group: Int) {
    let names = names(6000, each: group)
    let (pairs, postings) = work(brand(names), shop(names.map { "Tamarind \($0)" }))
    #expect(pairs <= 6000 * pairsPerRecord)
    #expect(postings <= 6000 * postingsPerRecord)
  }

  @Test func `twice as many products in groups of the same size cost twice the work`() {
    let half = work(brand(names(2000, each: 100)), shop(names(2000, each: 100)))
    let whole = work(brand(names(4000, each: 100)), shop(names(4000, each: 100)))
    #expect(whole.pairs <= half.pairs * 5 / 2)
    #expect(whole.postings <= half.postings * 5 / 2)
  }

  @Test func `no product has more than its share of candidates, however many others are nearest to it`() {
    let pairs = Matcher().features(left: brand(names(190, each: 190)), right: shop(names(4000, each: 190)))
    let most = Dictionary(grouping: pairs, by: \.left).values.map(\.count).max() ?? 0
    #expect(most <= Candidates.mostSuitors + Candidates.perLeft)
  }

  @Test func `one name a thousand times ends, every item in one link at most`() {
    let result = Matcher().match(
      left: brand(names(1000, each: 1000)), right: shop(names(1000, each: 1000)))
    #expect(Set(result.links.map(\.right)).count == result.links.count)
  }

  @Test(arguments: ["x", "QX-70 ", "א", "🎹", "DX40MKII-BK/", "\u{301}", "-"])
  func `of a name of ten thousand characters only the beginning is read`(unit: String) {
    let long = String(repeating: unit, count: 10_000 / unit.count)
    var vocabulary = Vocabulary()
    let corpus = Corpus(brand([long]), &vocabulary)
    #expect(corpus.titles[0].count <= Corpus.longestTitle)
    #expect(vocabulary.bytes.count <= 64 * Words.longestName)
    let result = Matcher().match(left: brand([long, "DX-40", long + "1"]), right: shop([long, "DX-40", long]))
    #expect(result.links.contains { $0.left == 1 && $0.right == 1 })
  }

  @Test func `empty names and an empty side link nothing`() {
    let empty = [String](repeating: "", count: 500)
    #expect(Matcher().match(left: brand(empty), right: shop(empty)).links.isEmpty)
    #expect(Matcher().match(left: brand(empty), right: []).links.isEmpty)
    #expect(Matcher().match(left: [], right: shop(names(500, each: 1))).links.isEmpty)
    #expect(work(brand(empty), shop(empty)).pairs == 0)
  }
}
