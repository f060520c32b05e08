import Catalogue
import Foundation
import Health
import JSON
import Posix
import Survey
import Synchronization
import TestSupport
import Testing
import Text
import Tree

@testable import Recovery

@Suite struct RecoveryTests {
  private let now = Int(Timestamp.seconds(HealthyTree.now) ?? 0)
  private let healthy: HealthyTree
  private let catalogue = "catalogs_halilit/acme_halilit.json"

  init() throws { healthy = try HealthyTree() }

  /// Flows and backups that a test plays; what it was asked for.
  private final class Tools: Toolbox {
    let calls = Mutex<[String]>([])
    var made: [String] { calls.withLock { $0 } }
    var copies: [(name: String, files: [String: [UInt8]])] = []
    var work: (String) throws -> Int = { _ in 70 }

    func run(flow: String, brandIDs: [String], source: String?) throws -> Int {
      calls.withLock { $0.append(([flow] + brandIDs + (source.map { ["from", $0] } ?? [])).joined(separator: " ")) }
      return try work(flow)
    }

    func backups() throws -> [String] { copies.map(\.name).reversed() }

    func file(_ path: String, ofBackup name: String) throws -> [UInt8]? {
      copies.first { $0.name == name }?.files[path]
    }
  }

  private func results(_ limits: HealthLimits = HealthLimits()) -> [CheckResult] {
    let survey = TreeSurvey(healthy.tree, limits: limits, misreadings: [], now: now)
    return HealthReport(survey.facts { _ in 0 }, limits, time: HealthyTree.now).results
  }

  /// Recovers with flows that do `work`.
  private func recover(
    _ tools: Tools = Tools(), limits: HealthLimits = HealthLimits(), at time: Int? = nil,
    work: @escaping (String) throws -> Int = { _ in 70 }
  ) throws -> [RecoveryOutcome] {
    tools.work = work
    return try Recovery(healthy.tree, limits: limits, now: time ?? now, tools: tools).perform(results(limits)).outcomes
  }

  private func damage() throws {
    let path = healthy.path(catalogue)
    try File.replace(path, with: try File.read(path).prefix(500))
  }

  private func backUp(_ name: String, _ tools: Tools) throws {
    tools.copies.append((name, [catalogue: try File.read(healthy.path(catalogue))]))
  }

  /// The record of a run in the tree, held against what every run record has.
  private func run(_ id: String?) throws -> JSON {
    let record = try healthy.json("runs/\(try #require(id)).json")
    #expect(record["run_id"]?.string == id)
    #expect(record["finished_at"]?.string != nil)
    return record
  }

  @Test func `a healthy tree is left alone`() throws {
    let flows = Tools()
    let before = try File.list(healthy.path("runs"))
    #expect(try recover(flows) == [])
    #expect(flows.made == [])
    #expect(try File.list(healthy.path("runs")) == before)
  }

