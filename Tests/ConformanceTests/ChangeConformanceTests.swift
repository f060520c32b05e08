import Catalogue
import JSON
import Records
import TestSupport
import Testing

@testable import Tree

/// The real history of one distributor's catalogues: what changed between snapshots, and which steps were no true change.
@Suite(.conformance("conformance/change")) struct ChangeConformanceTests {
  /// The products of each snapshot, by the snapshot's id.
  private static func snapshots() throws -> [String: [Product]] {
    var snapshots: [String: [Product]] = [:]
    for row in try Conformance.rows("conformance/change/snapshots.jsonl") {
      let id = try #require(row["id"]?.string)
      snapshots[id] = try (row["products"]?.array ?? []).map { product in
        var object = try #require(product.object)
        object["source"] = "halilit"
        object["brand_id"] = row["brand"] ?? .null
        object["id"] = object["key"]
        return try Product(Record(object))
      }
    }
    return snapshots
  }

  private static func texts(_ json: JSON?) -> Set<String> { Set((json?.array ?? []).compactMap(\.string)) }

  @Test func `added, deleted and modified products and their fields are those of the recorded history`() throws {
    let snapshots = try Self.snapshots()
    let rows = try Conformance.rows("conformance/change/diffs.jsonl")
    for row in rows {
      let before = try #require(snapshots[row["before"]?.string ?? ""])
      let after = try #require(snapshots[row["after"]?.string ?? ""])
      let changes = Change.between(before, after)
      func ids(_ kind: Change.Kind) -> Set<String> { Set(changes.filter { $0.kind == kind }.map(\.productID)) }
      #expect(ids(.added) == Self.texts(row["added"]), "\(row["id"]?.text ?? "")")
      #expect(ids(.deleted) == Self.texts(row["removed"]), "\(row["id"]?.text ?? "")")
      let expected = (row["changed"]?.array ?? []).map { change in
        [change["key"]?.string ?? ""] + Self.texts(change["fields"]).sorted()
      }
      let modified = changes.filter { $0.kind == .modified }.map { [$0.productID] + $0.fields }
      #expect(Set(modified) == Set(expected), "\(row["id"]?.text ?? "")")
    }
    print("change history: \(rows.count) of \(rows.count) steps")
  }

  @Test func `every step that lost more than a fifth of a catalogue is refused`() throws {
    let snapshots = try Self.snapshots()
    var refused = 0
    for row in try Conformance.rows("conformance/change/diffs.jsonl") {
      let before = try #require(snapshots[row["before"]?.string ?? ""])
      let after = try #require(snapshots[row["after"]?.string ?? ""])
      guard let brand = row["brand"]?.string else { continue }
      let listing = Record([
        "type": "listing", "source": "halilit", "brand_id": .string(brand), "page_url": "https://shop.example/",
      ])
      var evidence = Evidence(
        part: try CataloguePart(
          source: .halilit, brandID: brand, records: [listing] + after.map { try $0.record.typed("product") }))
      evidence.publishedCount = before.count
      let fewer = before.count - after.count
      let isShrink = fewer > 3 && fewer * 5 > before.count
      #expect((Guard.shrink.finding(evidence) != nil) == isShrink, "\(row["id"]?.text ?? "")")
      if isShrink { refused += 1 }
    }
    #expect(refused > 0)
    print("shrinking steps refused: \(refused)")
  }

  @Test func `ninety-nine of a hundred products gone is refused for every catalogue`() throws {
    for (id, products) in try Self.snapshots() where products.count > 4 {
      let kept = products.prefix(max(1, products.count / 100))
      let listing = Record(["type": "listing", "source": "halilit", "page_url": "https://shop.example/"])
      var evidence = Evidence(
        part: try CataloguePart(
          source: .halilit, brandID: "acme", records: [listing] + kept.map { try $0.record.typed("product") }))
      evidence.publishedCount = products.count
      #expect(Guard.shrink.finding(evidence) != nil, "\(id)")
    }
  }
}

extension Record {
  /// The record with a type of its own.
  fileprivate func typed(_ type: String) throws -> Record {
    var object = self.object
    object["type"] = .string(type)
    return Record(object)
  }
}
