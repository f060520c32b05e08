import Catalogue
import Health
import JSON
import Posix
import TestSupport
import Testing
import Text
import Tree

@testable import Survey

/// What each check says of a real tree with one thing broken; the healthy tree itself is ok in all.
@Suite struct TreeSurveyTests {
  /// A way to break the tree, and what then must be found.
  struct Fault: CustomTestStringConvertible, Sendable {
    let check: String
    let level: Level
    let subject: String
    let testDescription: String
    let damage: @Sendable (HealthyTree) throws -> Void

    init(
      _ check: String, _ level: Level, _ subject: String, _ name: String,
      _ damage: @escaping @Sendable (HealthyTree) throws -> Void
    ) {
      (self.check, self.level, self.subject, self.damage) = (check, level, subject, damage)
      testDescription = name
    }
  }

  static func report(
    _ healthy: HealthyTree, at time: String = HealthyTree.now, api: Int = 200
  ) throws -> HealthReport {
    let reading = HealthLimits.reading(try? healthy.json("settings.json")["health"])
    let survey = TreeSurvey(
      healthy.tree, limits: reading.limits, misreadings: reading.misreadings.map(\.description),
      now: Int(Timestamp.seconds(time) ?? 0))
    return HealthReport(survey.facts { _ in api }, reading.limits, time: time)
  }

  static func result(_ check: String, _ report: HealthReport) throws -> CheckResult {
    try #require(report.results.first { $0.name == check })
  }

  @Test func `nothing is found in a healthy tree`() throws {
    let report = try Self.report(HealthyTree())
    #expect(report.overall == .healthy)
    #expect(report.results.filter { $0.level != .ok }.map(\.message) == [])
    #expect(report.results.map(\.name) == Check.all.map(\.name))
    #expect(try Self.result("integrity", report).figures["examined"] == 13)
  }

  @Test(arguments: documentFaults + otherFaults)
  func `what is broken is found, and by the check that is about it`(fault: Fault) throws {
    let healthy = try HealthyTree()
    try fault.damage(healthy)
    let report = try Self.report(healthy)
    #expect(report.results.count == Check.all.count, "every check always runs")
    let result = try Self.result(fault.check, report)
    #expect(result.level == fault.level)
    #expect(result.findings.contains { $0.subject == fault.subject }, "\(result.findings)")
  }

