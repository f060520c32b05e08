import JSON
import Testing

@testable import Health

/// The rules at their boundaries, on facts as values.
@Suite struct CheckTests {
  private static let now = 1_770_000_000
  private static let hour = 3600

  private func facts(_ change: (inout Facts) -> Void = { _ in }) -> Facts {
    var facts = Facts(
      now: Self.now, sources: .seen([source("halilit", hoursAgo: 1), source("brand", hoursAgo: 1)]),
      coverage: .seen(CoverageFacts(rows: [.init(subject: "all", percentage: 80, brandProducts: 10, common: 8)])),
      documents: .seen(DocumentFacts(examined: 3, problems: [])), runs: .seen(RunFacts(runs: [run()], lock: nil)),
      freeBytes: .seen(5_000_000_000), treeBytes: .seen(100_000_000), api: .seen(nil))
    change(&facts)
    return facts
  }

  private func source(_ name: String, hoursAgo: Double?) -> SourceFacts {
    var source = SourceFacts(source: name, brandID: "acme")
    source.verifiedAt = hoursAgo.map { Self.now - Int($0 * 3600) }
    source.products = 10
    source.batches = [.init(time: Self.now - Self.hour, added: 0, deleted: 0)]
    return source
  }

  private func run(_ id: String = "000001-weekly", _ change: (inout RunFacts.Run) -> Void = { _ in }) -> RunFacts.Run {
    var run = RunFacts.Run(id: id, flow: String(id.dropFirst(7)), startedAt: Self.now - 2 * Self.hour)
    run.finishedAt = Self.now - Self.hour
    (run.brands, run.goodBrands, run.exchanges, run.exchangeSeconds) = (1, 1, 10, 20)
    change(&run)
    return run
  }

  private let limits: HealthLimits = {
    var limits = HealthLimits()
    limits.schedule = ["weekly": 168]
    return limits
  }()

  @Test func `facts within all limits are healthy`() {
    let report = HealthReport(facts(), limits, time: "2026-02-01T12:00:00Z")
    #expect(report.results.filter { $0.level != .ok } == [])
    #expect(report.overall == .healthy)
  }

  @Test(arguments: [
    ("halilit", 48.0, Level.ok), ("halilit", 48.01, .warning), ("halilit", 336, .warning),
    ("halilit", 336.01, .critical),
    ("brand", 168, .ok), ("brand", 168.01, .warning), ("brand", 336.01, .critical), ("brand", -0.9, .ok),
    ("brand", -1.1, .warning),
  ])
  func `a source is fresh for 48 hours or seven days, and expires after fourteen`(
    name: String, hours: Double, level: Level
  ) {
    let result = Check.freshness.result(facts { $0.sources = .seen([source(name, hoursAgo: hours)]) }, limits)
    #expect(result.level == level, "\(result.findings)")
    #expect((result.figures["oldest_h"]?.double ?? -1) >= 0, "an age is never negative")
  }

