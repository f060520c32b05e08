import TestSupport
import Testing
import Text

struct TimestampTests {
  @Test(arguments: [
    (0.0, "1970-01-01T00:00:00Z"), (951_782_400, "2000-02-29T00:00:00Z"), (2_147_483_648, "2038-01-19T03:14:08Z"),
    (1_784_000_000.9, "2026-07-14T03:33:20Z"), (-1, "1969-12-31T23:59:59Z"), (4_107_542_400, "2100-03-01T00:00:00Z"),
  ])
  func `moments are written in UTC`(seconds: Double, text: String) {
    #expect(Timestamp.text(seconds) == text)
    #expect(Timestamp.seconds(text) == seconds.rounded(.down))
  }

  @Test(arguments: seeds(200))
  func `a moment survives being written`(seed: UInt64) {
    var chance = SplitMix64(seed: seed)
    let seconds = Double(Int.random(in: -2_000_000_000...8_000_000_000, using: &chance))
    #expect(Timestamp.seconds(Timestamp.text(seconds)) == seconds)
  }

  @Test(arguments: [
    "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
  ])
  func `all three forms of an HTTP date are read`(text: String) {
    #expect(Timestamp.seconds(httpDate: text) == 784_111_777)
  }

  @Test(arguments: [
    "", "soon", "Sun, 06 Foo 1994 08:49:37 GMT", "Sun, 99 Nov 1994 08:49:37 GMT", "1994",
    "Sun, 06 Nov 1994 25:49:37 GMT",
  ])
  func `anything else is no date`(text: String) {
    #expect(Timestamp.seconds(httpDate: text) == nil)
    #expect(Timestamp.seconds(text) == nil)
  }
}
