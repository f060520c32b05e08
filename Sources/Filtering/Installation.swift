internal import Posix

/// Where the scripts of the suite are, seen from a program of it.
package enum Installation {
  /// The folder of the running program; a link to it counts as the place it points to.
  package static var programs: String {
    get throws { File.folder(of: try Environment.executablePath) }
  }

  /// A script of `pipelines/`, below $STOCKTAKE_HOME, else below the nearest folder above `programs` that has it.
  package static func script(_ name: String, above programs: String) -> String? {
    if let home = Environment.value("STOCKTAKE_HOME") {
      let path = "\(home)/pipelines/\(name)"
      return File.exists(path) ? path : nil
    }
    var folder = programs
    while !folder.isEmpty {
      for path in ["\(folder)/pipelines/\(name)", "\(folder)/share/stocktake/pipelines/\(name)"] where File.exists(path)
      {
        return path
      }
      folder = folder == "/" ? "" : File.folder(of: folder)
    }
    return nil
  }
}
