import Alerting
import JSON
import TestSupport
import Testing
import Transfer

@testable import Delivery

@Suite struct CourierTests {
  private let item = Outbox.Item(
    id: "1", channel: .webhook,
    alerts: [
      Alert(
        key: "api/api", state: .raised, gravity: .critical, message: "m", since: "2026-02-01T11:00:00Z",
        time: "2026-02-01T12:00:00Z")
    ], time: "2026-02-01T12:00:00Z")

  private func courier(_ server: LoopbackServer, delays: [Double] = [0, 0, 0]) -> Courier {
    var destinations = Destinations(sender: "shop")
    destinations.webhookURL = server.base + "/hook"
    destinations.heartbeatURL = server.base + "/ping/7"
    let transport = CurlTransport(userAgent: "test", limits: TransferLimits())
    return Courier(destinations, transport: transport, withinSeconds: 60, delays: delays)
  }

  @Test func `a message is posted once when it is taken`() throws {
    let server = try LoopbackServer { _, _ in .reply(200) }
    try courier(server).deliver(item)
    let asked = server.asked
    #expect(asked.map(\.method) == ["POST"])
    #expect(asked.first?.header.contains("Idempotency-Key: 1") == true)
    let body = try JSON(parsing: Array((asked.first?.body ?? "").utf8))
    #expect(body["alerts"]?[0]?["alert"] == "api/api")
  }

  @Test(arguments: [503, 500, 429, 408])
  func `a receiver that cannot now is asked again`(status: Int) throws {
    let server = try LoopbackServer { _, time in .reply(time < 2 ? status : 204) }
    try courier(server).deliver(item)
    #expect(server.asked.count == 3)
  }

  @Test(arguments: [(400, 1), (404, 1), (301, 1), (503, 4)])
  func `a receiver that will not is not asked again, one that never can a few times`(status: Int, times: Int) throws {
    let server = try LoopbackServer { _, _ in .reply(status) }
    #expect(throws: TransferError.self) { try courier(server).deliver(item) }
    #expect(server.asked.count == times)
  }

  @Test func `a broken connection is no delivery`() throws {
    let server = try LoopbackServer { _, time in time == 0 ? .reset : .reply(200) }
    try courier(server).deliver(item)
    #expect(server.asked.count == 2)
  }

  @Test func `no wait goes beyond the time that is left`() throws {
    let server = try LoopbackServer { _, _ in .reply(503) }
    #expect(throws: TransferError.self) { try courier(server, delays: [3600]).deliver(item) }
    #expect(server.asked.count == 1)
  }

  @Test func `success is told by the address alone, failure by the status after it`() throws {
    let server = try LoopbackServer { _, _ in .reply(200) }
    try courier(server).ping(status: 0)
    try courier(server).ping(status: 76)
    #expect(server.asked.map(\.target) == ["/ping/7", "/ping/7/76"])
  }

  @Test func `a way that is no longer set up keeps the message`() throws {
    let transport = CurlTransport(userAgent: "test", limits: TransferLimits())
    let courier = Courier(Destinations(sender: "shop"), transport: transport, withinSeconds: 60)
    #expect(throws: TransferError.self) { try courier.deliver(item) }
    #expect(throws: TransferError.self) { try courier.ping(status: 0) }
  }
}
