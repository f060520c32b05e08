import Testing

@testable import Matching

struct MatcherTests {
  private func brand(_ titles: String...) -> [MatchRecord] {
    titles.enumerated().map { MatchRecord(id: "b\($0)", title: $1, catalogueBrand: "tamarind") }
  }

  private func shop(_ titles: String...) -> [MatchRecord] {
    titles.enumerated().map {
      MatchRecord(id: "h\($0)", title: $1, brandTitle: "Tamarind", catalogueBrand: "tamarind")
    }
  }

  private func links(_ result: MatchResult) -> [[Int]] { result.links.map { [$0.left, $0.right] } }

  @Test(arguments: [
    ("DX-40M Mixer", "מיקסר Tamarind DX40M"), ("A-88MKII", "Tamarind A-88MK2"), ("BRIDGE CAST", "Tamarind Bridge Cast"),
    ("GO:KEYS 3 Keyboard", "מקלדת 61 קלידים Tamarind GoKeys 3"), ("CB-20 Keyboard Bag", "תיק לקלידים Tamarind CB-20"),
    ("Orbit 4 Compact", "Tamarind Orbit 4 Compact"), ("Mavra", "סינתיסייזר Tamarind Mavra"),
  ])
  func `one product is linked however it is written`(left: String, right: String) {
    #expect(links(Matcher().match(left: brand(left), right: shop(right))) == [[0, 0]])
  }

  @Test(arguments: [
    ("DX-40", "Tamarind DX-41"), ("DX-40", "Tamarind DX-40X"), ("DX-40", "Tamarind DX-40 MK2"),
    ("DX-40X", "Tamarind DX-40"),
    ("CB-V61 Bag", "Tamarind CB-B61 Bag"), ("Orbit 3", "Tamarind Orbit"), ("Orbit 3", "Tamarind Orbit Stand"),
    ("Orbit 06", "Tamarind Orbit 6"), ("RC-3-2814", "Tamarind RC-10-2814"), ("DX-40", "Tamarind DX-40 Soft Case"),
    ("DX-40 Stand", "Tamarind DX-40"), ("Geddy Special Mavra", "Tamarind Mavra"), ("RB-2000", "Tamarind RB-2000 EX"),
    ("Mavra", "Tamarind Mavra MKII"), ("Mavra", "Tamarind Mavra Limited Edition"),
  ])
  func `siblings, accessories and editions are not linked`(left: String, right: String) {
    #expect(Matcher().match(left: brand(left), right: shop(right)).links.isEmpty)
  }

