internal import Alerting
internal import JSON
internal import Posix
internal import Records

/// Every alert ever written: `alerts/<year>-<month>.jsonl`, append-only.
struct AlertLog {
  private let folder: String

  init(root: String) { folder = "\(root)/alerts" }

  /// Hands over all alerts, oldest first; lines that cannot be read are named and left out.
  func forEachAlert(_ body: (Alert) -> Void, unreadable: (_ path: String, _ line: Int, _ reason: String) -> Void) throws
  {
    let parser = RecordParser()
    for name in try File.list(folder) where name.hasSuffix(".jsonl") {
      guard let bytes = try File.readIfPresent("\(folder)/\(name)") else { continue }
      for (index, line) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated()
      where !line.isEmpty {
        do {
          body(try Alert(parser.parse(bytes, in: line.startIndex..<line.endIndex)))
        } catch {
          unreadable("\(folder)/\(name)", index + 1, "\(error)")
        }
      }
    }
  }

  func append(_ alerts: [Alert]) throws {
    guard let month = alerts.first?.time.prefix(7) else { return }
    var bytes: [UInt8] = []
    for alert in alerts {
      bytes.append(json: .object(alert.object))
      bytes.append(UInt8(ascii: "\n"))
    }
    try File.append(bytes, to: "\(folder)/\(month).jsonl")
  }
}
