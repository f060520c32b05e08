internal import JSON
internal import Posix
internal import Tree

/// The record of one recovery: a run like every other, in `runs/` (docs/schemas/run.json).
struct RunRecord {
  static let flow = "recover"

  let id: String
  private let path: String
  private let startedAt: String

  /// Opens a record under the next free number.
  ///
  /// Runs take their numbers under the tree's lock; a recovery may have to begin without it, so the name itself decides.
  init(_ tree: Tree) throws {
    startedAt = Environment.currentTime
    let folder = "\(tree.root)/runs"
    var number = try File.list(folder).compactMap { Int($0.prefix { $0.isNumber }) }.max() ?? 0
    while true {
      number += 1
      let digits = String(number)
      let id = String(repeating: "0", count: max(0, 6 - digits.count)) + digits + "-" + Self.flow
      let path = "\(folder)/\(id).json"
      let open = Self.document(id, startedAt, status: nil, step: "", brandID: nil, message: "")
      if try File.createIfAbsent(path, with: open) {
        (self.id, self.path) = (id, path)
        return
      }
    }
  }

  /// Closes the record with what came of the one step it had.
  func close(status: Int, step: String, brandID: String?, message: String) throws {
    let document = Self.document(id, startedAt, status: status, step: step, brandID: brandID, message: message)
    try File.replace(path, with: document)
  }

  private static func document(
    _ id: String, _ startedAt: String, status: Int?, step: String, brandID: String?, message: String
  ) -> [UInt8] {
    let state = status == nil ? "running" : status == 0 ? "done" : "failed"
    var steps = JSONObject()
    var brands = JSONObject()
    if let status, let brandID {
      let result: JSON = [
        "state": .string(state), "status": JSON(status), "message": .string(message),
      ]
      brands[brandID] = ["status": JSON(status), "steps": .object(JSONObject([.init(step, result)]))]
    } else if let status {
      steps[step] = ["status": JSON(status), "message": .string(message)]
    }
    let document: JSON = [
      "schema": 1, "run_id": .string(id), "flow": .string(flow), "state": .string(state),
      "status": status.map { JSON($0) } ?? .null, "started_at": .string(startedAt),
      "finished_at": status == nil ? .null : .string(Environment.currentTime), "fetch": .null,
      "steps": .object(steps), "brands": .object(brands),
    ]
    return document.encoded + [UInt8(ascii: "\n")]
  }
}
