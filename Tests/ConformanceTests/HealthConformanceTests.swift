import Filtering
import Health
import JSON
import Posix
import Records
import TestSupport
import Testing
import Tree
import WatchFilters

/// What the documents promise of the health monitor, against the program itself (`cases/health_monitor.jsonl`).
@Suite(.conformance("cases/health_monitor.jsonl")) struct HealthConformanceTests {
  /// Breaks a healthy tree as the row says; rows that say nothing leave it as it is.
  private func tree(_ given: JSON?) throws -> HealthyTree {
    var settings = JSONObject()
    if let status = given?["api_http"]?.int {
      #expect(status == 0, "only an API that does not answer is played here")
      // Port 9 discards; nobody listens there.
      settings["api"] = ["url": "http://127.0.0.1:9/health", "start": ["true"]]
    }
    let healthy = try HealthyTree(settings: settings)
    if given?["catalogs_unified"] == "absent" { try File.remove(healthy.path("catalogs_unified/acme_unified.json")) }
    if let products = given?["products"] {
      try healthy.tamper("catalogs_unified/acme_unified.json") { $0["products"] = products }
    }
    if let log = given?["log"]?.string { try healthy.write("logs/000001-weekly/crawl.log", log) }
    return healthy
  }

  /// What the row calls a check, as the level and figures of ours.
  private func outcome(_ name: String, _ checks: [String: JSON], alerts: Int, recoveries: Int) -> JSON? {
    func judgement(_ check: String) -> JSON { checks[check]?["level"] == "ok" ? "OK" : "FAIL" }
    return switch name {
    case "overall": checks["overall"]
    case "alerts": JSON(alerts)
    case "recovery": recoveries > 0 ? "attempted" : "NOT attempted"
    case "data_integrity": judgement("integrity")
    case "freshness": judgement("freshness")
    case "errors_24h": checks["runs"]?["figures"]?["errors_24h"]
    case "target_pct": checks["coverage"]?["figures"]?["target_percentage"]
    default: nil
    }
  }

  @Test func `every case is as promised`() throws {
    let rows = try Conformance.rows("cases/health_monitor.jsonl")
    var passed = 0
    for row in rows {
      let healthy = try tree(row["given"])
      let checked = try run(
        CheckHealth.self, ["--recover", "--at", HealthyTree.now, "--quiet", "--data", healthy.tree.root])
      let alerts = try run(Alerts.self, ["--data", healthy.tree.root], input: checked.output)
      let records = try checked.lines.map { try JSON(parsing: Array($0.utf8)) }
      var checks: [String: JSON] = [:]
      for record in records { if let name = record["check"]?.string { checks[name] = record } }
      checks["overall"] = try healthy.json("health/health_report.json")["overall"]
      let recoveries = records.count { $0["type"] == "recovery" }
      var isAsPromised = true
      for member in row["expected"]?.object?.members ?? [] {
        let found = outcome(member.name, checks, alerts: alerts.lines.count, recoveries: recoveries)
        #expect(found == member.value, "\(row["name"]?.string ?? ""): \(member.name)")
        isAsPromised = isAsPromised && found == member.value
      }
      if isAsPromised { passed += 1 }
    }
    print("health monitor: \(passed) of \(rows.count) cases as promised")
    #expect(!rows.isEmpty && passed == rows.count)
  }

  @Test func `a tree that is not there at all fails in every promised check`() throws {
    let folder = try TemporaryFolder()
    let checked = try run(CheckHealth.self, ["--at", HealthyTree.now, "--data", folder.path("nowhere")])
    #expect(checked.status.code == 2)
    for name in ["integrity", "freshness"] {
      #expect(checked.lines.contains { $0.contains(#""check":"\#(name)","level":"unknown""#) })
    }
  }
}
