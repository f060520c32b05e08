package import Health
internal import JSON
internal import Posix
internal import Survey
package import Tree

/// Tries remedies, each as a run with a record of its own; published documents change only under the tree's lock.
package struct Recovery {
  private let tree: Tree
  private let limits: HealthLimits
  /// Seconds since 1970.
  private let now: Int
  /// Runs a flow for some brands, for all when there are none, and gives its exit status.
  private let runFlow: (_ flow: String, _ brandIDs: [String]) throws -> Int

  private static let tryLater = 75
  private static let failed = 70

  package init(
    _ tree: Tree, limits: HealthLimits, now: Int,
    runFlow: @escaping (_ flow: String, _ brandIDs: [String]) throws -> Int
  ) {
    self.tree = tree
    self.limits = limits
    self.now = now
    self.runFlow = runFlow
  }

  /// Does what the findings call for; one remedy's failure does not keep the others from being tried.
  package func perform(_ results: [CheckResult]) throws -> (outcomes: [RecoveryOutcome], postponed: [String]) {
    let journal = try RecoveryJournal(tree)
    let plan = RecoveryPlan(results, tried: journal, limits: limits, now: now)
    var outcomes = plan.restorations.map(restore)
    if plan.startsAPI, let api = limits.api { outcomes.append(start(api)) }
    outcomes += crawl(plan.crawls)
    for outcome in outcomes { try journal.append(outcome) }
    return (outcomes, plan.postponed)
  }

  /// One run reads all stale brands; the flow writes its record itself.
  private func crawl(_ brandIDs: [String]) -> [RecoveryOutcome] {
    guard !brandIDs.isEmpty else { return [] }
    let (runID, status) = flow("brands", brandIDs)
    return brandIDs.map { brandID in
      outcome(.crawl(brandID: brandID), runID, status, status == 0 ? "read again" : "the flow ended with \(status)")
    }
  }

  private func outcome(_ remedy: Remedy, _ runID: String?, _ status: Int, _ message: String) -> RecoveryOutcome {
    RecoveryOutcome(remedy: remedy.text, runID: runID, status: status, message: message, time: Environment.currentTime)
  }

  /// Runs a flow and finds the record that it wrote.
  private func flow(_ name: String, _ brandIDs: [String]) -> (runID: String?, status: Int) {
    let folder = "\(tree.root)/runs"
    let before = Set((try? File.list(folder)) ?? [])
    let status = (try? runFlow(name, brandIDs)) ?? Self.failed
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
        try File.replace("\(tree.root)/\(wanted.path)", with: try File.read(backup))
        return (0, "restored from \(backup)")
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

  /// The newest copy below `backups/` that is what was published last; a copy lies under the document's own path.
  private func lastPublished(_ wanted: RecoveryPlan.Restoration) throws -> String? {
    guard let brandID = wanted.brandID else { return nil }
    let folder = "\(tree.root)/backups"
    for name in try File.list(folder).reversed() {
      let path = "\(folder)/\(name)/\(wanted.path)"
      guard let bytes = try File.readIfPresent(path) else { continue }
      if tree.isLastPublished(bytes, at: wanted.path, brandID: brandID) { return path }
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