  @Test func `colors and keys join the product whose designation they give, and are named`() {
    let result = Matcher().match(
      left: brand("DX-40 Piano", "DX-60 Piano"),
      right: shop("Tamarind DX-40 Black", "Tamarind DX-40 White", "Tamarind DX-60 88-Key"))
    #expect(links(result) == [[0, 0], [0, 1], [1, 2]])
    #expect(
      result.links.map(\.variant) == [[.init("color", "black")], [.init("color", "white")], [.init("keys", "88")]])
  }

  @Test func `one-to-one leaves the variants out`() {
    let result = Matcher().match(
      left: brand("DX-40 Piano"), right: shop("Tamarind DX-40 Black", "Tamarind DX-40 White"), isOneToOne: true)
    #expect(result.links.count == 1)
  }

  @Test func `what the brand lists by keys is linked by keys`() {
    let left = brand("Orbit 4 73", "Orbit 4 88")
    #expect(links(Matcher().match(left: left, right: shop("Tamarind Orbit 4 88-Key"))) == [[1, 0]])
    #expect(
      links(Matcher().match(left: left, right: shop("Tamarind Orbit 4 88", "Tamarind Orbit 4 73-key"))) == [
        [0, 1], [1, 0],
      ])
    #expect(Matcher().match(left: left, right: shop("Tamarind Orbit 4 61")).links.isEmpty)
  }

  @Test func `a page for a series stands for its models, a lone model is another product`() {
    let left = brand("PHANTOM EX")
    #expect(
      links(Matcher().match(left: left, right: shop("Tamarind PHANTOM 6 EX", "Tamarind PHANTOM 8 EX"))) == [
        [0, 0], [0, 1],
      ])
    #expect(Matcher().match(left: left, right: shop("Tamarind PHANTOM 6 EX")).links.isEmpty)
  }

  @Test func `a series of products is told apart by the rest of the names`() {
    let left = brand("PST 7 Crash", "PST 7 Ride", "PST 7 China")
    let right = shop("Tamarind PST 7 Ride", "Tamarind PST 7 Crash")
    #expect(links(Matcher().match(left: left, right: right)) == [[0, 1], [1, 0]])
  }

  @Test func `the same identifier proves what the names do not`() {
    var left = brand("Portable Grand", "Something Else")
    var right = shop("Tamarind כלי חדש", "Tamarind Anything")
    left[0].gtin = "4957054512345"
    right[1].gtin = "04957054512345"
    left[1].itemCode = "QX-700"
    right[0].itemCode = "QX700-BK"
    #expect(links(Matcher().match(left: left, right: right)) == [[0, 1], [1, 0]])
  }

  @Test func `a pair that only a person can tell goes to review`() {
    let result = Matcher().match(left: brand("Special Mavra"), right: shop("Tamarind Mavra"))
    #expect(result.links.isEmpty)
    #expect(result.reviews.map { [$0.left, $0.right] } == [[0, 0]])
    #expect(result.reviews[0].reason != nil)
  }

  @Test func `decisions bind`() {
    let left = brand("DX-40", "DX-60", "DX-80")
    let right = shop("Tamarind DX-40", "Tamarind DX-60", "Tamarind DX-80")
    let result = Matcher().match(
      left: left, right: right,
      decisions: [
        MatchDecision(leftID: "b0", rightID: "h1", verdict: .confirmed),
        MatchDecision(leftID: "b2", rightID: "h2", verdict: .refused),
        MatchDecision(leftID: nil, rightID: "h0", verdict: .noPartner),
        MatchDecision(leftID: "gone", rightID: "h0", verdict: .confirmed),
      ])
    #expect(links(result) == [[0, 1]])
    #expect(result.links[0].isDecided && result.links[0].probability == 1)
  }

  @Test func `the last decision on a pair counts`() {
    let decisions: [MatchDecision] = [
      .init(leftID: "b0", rightID: "h0", verdict: .confirmed), .init(leftID: "b0", rightID: "h0", verdict: .refused),
    ]
    let (left, right) = (brand("DX-40"), shop("Tamarind DX-40"))
    #expect(Matcher().match(left: left, right: right, decisions: decisions).links.isEmpty)
    #expect(Matcher().match(left: left, right: right, decisions: decisions.reversed()).links.count == 1)
  }

  @Test func `evidence adds up to the score`() {
    let result = Matcher().match(left: brand("DX-40 Mixer", "DX-60"), right: shop("Tamarind DX-40", "Tamarind DX-60"))
    for link in result.links {
      let start = Matcher().constants.score.intercept
      #expect(abs(link.evidence.reduce(start) { $0 + $1.weight } - link.score) < 1e-9)
      #expect(
        link.evidence.allSatisfy {
          ($0.weight > 0) == ($0.feature.sign > 0) || $0.feature == .leftMargin || $0.feature == .rightMargin
        })
    }
  }

  @Test func `a product that is listed twice is found`() {
    var right = shop("Tamarind DX-40", "Tamarind DX-60", "DX-40, Tamarind", "Tamarind DX-80")
    right[1].itemCode = "1"
    right[3].itemCode = "1"
    let found = Matcher().duplicates(right)
    #expect(found.map { [$0.first, $0.second] } == [[0, 2], [1, 3]])
    #expect(found.map(\.reason) == ["same name", "same item code"])
  }

  @Test func `listings that say the same in other words are found, other products and variants are not`() {
    let listed = shop("Tamarind DX-40 Mixer", "Tamarind DX40", "Tamarind DX-41 Mixer", "Tamarind DX-40 Black")
    #expect(Matcher().duplicates(listed).map { [$0.first, $0.second] } == [[0, 1]])
    let market = [
      MatchRecord(id: "1", title: "Sonora Turntable PX350H"), MatchRecord(id: "2", title: "Sonora PX-350H Turntable"),
      MatchRecord(id: "3", title: "Sonora Turntable PX360H"), MatchRecord(id: "4", title: "Bozo Speaker 161"),
    ]
    #expect(Matcher().duplicates(market).map { [$0.first, $0.second] } == [[0, 1]])
  }

  @Test func `small catalogues get the shipped prior, and say so`() {
    let result = Matcher().match(left: brand("DX-40"), right: shop("Tamarind DX-40"))
    #expect(!result.isPriorFitted && result.prior == Matcher().constants.brandPrior)
  }

  @Test func `products of several brands are linked by likeness alone, one to one`() {
    let left = [
      MatchRecord(id: "1", title: "Sonora Turntable PX350H"), MatchRecord(id: "2", title: "Bozo Speaker 161"),
    ]
    let right = [
      MatchRecord(id: "1", title: "Bozo 161 Bookshelf Speaker"), MatchRecord(id: "2", title: "Sonora PX-350H"),
    ]
    #expect(links(Matcher().match(left: left, right: right)) == [[0, 1], [1, 0]])
  }

  @Test func `prices speak only in one currency`() {
    func weight(_ currency: String) -> Double {
      var (left, right) = (brand("DX-40"), shop("Tamarind DX-40"))
      (left[0].price, left[0].currency) = (100, "USD")
      (right[0].price, right[0].currency) = (900, currency)
      let match = Matcher().match(left: left, right: right).links.first
      return match?.evidence.first { $0.feature == .priceGap }?.weight ?? 0
    }
    #expect(weight("ILS") == 0)
    #expect(weight("USD") < 0)
  }

  @Test func `nothing, empty names and names without letters end in no links`() {
    #expect(Matcher().match(left: [], right: []).links.isEmpty)
    #expect(Matcher().match(left: brand("DX-40"), right: []).links.isEmpty)
    #expect(Matcher().match(left: [], right: shop("DX-40")).links.isEmpty)
    #expect(Matcher().match(left: brand("", "", "---"), right: shop("", "?", "")).links.isEmpty)
  }
}
