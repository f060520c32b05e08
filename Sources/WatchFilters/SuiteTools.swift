internal import Filtering
internal import Posix
internal import Recovery

/// The suite's own flows and backups, as processes that this one starts and waits for.
struct SuiteTools: Toolbox {
  let root: String
  let log: Log

  func run(flow: String, brandIDs: [String], source: String?) throws -> Int {
    var settings: [String] = []
    if !brandIDs.isEmpty { settings.append("BRANDS=\(brandIDs.joined(separator: " "))") }
    if let source { settings.append("SOURCE=\(source)") }
    return Int(try Child.start(environment(settings) + [try Installation.programs + "/stocktake", "run", flow]).wait())
  }

  func backups() throws -> [String] {
    guard let script = try backupScript() else { return [] }
    let path = "\(root)/health/.backups"
    defer { try? File.remove(path) }
    try File.createFolders(File.folder(of: path))
    let status = try Child.start(environment() + [script, "list"], output: Descriptor(opening: path, for: .rewrite))
      .wait()
    let words = String(decoding: try File.read(path), as: UTF8.self)
    guard status == 0 else {
      log.say(.warning, "no backup is looked into: their list ended with \(status): \(words)")
      return []
    }
    return words.split(separator: "\n").map(String.init).reversed()
  }

  /// Brings the whole backup back into a folder of its own, which is removed again.
  func file(_ path: String, ofBackup name: String) throws -> [UInt8]? {
    guard let script = try backupScript() else { return nil }
    let scratch = "\(root)/health/restored-\(Environment.processID)"
    defer { _ = try? Child.start(["rm", "-rf", scratch, scratch + ".restored"]).wait() }
    let status = try Child.start(environment() + [script, "restore", name, scratch]).wait()
    return status == 0 ? try File.readIfPresent("\(scratch)/\(path)") : nil
  }

  private func backupScript() throws -> String? { Installation.script("backup", above: try Installation.programs) }

  /// A command that sets variables for the one after it; a flow that is started here is none of the one around it.
  private func environment(_ settings: [String] = []) throws -> [String] {
    ["env", "-u", "STOCKTAKE_RUN", "-u", "BRANDS", "-u", "PRIORITY", "-u", "SOURCE", "DATA=\(root)"] + settings
  }
}
