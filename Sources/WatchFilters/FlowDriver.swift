internal import Posix

/// Runs flows through the front command beside this program.
enum FlowDriver {
  /// The flow's exit status; its words go to standard error.
  ///
  /// - Parameter brandIDs: the brands it is for, all when empty.
  static func run(_ flow: String, _ brandIDs: [String], root: String) throws -> Int {
    let stocktake = File.folder(of: try Environment.executablePath) + "/stocktake"
    var words = ["env", "-u", "STOCKTAKE_RUN", "DATA=\(root)"]
    if !brandIDs.isEmpty { words.append("BRANDS=\(brandIDs.joined(separator: " "))") }
    return Int(try Child.start(words + [stocktake, "run", flow]).wait())
  }
}
