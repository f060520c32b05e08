package import Health
internal import JSON
internal import Posix
internal import Survey
package import Tree

/// The parts of the suite that a recovery works with.
package protocol Toolbox {
  /// Runs a flow for some brands, for all when there are none, of one source or both; gives its exit status.
  func run(flow: String, brandIDs: [String], source: String?) throws -> Int
  /// The names of all backups, the newest first.
  func backups() throws -> [String]
  /// A file of a backup by its path in the tree, nil when the backup has none or is damaged.
  func file(_ path: String, ofBackup name: String) throws -> [UInt8]?
}

/// Tries remedies, each as a run with a record of its own; published documents change only under the tree's lock.
package struct Recovery {
  private let tree: Tree
  private let limits: HealthLimits
  /// Seconds since 1970.
  private let now: Int
  private let tools: any Toolbox

  private static let tryLater = 75
  private static let failed = 70

  package init(_ tree: Tree, limits: HealthLimits, now: Int, tools: any Toolbox) {
    self.tree = tree
    self.limits = limits
    self.now = now
    self.tools = tools
  }

  /// Does what the findings call for; one remedy's failure does not keep the others from being tried.
  package func perform(_ results: [CheckResult]) throws -> (outcomes: [RecoveryOutcome], postponed: [String]) {
    let journal = try RecoveryJournal(tree)
    let plan = RecoveryPlan(results, tried: journal, limits: limits, now: now)
    var outcomes = plan.restorations.map(restore)
    if plan.startsAPI, let api = limits.api { outcomes.append(start(api)) }
    for (source, brandIDs) in plan.crawls.sorted(by: { $0.key > $1.key }) { outcomes += crawl(source, brandIDs) }
    for outcome in outcomes { try journal.append(outcome) }
    return (outcomes, plan.postponed)
  }

  /// One run reads all stale brands of a source; the flow writes its record itself.
  private func crawl(_ source: String, _ brandIDs: [String]) -> [RecoveryOutcome] {
    let (runID, status) = flow("brands", brandIDs, source: source)
    return brandIDs.map { brandID in
      outcome(
        .crawl(source: source, brandID: brandID), runID, status,
        status == 0 ? "read again" : "the flow ended with \(status)")
    }
  }

  private func outcome(_ remedy: Remedy, _ runID: String?, _ status: Int, _ message: String) -> RecoveryOutcome {
    RecoveryOutcome(remedy: remedy.text, runID: runID, status: status, message: message, time: Environment.currentTime)
  }

  /// Runs a flow and finds the record that it wrote.
  private func flow(_ name: String, _ brandIDs: [String], source: String? = nil) -> (runID: String?, status: Int) {
    let folder = "\(tree.root)/runs"
    let before = Set((try? File.list(folder)) ?? [])
    let status = (try? tools.run(flow: name, brandIDs: brandIDs, source: source)) ?? Self.failed
    let new = ((try? File.list(folder)) ?? []).filter { !before.contains($0) && $0.hasSuffix("-\(name).json") }
    return (new.last.map { String($0.dropLast(5)) }, status)
  }

  /// The last good version of a document, from the surest place that has it: a backup whose content the history names as
  /// the last published; else the stored pages; else the sources themselves.
  private func restore(_ wanted: RecoveryPlan.Restoration) -> RecoveryOutcome {
    let remedy = Remedy.restore(path: wanted.path, brandID: wanted.brandID)
    do {
      let record = try RunRecord(tree)
      let (status, message) = try restored(wanted, runID: record.id)
      try record.close(status: status, step: "restore", brandID: wanted.brandID, message: message)
      return outcome(remedy, record.id, status, message)
    } catch {
      return outcome(remedy, nil, Self.failed, "\(error)")
    }
  }

  private func restored(_ wanted: RecoveryPlan.Restoration, runID: String) throws -> (status: Int, message: String) {
    let quarantine = Quarantine(tree, wanted.path, runID: runID)
    do {
      let holder = "\(runID) (process \(Environment.processID), since \(Environment.currentTime))"
      guard case .held(let lock) = try FileLock.attempt(tree.lock, holder: holder) else {
        return (Self.tryLater, "the tree is being written; the document stays as it is")
      }
      if let backup = try lastPublished(wanted) {
        try quarantine.keepCopy()
        try File.replace("\(tree.root)/\(wanted.path)", with: backup.bytes)
        return (0, "restored from the backup \(backup.name)")
      }
      try quarantine.begin(brandID: wanted.brandID)
      withExtendedLifetime(lock) {}
    }
    let isCatalogue = wanted.path.hasPrefix("catalogs/") || wanted.path.hasPrefix("catalogs_halilit/")
    for name in isCatalogue ? ["replay", "brands"] : ["gaps", "replay"] {
      guard name == "gaps" || wanted.brandID != nil else { continue }
      let (run, status) = flow(name, wanted.brandID.map { [$0] } ?? [])
      if tree.isWhole(wanted.path, brandID: wanted.brandID) {
        return (0, "made anew by \(run ?? name)")
      }
      if status == Self.tryLater { break }
    }
    try quarantine.putBack()
    return (1, "neither a backup nor the flows gave it back; the damaged document is where it was")
  }

  /// More than these are not looked through: content that was published last is in the copies made since.
  private static let backupsLookedThrough = 5

  /// The copy of the newest backup that is what was published last.
  private func lastPublished(_ wanted: RecoveryPlan.Restoration) throws -> (name: String, bytes: [UInt8])? {
    guard let brandID = wanted.brandID, wanted.path.hasPrefix("catalogs/") || wanted.path.hasPrefix("catalogs_halilit/")
    else { return nil }
    for name in try tools.backups().prefix(Self.backupsLookedThrough) {
      guard let bytes = try tools.file(wanted.path, ofBackup: name) else { continue }
      if tree.isLastPublished(bytes, at: wanted.path, brandID: brandID) { return (name, bytes) }
    }
    return nil
  }

  /// Starts the API by the command of the settings, after ending the one that an earlier recovery started.
  private func start(_ api: HealthLimits.API) -> RecoveryOutcome {
    do {
      let record = try RunRecord(tree)
      let (status, message) = try started(api)
      try record.close(status: status, step: "api", brandID: nil, message: message)
      return outcome(.startAPI, record.id, status, message)
    } catch {
      return outcome(.startAPI, nil, Self.failed, "\(error)")
    }
  }

  private func started(_ api: HealthLimits.API) throws -> (status: Int, message: String) {
    guard let words = api.start else { return (1, "the settings name no command that starts it") }
    let process = StartedProcess(path: "\(tree.root)/health/api.json")
    try process.end()
    try File.createFolders("\(tree.root)/logs")
    let log = try Descriptor(opening: "\(tree.root)/logs/api.log", for: .append)
    try process.remember(try Child.start(words, output: log, isDetached: true))
    return (0, "started \(words.joined(separator: " "))")
  }
}
