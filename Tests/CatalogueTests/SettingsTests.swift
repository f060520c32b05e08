import Catalogue
import Foundation
import JSON
import TestSupport
import Testing

@Suite struct SettingsTests {
  private func settings(_ text: String) throws -> Settings { try Settings(JSON(parsing: text)) }

  @Test func `without members everything has its default`() throws {
    var read = try settings("{}")
    #expect(read == Settings())
    read = try settings(#"{"guards":{"shrink_percent":null},"fetch":{}}"#)
    #expect(read.guards == Settings().guards)
  }

  @Test func `the project's own settings are valid and state the defaults`() throws {
    let bytes = try Data(contentsOf: packageRoot.appending(path: "data/settings.json"))
    var own = try Settings(JSON(parsing: Array(bytes)))
    #expect(own.priority.count == 18)
    own.priority = []
    own.json = JSONObject()
    // The file lists every guard that tolerates faults, for people to see; a guard that is not listed tolerates none.
    #expect(own.guards.toleratedFaults.values.allSatisfy { $0 == 0 })
    own.guards.toleratedFaults = [:]
    #expect(own == Settings())
  }

  @Test func `members are read, rates by their days, unknown members kept`() throws {
    let read = try settings(
      #"{"guards":{"shrink_percent":12.5,"price_jump":3},"fetch":{"retry_delays_s":[0.5,3]},"vat":[{"from":"2030-01-01","percent":19.5},{"from":"2025-01-01","percent":18}],"brand_titles":{"acme":["אקמי"]},"mine":{"a":1}}"#
    )
    #expect(read.guards.shrinkPercent == 12.5)
    #expect(read.guards.priceJump == 3)
    #expect(read.fetch.retryDelaysSeconds == [0.5, 3])
    #expect(read.vat == [.init(from: "2025-01-01", basisPoints: 1800), .init(from: "2030-01-01", basisPoints: 1950)])
    #expect(read.brandTitles == ["acme": ["אקמי"]])
    #expect(read.json["mine"]?["a"] == 1)
  }

  @Test(arguments: [
    ("[]", "the whole file"), (#"{"schema":2}"#, "schema"), (#"{"guards":[]}"#, "guards"),
    (#"{"guards":{"shrink_items":-1}}"#, "guards.shrink_items"), (#"{"fetch":{"timeout_s":"30"}}"#, "fetch.timeout_s"),
    (#"{"fetch":{"retry_delays_s":[1,-1]}}"#, "fetch.retry_delays_s"),
    (#"{"fetch":{"retry_delays_s":["1"]}}"#, "fetch.retry_delays_s"),
    (#"{"fetch":{"retry_delays_s":1}}"#, "fetch.retry_delays_s"),
    (#"{"halilit":{"hosts":["a",1]}}"#, "halilit.hosts"), (#"{"vat":[{"from":"2025","percent":18}]}"#, "vat"),
    (#"{"vat":[{"from":"2025-01-01","percent":1e9}]}"#, "vat"),
  ])
  func `a wrong member is named with what it should be`(text: String, member: String) {
    #expect { try settings(text) } throws: { ($0 as? SettingsError)?.member == member }
  }
}
