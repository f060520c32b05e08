internal import JSON
internal import Posix
internal import Records
internal import Tree

/// What a report says of one run of a flow.
struct RunFigures {
  let id: String
  let flow: String
  let state: String
  let status: Int?
  let startedAt: String
  let finishedAt: String?

  var hasFailed: Bool { state == "failed" || (status ?? 0) != 0 }

  var json: JSON {
    [
      "run_id": .string(id), "flow": .string(flow), "state": .string(state), "status": status.map { JSON($0) } ?? .null,
      "started_at": .string(startedAt), "finished_at": JSON(finishedAt),
    ]
  }

  init?(_ record: Record) {
    guard let id = record.string("run_id"), let flow = record.string("flow"), let state = record.string("state"),
      let startedAt = record.string("started_at")
    else { return nil }
    (self.id, self.flow, self.state, self.startedAt) = (id, flow, state, startedAt)
    status = record.int("status")
    finishedAt = record.string("finished_at")
  }
}

extension Tree {
  /// The runs begun at or after `start`, newest first, without those whose record is damaged.
  ///
  /// Run ids begin with rising numbers, so that older files need not be opened.
  func runs(since start: String) throws -> [RunFigures] {
    let names = try File.list("\(root)/runs").filter { $0.hasSuffix(".json") }
    var runs: [RunFigures] = []
    for name in names.reversed() {
      guard let record = try readRecord("\(root)/runs/\(name)"), let run = RunFigures(record) else { continue }
      guard run.startedAt >= start else { break }
      runs.append(run)
    }
    return runs
  }

  /// A file that holds one JSON object; nil when it is absent or damaged.
  func readRecord(_ path: String) throws -> Record? {
    guard let bytes = try File.readIfPresent(path) else { return nil }
    return try? RecordParser().parse(bytes, in: bytes.indices)
  }
}