  /// Documents that are damaged or typed by hand.
  static let documentFaults: [Fault] = [
    Fault("integrity", .critical, "catalogs_halilit/acme_halilit.json", "a catalogue cut short") { healthy in
      let path = healthy.path("catalogs_halilit/acme_halilit.json")
      try File.replace(path, with: try File.read(path).prefix(700))
    },
    Fault("integrity", .critical, "catalogs_halilit/acme_halilit.json", "a price changed behind the history") {
      healthy in
      let path = healthy.path("catalogs_halilit/acme_halilit.json")
      let text = String(decoding: try File.read(path), as: UTF8.self)
      try File.replace(path, with: Array(text.replacing("1180", with: "1181").utf8))
    },
    Fault("integrity", .critical, "catalogs_halilit/acme_halilit.json", "a total that is not the number of products") {
      try $0.tamper("catalogs_halilit/acme_halilit.json") { $0["total_products"] = 7 }
    },
    Fault("integrity", .critical, "catalogs/acme_catalog.json", "a document that store never published") {
      try File.remove($0.path("history/acme.jsonl"))
    },
    Fault(
      "integrity", .critical, "catalogs/acme_catalog.json", "coverage computed on itself: Halilit's list as the brand's"
    ) {
      let bytes = try File.read($0.path("catalogs_halilit/acme_halilit.json"))
      try File.replace($0.path("catalogs/acme_catalog.json"), with: bytes)
    },
    Fault("integrity", .critical, "catalogs/acme_catalog.json", "a brand catalogue that copies Halilit's names") {
      healthy in
      let copies = (1...6).map { healthy.product(.brand, "acme-\($0)", "Acme SQ-\($0) black") }
      try healthy.tamper("catalogs/acme_catalog.json") { document in
        document["total_products"] = 6
        document["products"] = .array(copies.compactMap { try? JSON(parsing: Array($0.utf8)) })
      }
    },
    Fault("integrity", .critical, "catalogs_unified/acme_unified.json", "garbage among the unified products") {
      try $0.tamper("catalogs_unified/acme_unified.json") {
        $0["products"] = [["name": "x", "price": -5], ["name": ""]]
      }
    },
    Fault(
      "integrity", .critical, "catalogs_unified/acme_unified.json", "PRIMARY by declaration, without a brand product"
    ) {
      try $0.tamper("catalogs_unified/acme_unified.json") { document in
        let products = (document["products"]?.array ?? []).map { product in
          var product = product.object ?? JSONObject()
          product["class"] = "PRIMARY"
          return JSON.object(product)
        }
        document["products"] = .array(products)
      }
    },
    Fault("integrity", .critical, "gap_reports/acme_gap_report.json", "100 % coverage typed by hand") {
      try $0.tamper("gap_reports/acme_gap_report.json") { $0["coverage_percentage"] = 100 }
    },
    Fault("integrity", .critical, "gap_reports/acme_gap_report.json", "a gap report of other catalogues") {
      try $0.tamper("gap_reports/acme_gap_report.json") { document in
        document["halilit_count"] = 7
        document["halilit_only_count"] = 3
        document["unified_count"] = 8
        for (name, value) in [("primary_share", "0.5"), ("halilit_match_rate", "0.5714"), ("priced_share", "0.75")] {
          document[name] = .number(value)
        }
      }
    },
    Fault("integrity", .critical, "gap_reports/summary_gap_report.json", "totals that disagree with their parts") {
      try $0.tamper("gap_reports/summary_gap_report.json") { $0["halilit_count"] = 2005 }
    },
    Fault("integrity", .critical, "links/acme.jsonl", "a product without a link") { healthy in
      let path = healthy.path("links/acme.jsonl")
      let lines = try File.read(path).split(separator: UInt8(ascii: "\n")).dropLast()
      try File.replace(path, with: Array(lines.joined(separator: [UInt8(ascii: "\n")])))
    },
    Fault("integrity", .critical, "links/acme.jsonl", "a torn line of links") {
      try File.append(Array(#"{"type":"link","#.utf8), to: $0.path("links/acme.jsonl"))
    },
    Fault("integrity", .critical, "links/acme.jsonl", "no links at all") {
      try File.remove($0.path("links/acme.jsonl"))
    },
    Fault("integrity", .critical, "state/brand/acme.json", "a state that is no JSON") {
      try $0.write("state/brand/acme.json", "{")
    },
    Fault("integrity", .critical, "halilit_official_brands.json", "a list of brands with a wrong total") {
      try $0.tamper("halilit_official_brands.json") { $0["total_brands"] = 84 }
    },
    Fault("integrity", .critical, "settings.json", "settings that are no JSON") { try $0.write("settings.json", "{") },
    Fault("integrity", .critical, "settings.json", "a threshold that is no number") {
      try $0.tamper("settings.json") { $0["health"] = ["tree_mb": "much", "free_gb": 0] }
    },
    Fault("integrity", .critical, "brands/acme/scrape_config.json", "a configuration that is no JSON") {
      try $0.write("brands/acme/scrape_config.json", "{")
    },
  ]

  /// Everything else.
  static let otherFaults: [Fault] = [
    Fault("freshness", .critical, "catalogs_unified/acme_unified.json", "no unified catalogue") {
      try File.remove($0.path("catalogs_unified/acme_unified.json"))
    },
    Fault("freshness", .warning, "halilit/zafir", "a listed brand that was never read") { healthy in
      try healthy.tamper("halilit_official_brands.json") { document in
        document["brands"] = .array((document["brands"]?.array ?? []) + [["type": "brand", "id": "zafir"]])
        document["total_brands"] = 2
      }
    },
    Fault("freshness", .warning, "brand/zafir", "a configured brand that was never read") {
      try $0.write("brands/zafir/scrape_config.json", #"{"brand_id":"zafir"}"#)
    },
    Fault("freshness", .critical, "halilit/acme", "a source that nobody saw for 15 days") {
      try $0.tamper("state/halilit/acme.json") { $0["verified_at"] = "2026-01-17T11:59:59Z" }
    },
    Fault("coverage", .warning, "acme", "coverage below its own best") {
      try $0.write(
        "health/figures.jsonl",
        #"{"type":"health-figures","at":"2026-01-20T12:00:00Z","coverage":{"all":80,"acme":85.01}}"#)
    },
    Fault("runs", .warning, "weekly", "a last run that failed") {
      try $0.write("runs/000001-weekly.json", HealthyTree.run("000001-weekly", status: 76, state: "failed"))
    },
    Fault("runs", .critical, "weekly", "two runs in a row that failed") {
      try $0.write("runs/000001-weekly.json", HealthyTree.run("000001-weekly", status: 76, state: "failed"))
      try $0.write("runs/000002-weekly.json", HealthyTree.run("000002-weekly", status: 69, state: "failed"))
    },
    Fault("runs", .critical, "weekly", "a run that was killed") {
      try $0.write("runs/000002-weekly.json", HealthyTree.run("000002-weekly", state: "running", finishedAt: nil))
    },
    Fault("runs", .critical, "runs/000001-weekly", "a record typed by hand: well in all, while its brands failed") {
      try $0.write("runs/000001-weekly.json", HealthyTree.run("000001-weekly", brandStatus: 70))
    },
    Fault("schedule", .warning, "weekly", "a run that is 3.6 days late") {
      try $0.write(
        "runs/000001-weekly.json", HealthyTree.run("000001-weekly", startedAt: "2026-01-22T01:00:00Z"))
    },
    Fault("success-rate", .warning, "runs", "one brand of two that failed") {
      try $0.write("runs/000002-weekly.json", HealthyTree.run("000002-weekly", status: 76, state: "failed"))
    },
    Fault("latency", .warning, "fetch", "pages that took 10.1 s on average") {
      try $0.write("runs/000001-weekly.json", HealthyTree.run("000001-weekly", exchangeSeconds: 101))
    },
    Fault("duration", .warning, "weekly", "a run of more than four hours") {
      try $0.write(
        "runs/000001-weekly.json", HealthyTree.run("000001-weekly", finishedAt: "2026-02-01T08:00:01Z"))
    },
    Fault("changes", .warning, "catalogues", "no change for 15 days") { healthy in
      let path = healthy.path("history/acme.jsonl")
      let text = String(decoding: try File.read(path), as: UTF8.self)
      try File.replace(path, with: Array(text.replacing("2026-02-01", with: "2026-01-17").utf8))
    },
    Fault("guards", .warning, "halilit/acme", "a crawl that a guard refused") {
      try $0.tamper("state/halilit/acme.json") { state in
        state["refused"] = [
          "guards": [["guard": "shrink", "finding": "74 products, 500 are published"]], "content": "x",
        ]
      }
    },
    Fault("guards", .warning, "halilit/_all", "items in two brands") {
      try $0.write(
        "state/halilit/_all.json",
        #"{"schema":1,"refused":{"guards":[{"guard":"shared-items","finding":"74 items"}],"content":"x"}}"#)
    },
    Fault("disk", .critical, "disk", "less space than wanted") {
      try $0.tamper("settings.json") { $0["health"] = ["free_gb": 1_000_000_000] }
    },
    Fault("tree-size", .warning, "tree", "a tree above its limit") {
      try $0.tamper("settings.json") { $0["health"] = ["tree_mb": .number("0.001")] }
    },
  ]

  @Test func `an absent tree is critical in every check that needs it`() throws {
    let healthy = try HealthyTree()
    let survey = TreeSurvey(
      Tree(root: healthy.path("nowhere")), limits: HealthLimits(), misreadings: [], now: 1_770_000_000)
    let report = HealthReport(survey.facts { _ in 200 }, HealthLimits(), time: HealthyTree.now)
    #expect(report.overall == .critical)
    #expect(report.results.filter { $0.level != .unknown }.map(\.name) == ["api"], "no API is configured")
    #expect(!File.exists(healthy.path("nowhere")))
  }

  @Test func `an empty tree is not healthy either`() throws {
    let folder = try TemporaryFolder()
    let survey = TreeSurvey(Tree(root: folder.path("")), limits: HealthLimits(), misreadings: [], now: 1_770_000_000)
    let report = HealthReport(survey.facts { _ in 200 }, HealthLimits(), time: HealthyTree.now)
    let blind = report.results.filter { $0.level == .unknown }.map(\.name)
    #expect(
      blind
        == [
          "freshness", "coverage", "integrity", "runs", "latency", "products", "success-rate", "duration", "changes",
        ].sorted { Check.names.firstIndex(of: $0) ?? 0 < Check.names.firstIndex(of: $1) ?? 0 })
  }

  @Test func `an API that does not answer is critical by itself`() throws {
    let healthy = try HealthyTree(settings: ["api": ["url": "http://127.0.0.1:8000/health"]])
    #expect(try Self.report(healthy, api: 200).overall == .healthy)
    let report = try Self.report(healthy, api: 0)
    #expect(report.overall == .critical)
    #expect(report.results.filter { $0.level != .ok }.map(\.name) == ["api"])
  }

  @Test func `growth over seven days is computed from the history`() throws {
    let healthy = try HealthyTree()
    for index in 7...9 {
      let more = (7...index).map { healthy.product(.halilit, "90000\($0)", "Acme SQ-\($0)") }
      try healthy.publish(.halilit, healthy.halilit + more, at: "2026-02-0\(index - 4)T04:00:00Z")
    }
    // 6 + 5 products on the 1st; one more on the 3rd, the 4th and the 5th.
    let figures = try Self.result("products", Self.report(healthy, at: "2026-02-10T12:00:00Z")).figures
    #expect(figures["products"] == 14)
    #expect(figures["products_7d_ago"] == 12)
    #expect(figures["growth_7d_percent"] == .number("16.67"))
  }

  @Test func `a fall of a quarter is found, and for seven days`() throws {
    let healthy = try HealthyTree()
    let many = (1...20).map { healthy.product(.halilit, "91\($0)", "Acme \($0)") }
    try healthy.publish(.halilit, healthy.halilit + many, at: "2026-02-02T04:00:00Z")
    try healthy.publish(.halilit, healthy.halilit + many.prefix(15), at: "2026-02-10T04:00:00Z")
    func level(_ day: String) throws -> Level {
      try Self.result("products", Self.report(healthy, at: "2026-02-\(day)T12:00:00Z")).level
    }
    #expect(try level("10") == .ok, "21 of 26 is a fall of 19 %")
    try healthy.publish(.halilit, healthy.halilit + many.prefix(14), at: "2026-02-11T04:00:00Z")
    #expect(try level("11") == .warning)
    #expect(try level("18") == .ok)
  }

  @Test func `while a run holds the tree, documents that it changed need not fit together yet`() throws {
    let healthy = try HealthyTree()
    let lock = try FileLock.attempt(
      healthy.tree.lock, holder: "000002-weekly (process \(Environment.processID), since 2026-02-01T11:00:00Z)")
    defer { withExtendedLifetime(lock) {} }
    try healthy.publish(.halilit, Array(healthy.halilit.dropLast()), at: "2026-02-01T11:30:00Z")
    let report = try Self.report(healthy)
    #expect(try Self.result("integrity", report).findings == [])
    #expect(try Self.result("lock", report).figures["held"] == true)
  }

  @Test func `the run that holds the tree is not one that was killed`() throws {
    let healthy = try HealthyTree()
    try healthy.write(
      "runs/000002-weekly.json",
      HealthyTree.run("000002-weekly", state: "running", startedAt: "2026-02-01T07:00:00Z", finishedAt: nil))
    let lock = try FileLock.attempt(
      healthy.tree.lock, holder: "000002-weekly (process \(Environment.processID), since 2026-02-01T07:00:00Z)")
    defer { withExtendedLifetime(lock) {} }
    let report = try Self.report(healthy)
    #expect(try Self.result("runs", report).level == .ok)
    #expect(try Self.result("duration", report).findings.map(\.subject) == ["weekly"], "five hours are long")
    #expect(try Self.result("lock", report).findings.map(\.level) == [.warning])
  }

  @Test func `a lock whose holder is gone is named and left alone`() throws {
    let healthy = try HealthyTree()
    let lock = try FileLock.attempt(
      healthy.tree.lock, holder: "000002-weekly (process 4194304, since 2026-02-01T11:00:00Z)")
    defer { withExtendedLifetime(lock) {} }
    #expect(try Self.result("lock", Self.report(healthy)).level == .critical)
    guard case .busy = try FileLock.attempt(healthy.tree.lock, holder: "other") else {
      Issue.record("the lock was broken")
      return
    }
  }

  @Test func `coverage is noted once a day and after the clock went back`() throws {
    let healthy = try HealthyTree()
    func note(_ time: String) throws -> Int {
      let seconds = Int(Timestamp.seconds(time) ?? 0)
      let survey = TreeSurvey(healthy.tree, limits: HealthLimits(), misreadings: [], now: seconds)
      try CoverageHistory(root: healthy.tree.root, horizon: .max).note(survey.facts { _ in 200 })
      return try File.read(healthy.path("health/figures.jsonl")).count { $0 == UInt8(ascii: "\n") }
    }
    #expect(try note("2026-02-01T12:00:00Z") == 1)
    #expect(try note("2026-02-02T11:59:59Z") == 1)
    #expect(try note("2026-02-02T12:00:00Z") == 2)
    #expect(try note("2026-02-01T06:00:00Z") == 3)
  }
}

extension Check {
  static var names: [String] { all.map(\.name) }
}
