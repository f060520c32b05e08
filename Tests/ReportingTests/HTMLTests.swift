import JSON
import Testing

@testable import Reporting

struct HTMLTests {
  @Test func `what is interpolated is escaped, unless it is HTML already`() {
    let name = #"<b>"Sax & Co's"</b>"#
    let inner: HTML = "<i>\(name)</i>"
    #expect((("<p>\(inner)</p>" as HTML).text) == "<p><i>&lt;b&gt;&quot;Sax &amp; Co&#39;s&quot;&lt;/b&gt;</i></p>")
  }

  @Test(arguments: [
    ("54.17", Place.Unit.percent, "54.17 %"), ("0.4426", .share, "44.26 %"), ("0.5", .share, "50 %"),
    ("1", .share, "100 %"), ("0", .share, "0 %"), ("0.0071", .share, "0.71 %"), ("1234567", .count, "1,234,567"),
    ("-1234.5", .change, "-1,234.5"), ("999", .count, "999"), ("12", .percentChange, "+12 %"), ("0", .change, "0"),
  ])
  func `figures are shown by their unit and keep their exact value`(spelling: String, unit: Place.Unit, shown: String) {
    let place = Place(["totals": ["x": .number(spelling)]])["totals"]["x"]
    #expect(place.figure(unit).text == #"<data value="\#(spelling)" data-path=".totals.x">\#(shown)</data>"#)
  }

  @Test func `a figure that is not known is a dash without a value`() {
    let place = Place(["rows": [["x": nil]]])["rows"].elements[0]["x"]
    #expect(place.figure(.percent).text == #"<data value="" data-path=".rows[0].x">–</data>"#)
  }
}
