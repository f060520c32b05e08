internal import Health
internal import JSON
internal import Posix
internal import Text
internal import Tree

/// Reads the records of the runs that the checks ask for, and who holds the tree.
struct RunSurvey {
  private(set) var runs: [RunFacts.Run] = []
  private(set) var problems: [DocumentFacts.Problem] = []
  let lock: RunFacts.Lock?

  /// Reads what began after `horizon` (seconds since 1970), and the last two runs of every flow.
  init(_ tree: Tree, horizon: Int) throws {
    lock = try tree.lockFacts()
    let names = try File.list("\(tree.root)/runs").filter { $0.hasSuffix(".json") && $0.first?.isNumber == true }
    var counts: [String: Int] = [:]
    var isRecent = true
    for name in names.reversed() {
      let flow = String(name.dropLast(5).drop { $0 != "-" }.dropFirst())
      guard isRecent || counts[flow, default: 0] < 2 else { continue }
      let path = "\(tree.root)/runs/\(name)"
      guard let bytes = try File.readIfPresent(path) else { continue }
      guard let json = try? JSON(parsing: bytes), let run = RunFacts.Run(record: json) else {
        problems.append(
          .init(path: tree.relative(path), message: "it is no run record", brandID: nil, isDerived: false))
        continue
      }
      counts[flow, default: 0] += 1
      if run.startedAt < horizon { isRecent = false }
      runs.append(run)
    }
  }
}

extension RunFacts.Run {
  /// Reads a record of pipelines/run (docs/schemas/run.json); nil when it lacks what a run must say.
  init?(record json: JSON) {
    guard let id = json["run_id"]?.string, let flow = json["flow"]?.string, let state = json["state"]?.string,
      let startedAt = json["started_at"]?.string.flatMap({ Timestamp.seconds($0) }),
      let steps = json["steps"]?.object, let brands = json["brands"]?.object
    else { return nil }
    self.init(id: id, flow: flow, startedAt: Int(startedAt))
    isOpen = state == "running"
    finishedAt = json["finished_at"]?.string.flatMap { Timestamp.seconds($0) }.map { Int($0) }
    if !isOpen {
      guard let stated = json["status"]?.int else { return nil }
      status = stated
    }
    var parts = steps.members.map { Int($0.value["status"]?.int ?? 0) }
    failedSteps = parts.count { $0 != 0 }
    for brand in brands.members {
      let statuses = (brand.value["steps"]?.object?.members ?? []).map { $0.value["status"]?.int ?? 0 }
      let worst = Severity.worst(statuses + [brand.value["status"]?.int ?? 0])
      failedSteps += statuses.count { $0 != 0 }
      self.brands += 1
      if worst == 0 { goodBrands += 1 }
      parts.append(worst)
    }
    worstOfParts = Severity.worst(parts)
    exchanges = json["fetch"]?["exchanges"]?.int ?? 0
    exchangeSeconds = json["fetch"]?["exchange_seconds"]?.double
  }
}

/// Which of several exit statuses matters most: the order of pipelines/statuses.sh.
enum Severity {
  private static let order = [70, 71, 74, 73, 78, 64, 66, 65, 76, 69, 75, 2, 1]

  /// 0 when all are 0; a status without a rank counts as a program that failed.
  static func worst(_ statuses: [Int]) -> Int {
    let failures = statuses.filter { $0 != 0 }.map { order.contains($0) ? $0 : 70 }
    return order.first { failures.contains($0) } ?? 0
  }
}

extension Tree {
  /// Who holds the tree, nil when nobody does; the lock itself is left alone.
  func lockFacts() throws -> RunFacts.Lock? {
    guard let processID = try FileLock.holder(of: lock) else { return nil }
    let text = String(decoding: try File.readIfPresent(lock) ?? [], as: UTF8.self)
    let holder = String(text.prefix { $0 != "\n" })
    // The shell's flock command takes the lock for its parent and ends: the file names who really has it.
    let named = Self.number(after: "process ", in: holder)
    let since = Self.word(after: "since ", in: holder).flatMap { Timestamp.seconds($0) }.map { Int($0) }
    let identity = ProcessIdentity(of: named ?? processID)
    return .init(
      holder: holder, processID: Int(named ?? processID), isHolderAlive: identity != nil,
      since: since ?? File.modificationTime(lock))
  }

  private static func word(after mark: String, in text: String) -> String? {
    guard let range = text.firstRange(of: mark) else { return nil }
    return String(text[range.upperBound...].prefix { $0 != " " && $0 != "," && $0 != ")" })
  }

  private static func number(after mark: String, in text: String) -> Int32? {
    word(after: mark, in: text).flatMap { Int32($0) }
  }
}
