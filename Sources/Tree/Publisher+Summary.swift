internal import Catalogue
internal import Digest
internal import Posix
package import Records

/// The id under which checks over all brands keep their state.
package let allBrandsID = "_all"

extension Publisher {
  /// Publishes the summary of all gap reports, the last act of a flow, after the checks that need all brands.
  package func publishSummary(_ record: Record) throws -> Report {
    let count = record.elements("brands").count
    if let (refusal, content) = try sharedItems() {
      var state = try tree.readState(.halilit, allBrandsID) ?? SourceState()
      state.refused = .init(guards: [refusal], content: content, time: nil)
      try tree.write(state, .halilit, allBrandsID)
      return Report(.refused([refusal]), count: count)
    }
    if File.exists(tree.state(.halilit, allBrandsID)) { try tree.write(SourceState(), .halilit, allBrandsID) }
    let isChanged = try tree.publish([(tree.summary, report(of: record, list: "brands"))])
    return Report(isChanged ? .replaced : .unchanged, count: count)
  }

  /// Items that stand in the catalogues of several brands, unless a person accepted just these: one page was read as
  /// the listing of each. O(all items).
  private func sharedItems() throws -> (Refusal, content: String)? {
    var owner: [String: String] = [:]
    var shared: [String] = []
    for brandID in try tree.ids(in: "catalogs_halilit", suffix: "_halilit.json") {
      guard let document = try? tree.readDocument(tree.catalogue(.halilit, brandID), .halilit) else { continue }
      for id in document.records.compactMap({ $0.string("id") }) {
        if let first = owner[id] {
          shared.append("\(id) in \(first) and \(brandID)")
        } else {
          owner[id] = brandID
        }
      }
    }
    guard let first = shared.first else { return nil }
    let content = SHA256.hex(Array(shared.joined(separator: "\n").utf8))
    let name = Guard.sharedItems
    guard try !tree.acceptedGuards(.halilit, allBrandsID, content: content, on: day).contains(name) else { return nil }
    return (Refusal(guardName: name, finding: "\(shared.count) items are in two brands, such as \(first)"), content)
  }
}
