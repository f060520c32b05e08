internal import JSON
package import Posix

/// The program's voice on standard error: one line per event.
package final class Log {
  private let program: String
  private let descriptor: Descriptor
  var isQuiet = false
  var writesJSON = false

  package init(program: String, descriptor: Descriptor) {
    self.program = program
    self.descriptor = descriptor
  }

  package enum Level: String, Sendable { case note, warning, error }

  /// Says one thing; `--quiet` leaves only errors.
  package func say(_ level: Level, _ message: String, line: Int? = nil, file: String? = nil) {
    guard level == .error || !isQuiet else { return }
    var text: String
    if writesJSON {
      var object: JSONObject = .init([.init("program", .string(program)), .init("level", .string(level.rawValue))])
      if let file { object["file"] = .string(file) }
      if let line { object["line"] = JSON(line) }
      object["message"] = .string(message)
      text = JSON.object(object).text
    } else {
      text = program + ": "
      if let file { text += "\(file): " }
      if let line { text += "line \(line): " }
      text += Self.oneLine(message)
    }
    // A program that cannot even say what is wrong has no better place to say so.
    try? descriptor.write(Array((text + "\n").utf8))
  }

  /// Writes a text as it stands, for a progress line on a terminal.
  package func write(_ text: String) { try? descriptor.write(Array(text.utf8)) }

  /// `message` on one line of bounded length; data from outside must not steer a terminal or flood a log.
  private static func oneLine(_ message: String) -> String {
    let shown = message.unicodeScalars.prefix(1000).map { $0.properties.generalCategory == .control ? " " : $0 }
    return String(String.UnicodeScalarView(shown)) + (message.unicodeScalars.count > 1000 ? "…" : "")
  }

  package var isTerminal: Bool { descriptor.isTerminal && !isQuiet && !writesJSON }
}
