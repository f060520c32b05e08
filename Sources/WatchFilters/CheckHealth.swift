package import Filtering
internal import Health
internal import JSON
internal import Posix
internal import Recovery
internal import Survey
internal import Text
internal import Tree

/// Looks at the whole data tree and says how well it stands.
package struct CheckHealth: Program {
  package static let manual = Manual(
    name: "check-health",
    summary: "Looks at the whole data tree and writes one check record per question.",
    details: [
      "The checks: \(Check.all.map(\.name).joined(separator: ", ")). Every one always runs; one that could not look is "
        + "'unknown', which is as bad as critical. The overall state is the worst of them: HEALTHY, WARNING, CRITICAL.",
      "Writes health/health_report.json, and once a day the coverage of every brand into health/figures.jsonl, which is "
        + "what later coverage is held against. Thresholds are the member 'health' of settings.json. Takes no lock.",
      "--recover tries the remedies that the findings name, each once a day: stale brands are read again, a damaged "
        + "document is restored from a backup or made anew from the stored pages, the API is started by the command in "
        + "the settings. Each is a run with its own record. A lock that seems stuck is reported, never broken.",
    ],
    usageExample: "check-health --data data | alerts --data data | notify --data data",
    statuses: [.finding, .critical, .inputOutput])

  package static var options: [Option<Self>] {
    [
      .value("--data", "DIR", \.root, "The data tree (default data)."),
      .flag("--recover", \.recovers, "Try to mend what can be mended, then look again."),
      .value("--at", "TIME", \.moment, "Judge as of this time instead of the clock's, as 2026-01-19T04:05:06Z."),
    ]
  }

  var root = "data"
  var recovers = false
  var moment: Moment?

  package init() {}

  package mutating func run(_ session: Session) throws -> Status {
    let tree = Tree(root: root)
    let time = moment ?? Moment(Environment.currentTime)
    guard let time else { throw RunFailure(.failed, "the clock gives no time") }
    let reading = HealthLimits.reading(Self.section(of: tree))
    let misreadings = reading.misreadings.map(\.description)
    let survey = TreeSurvey(tree, limits: reading.limits, misreadings: misreadings, now: time.seconds)
    var facts = survey.facts(api: APIProbe.status)
    var report = HealthReport(facts, reading.limits, time: time.description)
    var recoveries: [JSON] = []
    if recovers, File.isFolder(tree.root) {
      recoveries = try recover(tree, report, reading.limits, time, session)
      facts = survey.facts(api: APIProbe.status)
      report = HealthReport(facts, reading.limits, time: time.description)
    }
    for result in report.results { session.out.emit(result.object(at: report.time)) }
    try session.flush()
    if File.isFolder(tree.root) { try write(report, facts, recoveries, tree) }
    session.log.say(.note, "\(report.overall.rawValue): " + Self.digest(report))
    return Self.status(report.overall)
  }

  /// The member of the settings that these checks read; settings that cannot be read are found by the integrity check.
  private static func section(of tree: Tree) -> JSON? {
    (try? tree.readConfiguration(tree.settings))?["health"]
  }

  private static func digest(_ report: HealthReport) -> String {
    let bad = report.results.filter { $0.level != .ok }
    guard !bad.isEmpty else { return "\(report.results.count) checks are ok" }
    return bad.map { "\($0.name) \($0.level.rawValue)" }.joined(separator: ", ")
  }

  private static func status(_ overall: Overall) -> Status {
    switch overall {
    case .healthy: .done
    case .warning: .finding
    case .critical: .critical
    }
  }

  private func write(_ report: HealthReport, _ facts: Facts, _ recoveries: [JSON], _ tree: Tree) throws {
    let document = JSON.object(report.object(version: version, recoveries: recoveries))
    try File.replace("\(tree.root)/health/health_report.json", with: document.encoded + [UInt8(ascii: "\n")])
    try CoverageHistory(root: tree.root, horizon: .max).note(facts)
  }

  private func recover(
    _ tree: Tree, _ report: HealthReport, _ limits: HealthLimits, _ time: Moment, _ session: Session
  ) throws -> [JSON] {
    let recovery = Recovery(
      tree, limits: limits, now: time.seconds, tools: SuiteTools(root: tree.root, log: session.log))
    let (outcomes, postponed) = try recovery.perform(report.results)
    for remedy in postponed { session.log.say(.note, "\(remedy): tried not long ago, so not now") }
    for outcome in outcomes {
      session.log.say(outcome.status == 0 ? .note : .warning, "\(outcome.remedy): \(outcome.message)")
      session.out.emit(outcome.object)
    }
    return outcomes.map { .object($0.object) }
  }
}

/// A moment as an option spells it, to the second.
struct Moment: LosslessStringConvertible {
  let seconds: Int
  let description: String

  init?(_ description: String) {
    guard let seconds = Timestamp.seconds(description) else { return nil }
    self.seconds = Int(seconds)
    self.description = description
  }
}
