import Alerting
import Posix
import TestSupport
import Testing

@testable import Delivery

@Suite struct OutboxTests {
  private let folder: TemporaryFolder
  private let outbox: Outbox
  private let alert = Alert(
    key: "api/api", state: .raised, gravity: .critical, message: "m", since: "2026-02-01T11:00:00Z",
    time: "2026-02-01T12:00:00Z")

  init() throws {
    folder = try TemporaryFolder()
    outbox = Outbox(root: folder.path("data"))
  }

  private func waiting() throws -> [String] { try outbox.items(unreadable: { _ in }).map(\.id) }

  @Test func `what was put in comes out, the oldest first, until it is removed`() throws {
    try outbox.add([alert], to: [.slack], at: "2026-02-01T12:00:00Z")
    try outbox.add([alert], to: [.mail, .webhook], at: "2026-02-01T11:00:00Z")
    let items = try outbox.items(unreadable: { _ in })
    #expect(items.map(\.channel) == [.mail, .webhook, .slack])
    #expect(items.allSatisfy { $0.alerts == [alert] })
    for item in items { try outbox.remove(item) }
    #expect(try waiting() == [])
  }

  @Test func `a damaged message is named and keeps no other from going out`() throws {
    try outbox.add([alert], to: [.mail], at: "2026-02-01T12:00:00Z")
    try File.replace(folder.path("data/alerts/outbox/0.json"), with: Array("{".utf8))
    var damaged: [String] = []
    let items = try outbox.items { damaged.append($0) }
    #expect(items.count == 1)
    #expect(damaged == [folder.path("data/alerts/outbox/0.json")])
  }

  @Test func `only one process sends at a time`() throws {
    let first = try outbox.lock()
    #expect(first != nil)
    #expect(try outbox.lock() == nil)
    withExtendedLifetime(first) {}
  }
}
