internal import JSON
internal import Posix
internal import Tree

/// A damaged document on its way out: kept aside, and put back when nothing better could be had.
struct Quarantine {
  private let tree: Tree
  private let path: String
  private let copy: String

  init(_ tree: Tree, _ path: String, runID: String) {
    self.tree = tree
    self.path = "\(tree.root)/\(path)"
    copy = "\(tree.root)/health/damaged/\(runID)/\(path)"
  }

  func keepCopy() throws {
    guard let bytes = try File.readIfPresent(path) else { return }
    try File.replace(copy, with: bytes)
  }

  /// Puts a note in the document's place that no reader takes for a document, and lets the flows make it anew.
  ///
  /// Not the absence of the document: `store` would take its last batch of history for one that was never published.
  func begin(brandID: String?) throws {
    try keepCopy()
    if File.exists(path) {
      let note: JSON = ["damaged": true, "kept_at": .string(copy)]
      try File.replace(path, with: note.encoded + [UInt8(ascii: "\n")])
    }
    guard let brandID else { return }
    for step in ["halilit", "brand", "links", "unified"] {
      try File.remove("\(tree.root)/work/\(brandID)/\(step).stamp")
    }
  }

  func putBack() throws {
    if let bytes = try File.readIfPresent(copy) { try File.replace(path, with: bytes) }
  }
}

/// A process that a recovery started and may end again: remembered by number and start, so that no other process that
/// was given the same number later is ever signalled.
struct StartedProcess {
  let path: String

  private var identity: ProcessIdentity? {
    guard let bytes = try? File.readIfPresent(path), let json = try? JSON(parsing: bytes),
      let number = json["process"]?.int.flatMap({ Int32(exactly: $0) }), number > 1,
      let ticks = json["start_ticks"]?.int.flatMap({ UInt64(exactly: $0) })
    else { return nil }
    return ProcessIdentity(processID: number, startTicks: ticks)
  }

  func end() throws {
    identity?.terminate()
    try File.remove(path)
  }

  func remember(_ child: Child) throws {
    guard let identity = ProcessIdentity(of: child.processID) else { return }
    let document: JSON = [
      "process": JSON(Int(identity.processID)), "start_ticks": .number(String(identity.startTicks)),
      "started_at": .string(Environment.currentTime),
    ]
    try File.replace(path, with: document.encoded + [UInt8(ascii: "\n")])
  }
}
