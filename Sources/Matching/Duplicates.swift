/// Finds products that one catalogue lists twice.
enum Duplicates {
  /// Records with the same GTIN, the same item code, or the same words and no item codes; by first, second.
  ///
  /// `wordsOf` gives what a title says apart from order and punctuation. O(n log n).
  static func find(_ records: [MatchRecord], wordsOf: (Int) -> [Int32]) -> [Duplicate] {
    var found: [Duplicate] = []
    var first: [String: Int] = [:]
    var pairs: Set<[Int]> = []
    func meet(_ key: String, _ record: Int, _ reason: String) {
      guard let other = first[key] else {
        first[key] = record
        return
      }
      if pairs.insert([other, record]).inserted {
        found.append(Duplicate(first: other, second: record, reason: reason))
      }
    }
    let order = records.indices.sorted { (records[$0].id, $0) < (records[$1].id, $1) }
    for record in order {
      if let gtin = records[record].gtin, gtin.utf8.count >= 8 { meet("gtin \(gtin)", record, "same gtin") }
      let code = records[record].itemCode
      if !code.isEmpty { meet("code \(code)", record, "same item code") }
      // An item code of its own says that the shop itself tells it apart: a colour, mostly.
      let words = wordsOf(record)
      if code.isEmpty, !words.isEmpty {
        meet("name \(words.map(String.init).joined(separator: " "))", record, "same name")
      }
    }
    return found.sorted { ($0.first, $0.second) < ($1.first, $1.second) }
  }
}
