import Catalogue
import JSON
import Posix
import Records
import TestSupport
import Testing

@testable import Tree

@Suite struct ItemRotationTests {
  private func item(_ url: String, _ isPrimary: Bool, _ visitedAt: String?, repriced: String? = nil)
    -> ItemRotation.Item
  {
    .init(brandID: "acme", url: url, isPrimary: isPrimary, visitedAt: visitedAt, repricedAt: repriced)
  }

  @Test func `new and repriced items come first, with a partner before without, then the longest unread`() {
    let rotation = ItemRotation([
      item("old", false, "2026-01-01"), item("older", false, "2025-12-01"), item("primary", true, "2026-01-05"),
      item("new", false, nil), item("repriced", true, "2026-01-02", repriced: "2026-01-03"),
      item("repriced and read", false, "2026-01-04", repriced: "2026-01-03"),
    ])
    #expect(
      rotation.due(10).map(\.url) == ["repriced", "new", "older", "old", "repriced and read", "primary"])
    #expect(rotation.due(4).map(\.url) == ["repriced", "new", "older", "primary"])
    #expect(rotation.due(1).map(\.url) == ["repriced"])
    #expect(rotation.due(0).isEmpty)
  }

  @Test(arguments: seeds(30))
  func `whatever the shares, every item is read within so many runs, those with a partner as often at least`(
    seed: UInt64
  ) {
    var random = SplitMix64(seed: seed)
    let count = Int.random(in: 2...40, using: &random)
    let budget = Int.random(in: 2...8, using: &random)
    var items = (0..<count).map { item("\($0)", Bool.random(using: &random), nil) }
    var reads = [Int](repeating: 0, count: count)
    // At least half of the budget goes to whoever waited longest.
    let runs = 3 * (count / ((budget + 1) / 2) + 1)
    for run in 0..<runs {
      let due = ItemRotation(items).due(budget)
      #expect(due.count == min(budget, count) && Set(due.map(\.url)).count == due.count)
      for read in due {
        guard let at = Int(read.url) else { continue }
        items[at].visitedAt = String(1000 + run)
        reads[at] += 1
      }
    }
    #expect(reads.allSatisfy { $0 > 0 }, "\(count) items, \(budget) a run")
    let (primary, others) = (
      items.indices.filter { items[$0].isPrimary }, items.indices.filter { !items[$0].isPrimary }
    )
    let (first, second) = (primary.map { reads[$0] }.reduce(0, +), others.map { reads[$0] }.reduce(0, +))
    // One read of slack: a run may end in the middle of a round.
    #expect((first + primary.count) * others.count >= second * primary.count)
  }

  @Test func `links, history and visits of the tree say what is due`() throws {
    let scratch = try ScratchTree()
    func priced(_ id: String, _ price: Int, _ day: Int) -> String {
      Fixture.product(id, #","price_ils":\#(price),"fetched_at":"2026-01-0\#(day)T00:00:00Z""#)
    }
    try scratch.publish([Fixture.listing()] + ["1", "2", "3", "4"].map { priced($0, 100, 1) })
    var state = try #require(try scratch.tree.readState(.halilit, "acme"))
    for id in ["1", "2", "3"] { state.itemVisits["https://www.halilit.com/items/\(id)"] = "2026-01-02T00:00:00Z" }
    try scratch.tree.write(state, .halilit, "acme")
    try scratch.publish([Fixture.listing()] + ["1", "2", "3", "4"].map { priced($0, $0 == "2" ? 118 : 100, 3) })
    let link =
      #"{"type":"link","class":"PRIMARY","brand_id":"acme","brand":{"id":"a"},"halilit":{"halilit_id":"3"}}"#
    _ = try scratch.publisher().publishLinks([Fixture.record(link)], brandID: "acme")
    var rotation = ItemRotation()
    try rotation.add("acme", of: scratch.tree)
    #expect(rotation.due(9).map { $0.url.suffix(1) } == ["4", "2", "1", "3"])
    #expect(
      JSON.object(try #require(rotation.requests(budget: 1).first)).text
        == #"{"type":"request","url":"https://www.halilit.com/items/4","method":"GET","source":"halilit","brand_id":"acme","role":"item","depth":1}"#
    )
  }
}
