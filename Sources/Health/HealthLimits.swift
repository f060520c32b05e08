package import JSON

/// The thresholds of all checks: the member `health` of `settings.json`; what is absent has the default written here.
package struct HealthLimits: Sendable, Equatable {
  /// Hours after which what Halilit sells must have been seen again.
  package var halilitFreshHours = 48.0
  /// Hours after which a brand's own site must have been read again.
  package var brandFreshHours = 168.0
  /// Hours after which stored pages no longer stand in for a source that is down.
  package var expiredHours = 336.0
  package var coverageTargetPercent = 80.0
  /// Percentage points below the best figure of the window.
  package var coverageDropPoints = 5.0
  package var coverageWindowDays = 30.0
  package var productsDropPercent = 20.0
  /// Fewer products than this are no fall.
  package var productsDropItems = 3.0
  /// Share of brands that must come through, over the window below.
  package var successPercent = 95.0
  package var successWindowDays = 7.0
  package var latencySeconds = 10.0
  package var durationHours = 4.0
  package var unchangedDays = 14.0
  package var freeGigabytes = 5.0
  package var treeMegabytes = 100.0
  /// Hours before a remedy is tried again on the same subject.
  package var recoverHours = 24.0
  /// Hours after which an alert that still stands is said again.
  package var remindHours = 24.0
  /// Hours from one run of a flow to the next.
  package var schedule: [String: Double] = ["weekly": 168, "daily": 24, "prices": 6]
  package var api: API?

  package struct API: Sendable, Equatable {
    package var url: String
    /// The command that starts it, nil when nobody may start it from here.
    package var start: [String]?

    package init(url: String, start: [String]?) {
      self.url = url
      self.start = start
    }
  }

  package init() {}

  /// A member that cannot be understood; the default counts in its place.
  package struct Misreading: Error, Equatable, CustomStringConvertible {
    package let member: String
    package let expected: String
    package var description: String { "settings.json: \"health.\(member)\" must be \(expected)" }
  }

  private static var numbers: [(name: String, path: WritableKeyPath<Self, Double>)] {
    [
      ("halilit_fresh_h", \.halilitFreshHours), ("brand_fresh_h", \.brandFreshHours), ("expired_h", \.expiredHours),
      ("coverage_target_percent", \.coverageTargetPercent), ("coverage_drop_points", \.coverageDropPoints),
      ("coverage_window_d", \.coverageWindowDays), ("products_drop_percent", \.productsDropPercent),
      ("products_drop_items", \.productsDropItems), ("success_percent", \.successPercent),
      ("success_window_d", \.successWindowDays), ("latency_s", \.latencySeconds), ("duration_h", \.durationHours),
      ("unchanged_d", \.unchangedDays), ("free_gb", \.freeGigabytes), ("tree_mb", \.treeMegabytes),
      ("recover_h", \.recoverHours), ("remind_h", \.remindHours),
    ]
  }

  /// Reads the member `health` of the settings, and says what it could not read.
  package static func reading(_ json: JSON?) -> (limits: HealthLimits, misreadings: [Misreading]) {
    var limits = HealthLimits()
    var misreadings: [Misreading] = []
    guard let json else { return (limits, []) }
    guard json.object != nil else { return (limits, [Misreading(member: "", expected: "an object")]) }
    for (name, path) in numbers {
      guard let value = json[name], !value.isNull else { continue }
      if let number = value.double, number >= 0 {
        limits[keyPath: path] = number
      } else {
        misreadings.append(Misreading(member: name, expected: "a number of 0 or more"))
      }
    }
    limits.readSchedule(json["schedule"], &misreadings)
    limits.readAPI(json["api"], &misreadings)
    return (limits, misreadings)
  }

  private mutating func readSchedule(_ json: JSON?, _ misreadings: inout [Misreading]) {
    guard let json, !json.isNull else { return }
    let hours = json.object?.members.map { ($0.name, $0.value.double ?? 0) } ?? [("", 0)]
    guard hours.allSatisfy({ $0.1 > 0 }) else {
      return misreadings.append(Misreading(member: "schedule", expected: #"hours by flow, as {"weekly":168}"#))
    }
    schedule = Dictionary(hours) { _, last in last }
  }

  private mutating func readAPI(_ json: JSON?, _ misreadings: inout [Misreading]) {
    guard let json, !json.isNull else { return }
    let words = json["start"]?.array.map { $0.compactMap(\.string) }
    guard let url = json["url"]?.string, url.hasPrefix("http://") || url.hasPrefix("https://"),
      json["start"]?.isNull ?? true || words?.isEmpty == false && words?.count == json["start"]?.array?.count
    else {
      let example = #"as {"url":"http://127.0.0.1:8000/health","start":["systemctl","--user","start","api"]}"#
      return misreadings.append(Misreading(member: "api", expected: example))
    }
    api = API(url: url, start: words)
  }
}
