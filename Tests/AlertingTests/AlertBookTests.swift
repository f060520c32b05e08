import JSON
import Records
import TestSupport
import Testing

@testable import Alerting

@Suite struct AlertBookTests {
  private let day = 86400

  /// A check's outcome at an hour of 1 February 2026; findings as `subject` and gravity.
  private func check(
    _ hour: Int, _ findings: [(String, Gravity)] = [], name: String = "disk", isBlind: Bool = false
  ) throws -> CheckOutcome {
    let worst = findings.map(\.1).max()?.rawValue ?? "ok"
    let rows: [JSON] = findings.map {
      ["subject": .string($0.0), "level": .string($0.1.rawValue), "message": "m"]
    }
    let digits = String(100 + hour % 24).dropFirst()
    return try CheckOutcome(
      Record([
        "type": "check", "check": .string(name), "level": .string(isBlind ? "unknown" : worst), "message": "said",
        "findings": .array(rows), "checked_at": .string("2026-02-0\(1 + hour / 24)T\(digits):00:00Z"),
      ]))
  }

  private func said(_ alerts: [Alert]) -> [String] {
    alerts.map { "\($0.state.rawValue) \($0.gravity.rawValue) \($0.key)" }
  }

  @Test func `a trouble is raised once, however often it is seen`() throws {
    var book = AlertBook()
    #expect(said(book.judge(try check(1, [("a", .warning)]), reminderSeconds: day)) == ["raised warning disk/a"])
    for hour in 2...24 {
      #expect(book.judge(try check(hour, [("a", .warning)]), reminderSeconds: day) == [])
    }
    #expect(said(book.judge(try check(25, [("a", .warning)]), reminderSeconds: day)) == ["still warning disk/a"])
    #expect(book.judge(try check(26, [("a", .warning)]), reminderSeconds: day) == [])
  }

  @Test func `a trouble that is gone is cleared once, with the time it began`() throws {
    var book = AlertBook()
    _ = book.judge(try check(1, [("a", .critical)]), reminderSeconds: day)
    let alerts = book.judge(try check(5), reminderSeconds: day)
    #expect(said(alerts) == ["cleared critical disk/a"])
    #expect(alerts.first?.since == "2026-02-01T01:00:00Z")
    #expect(book.judge(try check(6), reminderSeconds: day) == [])
    #expect(said(book.judge(try check(7, [("a", .warning)]), reminderSeconds: day)) == ["raised warning disk/a"])
  }

  @Test func `a trouble that grows is raised again, one that shrinks still stands`() throws {
    var book = AlertBook()
    _ = book.judge(try check(1, [("a", .warning)]), reminderSeconds: day)
    #expect(said(book.judge(try check(2, [("a", .critical)]), reminderSeconds: day)) == ["raised critical disk/a"])
    #expect(said(book.judge(try check(3, [("a", .warning)]), reminderSeconds: day)) == ["still warning disk/a"])
  }

  @Test func `each subject of a check has a life of its own`() throws {
    var book = AlertBook()
    _ = book.judge(try check(1, [("a", .warning), ("b", .warning)]), reminderSeconds: day)
    #expect(
      said(book.judge(try check(2, [("b", .warning), ("c", .warning)]), reminderSeconds: day)) == [
        "raised warning disk/c", "cleared warning disk/a",
      ])
  }

  @Test func `a check that could not look clears nothing and is a trouble itself`() throws {
    var book = AlertBook()
    _ = book.judge(try check(1, [("a", .warning)]), reminderSeconds: day)
    #expect(said(book.judge(try check(2, isBlind: true), reminderSeconds: day)) == ["raised critical disk/"])
    #expect(
      said(book.judge(try check(3, [("a", .warning)]), reminderSeconds: day)) == ["cleared critical disk/"])
  }

  @Test func `a check says nothing about another one's troubles`() throws {
    var book = AlertBook()
    _ = book.judge(try check(1, [("a", .warning)], name: "runs"), reminderSeconds: day)
    #expect(book.judge(try check(2, name: "run"), reminderSeconds: day) == [])
    #expect(book.keys == ["runs/a"])
  }

  @Test func `a clock that went back does not silence reminders`() throws {
    var book = AlertBook()
    _ = book.judge(try check(40, [("a", .warning)]), reminderSeconds: day)
    #expect(said(book.judge(try check(1, [("a", .warning)]), reminderSeconds: day)) == ["still warning disk/a"])
    #expect(book.judge(try check(2, [("a", .warning)]), reminderSeconds: day) == [])
  }

  @Test(arguments: seeds(100))
  func `reading all alerts again gives the same book`(seed: UInt64) throws {
    var chance = SplitMix64(seed: seed)
    var (book, again) = (AlertBook(), AlertBook())
    var present: Set<String> = []
    for hour in 0..<60 {
      let findings = ["a", "b", "c"].filter { _ in Bool.random(using: &chance) }.map {
        ($0, Bool.random(using: &chance) ? Gravity.critical : .warning)
      }
      let isBlind = Int.random(in: 0..<8, using: &chance) == 0
      let outcome = try check(hour, isBlind ? [] : findings, isBlind: isBlind)
      let alerts = book.judge(outcome, reminderSeconds: day)
      for alert in alerts { again.take(try Alert(Record(alert.object))) }
      present = isBlind ? present.union(["disk/"]) : Set(outcome.troubles.map(\.key))
      #expect(Set(book.keys) == present)
      #expect(again.keys == book.keys)
      #expect(Set(alerts.map(\.key)).count == alerts.count, "one alert a trouble and round")
    }
  }
}
