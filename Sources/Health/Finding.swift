internal import JSON

/// One thing that a check found, about one subject.
package struct Finding: Sendable, Equatable {
  /// What it is about, as a path or `halilit/acme`; unique within a check.
  package let subject: String
  package let level: Level
  /// A sentence with the figures and the limit.
  package let message: String
  package let remedy: Remedy?

  package init(_ subject: String, _ level: Level, _ message: String, remedy: Remedy? = nil) {
    self.subject = subject
    self.level = level
    self.message = message
    self.remedy = remedy
  }

  var json: JSON {
    var object: JSONObject = [
      "subject": .string(subject), "level": .string(level.rawValue), "message": .string(message),
    ]
    if let remedy { object["remedy"] = .string(remedy.text) }
    return .object(object)
  }
}

/// What `check-health --recover` may try against a finding.
package enum Remedy: Sendable, Equatable, Hashable {
  /// Read a source of a brand again.
  case crawl(source: String, brandID: String)
  /// Bring back a document, by its path in the tree; of a brand or of all.
  case restore(path: String, brandID: String?)
  /// Start the API by the command of the settings.
  case startAPI

  package var text: String {
    switch self {
    case .crawl(let source, let brandID): "crawl \(source) \(brandID)"
    case .restore(let path, _): "restore \(path)"
    case .startAPI: "start the API"
    }
  }
}