  @Test func `what was never seen is not fresh`() {
    #expect(
      Check.freshness.result(facts { $0.sources = .seen([source("brand", hoursAgo: nil)]) }, limits).level == .warning)
  }

  @Test(arguments: Check.all.map(\.name))
  func `a check that could not look is not ok`(name: String) throws {
    let check = try #require(Check.all.first { $0.name == name })
    let blind = facts {
      $0.sources = .unseen("permission denied")
      $0.coverage = .unseen("permission denied")
      $0.documents = .unseen("permission denied")
      $0.runs = .unseen("permission denied")
      $0.freeBytes = .unseen("permission denied")
      $0.treeBytes = .unseen("permission denied")
      $0.api = .unseen("permission denied")
    }
    let result = check.result(blind, limits)
    #expect(result.level == .unknown)
    #expect(result.message.contains("permission denied"))
    #expect(Overall([.ok, result.level]) == .critical)
  }

  @Test(arguments: [
    ([Level.ok], Overall.healthy, 0), ([.ok, .warning], .warning, 1), ([.critical, .warning], .critical, 2),
    ([.ok, .unknown], .critical, 2), ([], .critical, 2),
  ])
  func `the overall state is the worst, and no check is no health`(levels: [Level], overall: Overall, code: Int) {
    #expect(Overall(levels) == overall)
    #expect(overall.code == code)
  }

  @Test(arguments: [(4_999_999_999, Level.critical), (5_000_000_000, .ok)])
  func `five gigabytes must be free`(bytes: Int, level: Level) {
    #expect(Check.disk.result(facts { $0.freeBytes = .seen(bytes) }, limits).level == level)
  }

  @Test(arguments: [(100_000_000, Level.ok), (100_000_001, .warning)])
  func `the tree may have a hundred megabytes`(bytes: Int, level: Level) {
    #expect(Check.treeSize.result(facts { $0.treeBytes = .seen(bytes) }, limits).level == level)
  }

  @Test(arguments: [(200, Level.ok), (0, .critical), (500, .critical), (301, .critical)])
  func `an API that is configured must answer with 200`(status: Int, level: Level) {
    let result = Check.api.result(facts { $0.api = .seen(status) }, limits)
    #expect(result.level == level)
    #expect(result.findings.map(\.remedy) == (level == .ok ? [] : [.startAPI]))
  }

  @Test(arguments: [(100.0, Level.ok), (100.1, .warning)])
  func `answers may take ten seconds on average`(seconds: Double, level: Level) {
    let slow = run { $0.exchangeSeconds = seconds }
    #expect(Check.latency.result(facts { $0.runs = .seen(RunFacts(runs: [slow], lock: nil)) }, limits).level == level)
  }

  @Test(arguments: [(95, Level.ok), (94, .warning)])
  func `95 brands of 100 must come through`(good: Int, level: Level) {
    let some = run { ($0.brands, $0.goodBrands) = (100, good) }
    let result = Check.successRate.result(facts { $0.runs = .seen(RunFacts(runs: [some], lock: nil)) }, limits)
    #expect(result.level == level)
    #expect(result.figures["success_percent"]?.int == good)
  }

  @Test(arguments: [(4 * 3600, Level.ok), (4 * 3600 + 1, .warning)])
  func `a run may take four hours`(seconds: Int, level: Level) {
    let long = run {
      $0.startedAt = Self.now - 5 * Self.hour; $0.finishedAt = $0.startedAt + seconds
    }
    #expect(Check.duration.result(facts { $0.runs = .seen(RunFacts(runs: [long], lock: nil)) }, limits).level == level)
  }

  @Test(arguments: [
    ([0, 0], Level.ok), ([76, 0], .warning), ([0, 76], .ok), ([76, 76], .critical), ([70, 0, 70], .warning),
  ])
  func `a failure is a warning, the second in a row is critical`(newestFirst: [Int], level: Level) {
    let runs = newestFirst.map { status in run { $0.status = status } }
    #expect(Check.runs.result(facts { $0.runs = .seen(RunFacts(runs: runs, lock: nil)) }, limits).level == level)
  }

  @Test(arguments: [
    (192.0, Level.ok), (192.1, .warning), (504, .warning), (504.1, .critical),
  ])
  func `a weekly run may come a day late`(hours: Double, level: Level) {
    let last = run { $0.startedAt = Self.now - Int(hours * 3600) }
    #expect(Check.schedule.result(facts { $0.runs = .seen(RunFacts(runs: [last], lock: nil)) }, limits).level == level)
  }

  @Test func `a weekly run counts for the daily one, which is part of it`() {
    var both = limits
    both.schedule = ["weekly": 168, "daily": 24]
    #expect(Check.schedule.result(facts(), both).level == .ok)
    both.schedule = ["gaps": 24]
    #expect(Check.schedule.result(facts(), both).findings.map(\.subject) == ["gaps"])
  }

  @Test(arguments: [
    (500, 426, Level.warning), (500, 100, .ok), (10, 2, .ok), (10, 3, .ok), (10, 4, .warning), (10, 10, .critical),
  ])
  func `more than a fifth and more than three products fewer is a fall`(before: Int, deleted: Int, level: Level) {
    var shrunk = source("halilit", hoursAgo: 1)
    shrunk.products = before - deleted
    shrunk.batches = [.init(time: Self.now - Self.hour, added: 0, deleted: deleted)]
    #expect(Check.products.result(facts { $0.sources = .seen([shrunk]) }, limits).level == level)
  }

  @Test(arguments: [(75.0, Level.ok), (74.99, .warning)])
  func `coverage may fall five points below its best`(percentage: Double, level: Level) {
    let row = CoverageFacts.Row(subject: "all", percentage: percentage, brandProducts: 10, common: 7, best: 80)
    let result = Check.coverage.result(facts { $0.coverage = .seen(CoverageFacts(rows: [row])) }, limits)
    #expect(result.level == level)
    #expect(result.figures["target_percentage"] == 80)
    #expect(result.figures["brand_website_count"] == 10, "the denominator is there")
  }

  @Test func `coverage that is gone is found, for null is not 100`() {
    let row = CoverageFacts.Row(subject: "all", percentage: nil, brandProducts: 0, common: 0, best: 4.6)
    let result = Check.coverage.result(facts { $0.coverage = .seen(CoverageFacts(rows: [row])) }, limits)
    #expect(result.level == .warning)
  }

  @Test(arguments: [(14.0, Level.ok), (14.01, .warning)])
  func `something changes within fourteen days`(days: Double, level: Level) {
    var still = source("halilit", hoursAgo: 1)
    still.batches = [.init(time: Self.now - Int(days * 86400), added: 1, deleted: 0)]
    #expect(Check.changes.result(facts { $0.sources = .seen([still]) }, limits).level == level)
  }

  @Test func `errors are counted from statuses of the last day, not from words in logs`() {
    let old = run {
      $0.startedAt = Self.now - 86401; $0.failedSteps = 5
    }
    let fresh = run { $0.failedSteps = 2 }
    let result = Check.runs.result(facts { $0.runs = .seen(RunFacts(runs: [fresh, old], lock: nil)) }, limits)
    #expect(result.figures["errors_24h"] == 2)
  }
}
