package import JSON
internal import Tree

/// The bytes of a report: the suite's header, then one member a line and the rows of long lists one a line.
package enum ReportDocument {
  package static func encoded(_ report: JSONObject, version: String) -> [UInt8] {
    var layout = DocumentLayout()
    let header: JSONObject = ["tool": "stocktake", "version": .string(version), "schema": 1]
    for member in header.members + report.members {
      if case .array(let rows) = member.value, !rows.isEmpty {
        layout.append(member.name, lines: rows.map { $0.encoded[...] })
      } else {
        layout.append(member.name, member.value)
      }
    }
    return layout.finished()
  }
}