  @Test func `a stale source is read again, all stale brands of a source in one run`() throws {
    for source in ["halilit", "brand"] {
      try healthy.tamper("state/\(source)/acme.json") { $0["verified_at"] = "2026-01-01T00:00:00Z" }
    }
    try healthy.write("brands/zafir/scrape_config.json", #"{"brand_id":"zafir"}"#)
    let flows = Tools()
    let outcomes = try recover(flows) { [healthy] _ in
      let id = "00000\(try File.list(healthy.path("runs")).count + 1)-brands"
      try healthy.write("runs/\(id).json", HealthyTree.run(id))
      return 0
    }
    #expect(flows.made == ["brands acme from halilit", "brands acme zafir from brand"])
    #expect(outcomes.map(\.remedy) == ["crawl halilit acme", "crawl brand acme", "crawl brand zafir"])
    #expect(outcomes.map(\.runID) == ["000002-brands", "000003-brands", "000003-brands"])
  }

  @Test func `a damaged catalogue is restored from the newest backup that is what was published last`() throws {
    let good = try File.read(healthy.path(catalogue))
    let flows = Tools()
    try backUp("1", flows)
    try backUp("2", flows)
    let stranger = String(decoding: good, as: UTF8.self).replacing("1180", with: "9990")
    flows.copies.append(("3", [catalogue: Array(stranger.utf8)]))
    let history = try File.read(healthy.path("history/acme.jsonl"))
    try damage()
    let damaged = try File.read(healthy.path(catalogue))

    let outcome = try #require(try recover(flows).first)
    #expect(outcome.status == 0)
    #expect(outcome.message == "restored from the backup 2")
    #expect(flows.made == [])
    #expect(try File.read(healthy.path(catalogue)) == good)
    #expect(try File.read(healthy.path("history/acme.jsonl")) == history)
    #expect(try run(outcome.runID)["state"] == "done")
    let kept = healthy.path("health/damaged/\(outcome.runID ?? "")/\(catalogue)")
    #expect(try File.read(kept) == damaged, "what was damaged is kept aside")
    #expect(results().first { $0.name == "integrity" }?.level == .ok)
  }

  @Test func `without a backup it is made anew from the stored pages, and history tells of no change`() throws {
    let good = try File.read(healthy.path(catalogue))
    let history = try File.read(healthy.path("history/acme.jsonl"))
    try damage()
    let flows = Tools()
    let outcomes = try recover(flows) { [healthy] _ in
      try healthy.publish(.halilit, healthy.halilit)
      return 0
    }
    #expect(flows.made == ["replay acme"])
    #expect(outcomes.map(\.status) == [0])
    #expect(try File.read(healthy.path(catalogue)) == good)
    #expect(try File.read(healthy.path("history/acme.jsonl")) == history)
  }

  @Test func `a price that was changed by hand comes back, and history keeps its last batch`() throws {
    let path = healthy.path(catalogue)
    let good = try File.read(path)
    let history = try File.read(healthy.path("history/acme.jsonl"))
    try File.replace(path, with: Array(String(decoding: good, as: UTF8.self).replacing("1180", with: "9").utf8))
    _ = try recover { [healthy] _ in
      try healthy.publish(.halilit, healthy.halilit)
      return 0
    }
    #expect(try File.read(path) == good)
    #expect(try File.read(healthy.path("history/acme.jsonl")) == history)
  }

  @Test func `a derived document is made anew from the catalogues`() throws {
    try healthy.tamper("gap_reports/acme_gap_report.json") { $0["coverage_percentage"] = 100 }
    let flows = Tools()
    let outcomes = try recover(flows) { [healthy] _ in
      try healthy.publishDerived()
      return 0
    }
    #expect(flows.made == ["gaps acme"])
    #expect(outcomes.map(\.status) == [0])
  }

  @Test func `when nothing helps the damaged document is where it was`() throws {
    try damage()
    let damaged = try File.read(healthy.path(catalogue))
    let flows = Tools()
    let outcome = try #require(try recover(flows).first)
    #expect(flows.made == ["replay acme", "brands acme"])
    #expect(outcome.status == 1)
    #expect(try run(outcome.runID)["state"] == "failed")
    #expect(try File.read(healthy.path(catalogue)) == damaged)
  }

  @Test func `a live lock is never broken and nothing is changed behind it`() throws {
    let flows = Tools()
    try backUp("1", flows)
    try damage()
    let damaged = try File.read(healthy.path(catalogue))
    let held = try FileLock.attempt(
      healthy.tree.lock, holder: "000002-weekly (process \(Environment.processID), since \(HealthyTree.now))")
    defer { withExtendedLifetime(held) {} }
    let outcome = try #require(try recover(flows).first)
    #expect(outcome.status == 75)
    #expect(try run(outcome.runID)["status"] == 75)
    #expect(try File.read(healthy.path(catalogue)) == damaged)
    guard case .busy = try FileLock.attempt(healthy.tree.lock, holder: "x") else {
      Issue.record("the lock was broken")
      return
    }
  }

  @Test func `what was tried is not tried again before its time, unless the clock went back`() throws {
    try damage()
    #expect(try recover().count == 1)
    #expect(try recover(at: now + 3600 * 1000).count == 1, "long after")
    let tries = try File.read(healthy.path("health/recoveries.jsonl")).count { $0 == UInt8(ascii: "\n") }
    #expect(tries == 2)
    let current = Int(Timestamp.seconds(Environment.currentTime) ?? 0)
    #expect(try recover(at: current + 23 * 3600) == [])
    #expect(try recover(at: current - 3600).count == 1)
  }

  @Test func `the API is started by the command of the settings, as a run of its own`() throws {
    let mark = healthy.folder.path("started")
    var limits = HealthLimits()
    limits.api = .init(url: "http://127.0.0.1:9/", start: ["touch", mark])
    let outcome = try #require(try recover(limits: limits).first)
    #expect(outcome.remedy == "start the API")
    #expect(outcome.status == 0)
    #expect(try run(outcome.runID)["flow"] == "recover")
    var waited = 0
    while !File.exists(mark), waited < 1000 {
      usleep(10_000)
      waited += 1
    }
    #expect(File.exists(mark))
  }

  @Test func `only the very process that a recovery started is ended`() throws {
    let started = StartedProcess(path: healthy.path("health/api.json"))
    let bystander = try Child.start(["sleep", "60"])
    let own = try Child.start(["sleep", "60"])
    // The number of the bystander with another start: a number that was given away again.
    try healthy.write("health/api.json", #"{"process":\#(bystander.processID),"start_ticks":1}"#)
    try started.end()
    #expect(ProcessIdentity(of: bystander.processID) != nil)
    try started.remember(own)
    try started.end()
    #expect(try own.wait() == 128 + 15)
    kill(bystander.processID, SIGKILL)
    #expect(try bystander.wait() == 128 + 9)
  }

  @Test(arguments: [
    "", "{", #"{"process":0,"start_ticks":1}"#, #"{"process":-1,"start_ticks":1}"#, #"{"process":1e9}"#,
  ])
  func `a note that cannot be trusted names no process`(text: String) throws {
    try healthy.write("health/api.json", text)
    try StartedProcess(path: healthy.path("health/api.json")).end()
    #expect(!File.exists(healthy.path("health/api.json")))
  }
}
