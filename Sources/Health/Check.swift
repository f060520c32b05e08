package import JSON

/// One question about the tree as a value: its name and the judgement of the facts.
package struct Check: Sendable {
  package let name: String
  /// What it asks, for people.
  package let question: String
  let judge: @Sendable (Facts, HealthLimits) -> Judgement

  /// All checks, in the order of the report; every one always runs.
  package static let all: [Check] = [
    freshness, coverage, integrity, runs, schedule, disk, treeSize, api, latency, products, successRate, duration,
    changes, guards, lock,
  ]

  package func result(_ facts: Facts, _ limits: HealthLimits) -> CheckResult {
    CheckResult(name: name, judgement: judge(facts, limits))
  }
}

/// What a check says of the facts.
struct Judgement {
  /// One sentence with the figures, whatever the level.
  var summary: String
  var figures: JSONObject
  var findings: [Finding] = []
  /// Why it could not look.
  var blindness: String?

  init(_ summary: String, figures: JSONObject, findings: [Finding] = []) {
    self.summary = summary
    self.figures = figures
    self.findings = findings
  }

  static func blind(_ reason: String) -> Judgement {
    var judgement = Judgement("could not look: \(reason)", figures: JSONObject())
    judgement.blindness = reason
    return judgement
  }
}

extension Sighting {
  /// The judgement of what was seen; what was not is never found good.
  func judged(_ body: (Value) -> Judgement) -> Judgement {
    switch self {
    case .seen(let value): body(value)
    case .unseen(let reason): .blind(reason)
    }
  }
}

/// A check's outcome.
package struct CheckResult: Sendable, Equatable {
  package let name: String
  package let level: Level
  package let message: String
  package let figures: JSONObject
  /// The worst first, then by subject.
  package let findings: [Finding]

  init(name: String, judgement: Judgement) {
    self.name = name
    message = judgement.summary
    figures = judgement.figures
    findings = judgement.findings.sorted {
      $0.level == $1.level ? $0.subject.utf8.lexicographicallyPrecedes($1.subject.utf8) : $0.level > $1.level
    }
    level = judgement.blindness == nil ? findings.first?.level ?? .ok : .unknown
  }

  /// The record of the check (docs/schemas/check.json).
  package func object(at time: String) -> JSONObject {
    [
      "type": "check", "check": .string(name), "level": .string(level.rawValue), "message": .string(message),
      "figures": .object(figures), "findings": .array(findings.map(\.json)), "checked_at": .string(time),
    ]
  }
}

/// The results of all checks at one moment.
package struct HealthReport: Sendable {
  package let results: [CheckResult]
  package let time: String

  package init(_ facts: Facts, _ limits: HealthLimits, time: String) {
    results = Check.all.map { $0.result(facts, limits) }
    self.time = time
  }

  package var overall: Overall { Overall(results.map(\.level)) }

  /// The document `health/health_report.json`.
  package func object(version: String, recoveries: [JSON] = []) -> JSONObject {
    [
      "tool": "stocktake", "version": .string(version), "schema": 1, "checked_at": .string(time),
      "overall": .string(overall.rawValue), "status": JSON(overall.code),
      "counts": .object(
        JSONObject(
          Level.allCases.map { level in .init(level.rawValue, JSON(results.count { $0.level == level })) })),
      "checks": .array(results.map { .object($0.object(at: time)) }), "recoveries": .array(recoveries),
    ]
  }
}
