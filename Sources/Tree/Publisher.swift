package import Catalogue
internal import JSON
package import Posix

/// Writes documents into the tree: each in one step, and only when its content changed.
package struct Publisher: Sendable {
  package let tree: Tree
  package let settings: Settings
  /// Written into every header.
  package let version: String
  /// The flow that is running, nil outside one.
  package let run: String?
  /// The day on which acceptances are judged, `2026-11-30`.
  package let day: String

  package init(tree: Tree, settings: Settings, version: String, run: String?, day: String) {
    self.tree = tree
    self.settings = settings
    self.version = version
    self.run = run
    self.day = day
  }

  /// The right to write the tree, at once or not at all; nil inside a flow, which holds it for its programs.
  package func lockTree(holder: String) throws -> FileLock? {
    guard run == nil else { return nil }
    switch try FileLock.attempt(tree.lock, holder: holder) {
    case .held(let lock): return lock
    case .busy(let holder):
      throw TreeError.busy("\(tree.root) is being written by \(holder.isEmpty ? "someone" : holder); try again later")
    }
  }

  /// The right to write one brand's documents (nil: documents of no brand) among the programs of one flow; waits.
  package func lockBrand(_ brandID: String?, holder: String) throws -> FileLock? {
    guard run != nil else { return nil }
    return try FileLock.wait(tree.brandLock(brandID ?? allBrandsID), holder: holder)
  }

  /// The first header members of every document.
  func header(_ members: JSONObject) -> JSONObject {
    JSONObject([.init("tool", "stocktake"), .init("version", .string(version)), .init("schema", 1)] + members.members)
  }
}

/// What became of a document that was to be published, and what a person should hear about it.
package struct Report: Sendable {
  package enum Outcome: Equatable, Sendable {
    case stored(added: Int, deleted: Int, modified: Int)
    /// A document without a history of its own was replaced.
    case replaced
    case unchanged
    case refused([Refusal])
  }

  package var outcome: Outcome
  /// Records in the published document.
  package var count: Int
  package var carried = 0
  package var warnings: [String] = []

  package init(_ outcome: Outcome, count: Int, warnings: [String] = []) {
    self.outcome = outcome
    self.count = count
    self.warnings = warnings
  }
}

extension Tree {
  /// Replaces those files that do not hold these bytes already, all or none; tells whether there were any.
  @discardableResult
  func publish(_ files: [(path: String, bytes: [UInt8])]) throws -> Bool {
    try removeLeftovers(of: files.map(\.path))
    let changed = try files.filter { try File.readIfPresent($0.path) != $0.bytes }
    if !changed.isEmpty { try File.replaceAll(changed) }
    return !changed.isEmpty
  }

  /// Removes temporary files that killed writers of these paths left behind; the caller holds their lock.
  func removeLeftovers(of paths: [String]) throws {
    for folder in Set(paths.map { File.folder(of: $0) }) {
      for name in try File.list(folder) where name.hasSuffix(".part") {
        let whole = "\(folder)/\(name)"
        if paths.contains(where: { whole.hasPrefix($0 + ".") }) { try File.remove(whole) }
      }
    }
  }
}
