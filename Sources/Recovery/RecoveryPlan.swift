package import Health
package import JSON
internal import Posix
internal import Records
internal import Text
package import Tree

/// Which remedies to try now: each once, and none again before its time.
package struct RecoveryPlan: Equatable {
  /// Brands to read again by source, each in byte order; one run does all of a source.
  package private(set) var crawls: [String: [String]] = [:]
  package private(set) var restorations: [Restoration] = []
  package private(set) var startsAPI = false
  /// Remedies that were tried not long ago, in words.
  package private(set) var postponed: [String] = []

  package struct Restoration: Equatable {
    package let path: String
    package let brandID: String?
  }

  package init(_ results: [CheckResult], tried: RecoveryJournal, limits: HealthLimits, now: Int) {
    var seen: Set<Remedy> = []
    for remedy in results.flatMap(\.findings).compactMap(\.remedy) where seen.insert(remedy).inserted {
      if tried.isRecent(remedy.text, at: now, withinHours: limits.recoverHours) {
        postponed.append(remedy.text)
        continue
      }
      switch remedy {
      case .crawl(let source, let brandID): crawls[source, default: []].append(brandID)
      case .restore(let path, let brandID): restorations.append(Restoration(path: path, brandID: brandID))
      case .startAPI: startsAPI = true
      }
    }
    for source in crawls.keys { crawls[source]?.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) } }
  }
}

/// What was tried before: `health/recoveries.jsonl`, one line an attempt.
package struct RecoveryJournal {
  private let path: String
  private var lastTries: [String: Int] = [:]

  package init(_ tree: Tree) throws {
    path = "\(tree.root)/health/recoveries.jsonl"
    guard let bytes = try File.readIfPresent(path) else { return }
    let parser = RecordParser()
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      guard let record = try? parser.parse(bytes, in: line.startIndex..<line.endIndex),
        let remedy = record.string("remedy"), let time = record.string("at").flatMap({ Timestamp.seconds($0) })
      else { continue }
      lastTries[remedy] = Int(time)
    }
  }

  /// Whether a remedy was tried within so many hours; a try in the future, by a clock that went back, is none.
  func isRecent(_ remedy: String, at now: Int, withinHours hours: Double) -> Bool {
    lastTries[remedy].map { (0..<hours * 3600).contains(Double(now - $0)) } ?? false
  }

  func append(_ outcome: RecoveryOutcome) throws {
    try File.append(JSON.object(outcome.object).encoded + [UInt8(ascii: "\n")], to: path)
  }
}

/// What came of one remedy.
package struct RecoveryOutcome: Equatable {
  package let remedy: String
  package let runID: String?
  package let status: Int
  package let message: String
  package let time: String

  /// The record of the recovery (docs/schemas/recovery.json).
  package var object: JSONObject {
    [
      "type": "recovery", "remedy": .string(remedy), "run_id": JSON(runID), "status": JSON(status),
      "message": .string(message), "at": .string(time),
    ]
  }
}
