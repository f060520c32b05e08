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
    if let refused = try refusedOverAllBrands() {
      var state = try tree.readState(.halilit, allBrandsID) ?? SourceState()
      state.refused = refused
      try tree.write(state, .halilit, allBrandsID)
      return Report(.refused(refused.guards), count: count)
    }
    if File.exists(tree.state(.halilit, allBrandsID)) { try tree.write(SourceState(), .halilit, allBrandsID) }
    let isChanged = try tree.publish([(tree.summary, report(of: record, list: "brands"))])
    return Report(isChanged ? .replaced : .unchanged, count: count)
  }

  /// What is wrong over all brands and not accepted; an acceptance counts until something else is found.
  private func refusedOverAllBrands() throws -> SourceState.Refused? {
    let catalogues = try tree.ids(in: "catalogs_halilit", suffix: "_halilit.json").compactMap { brandID in
      let document = try? tree.readDocument(tree.catalogue(.halilit, brandID), .halilit)
      return document.map { (brandID, $0.records.compactMap { $0.string("id") }) }
    }
    let found = BrandsGuard.all.map { ($0, $0.findings(catalogues, settings.guards)) }
    let content = SHA256.hex(Array(found.flatMap(\.1).joined(separator: "\n").utf8))
    let accepted = try tree.acceptedGuards(.halilit, allBrandsID, content: content, on: day)
    let refusals = found.compactMap { check, findings in check.refusal(findings) }
      .filter { !accepted.contains($0.guardName) }
    return refusals.isEmpty ? nil : .init(guards: refusals, content: content, time: nil)
  }
}
