import JSON
import Testing

@testable import Health

@Suite struct HealthLimitsTests {
  @Test func `without settings the documented defaults hold`() {
    let (limits, misreadings) = HealthLimits.reading(nil)
    #expect(limits == HealthLimits())
    #expect(misreadings == [])
    #expect((limits.halilitFreshHours, limits.brandFreshHours, limits.expiredHours) == (48, 168, 336))
    #expect(limits.coverageTargetPercent == 80)
  }

  @Test func `every member is read`() throws {
    let json = try JSON(
      parsing: Array(
        #"{"free_gb":1.5,"schedule":{"daily":24},"api":{"url":"http://127.0.0.1:8000/","start":["a","b"]},"other":1}"#
          .utf8))
    let (limits, misreadings) = HealthLimits.reading(json)
    #expect(misreadings == [])
    #expect(limits.freeGigabytes == 1.5)
    #expect(limits.schedule == ["daily": 24])
    #expect(limits.api == .init(url: "http://127.0.0.1:8000/", start: ["a", "b"]))
  }

  @Test(arguments: [
    #"{"free_gb":-1}"#, #"{"tree_mb":"x"}"#, #"{"schedule":[]}"#, #"{"schedule":{"weekly":0}}"#, #"{"api":{}}"#,
    #"{"api":{"url":"ftp://x"}}"#, #"{"api":{"url":"http://x","start":[]}}"#,
    #"{"api":{"url":"http://x","start":[1]}}"#,
    "[]",
  ])
  func `what cannot be understood is said, and the default holds`(text: String) throws {
    let (limits, misreadings) = HealthLimits.reading(try JSON(parsing: Array(text.utf8)))
    #expect(misreadings.count == 1)
    #expect(limits == HealthLimits())
  }
}
