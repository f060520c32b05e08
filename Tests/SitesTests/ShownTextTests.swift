import Markup
import Sites
import Testing

struct ShownTextTests {
  @Test(arguments: [
    ("Acme<br>X7", "Acme X7"), ("Acme <b>X7</b>", "Acme X7"), ("<i>a</i><s>b</s>c", "ac"), ("", ""),
    ("<span>1,449</span><sup>00</sup> ₪", "1,449.00 ₪"), ("<span>1,449</span><span>90</span>", "1,449.90"),
    ("19<sup>90</sup>", "19.90"), ("19<span class=price__cents>90</span>", "19.90"), ("19<span>90</span>", "1990"),
    ("<b>1</b>,<b>449</b>", "1,449"), ("<span>1,449</span><span>.00</span>", "1,449.00"), ("10<sup>2</sup>", "102"),
    ("MK<sup>10</sup>", "MK10"), ("1,4<sup>00</sup>", "1,4.00"), ("<b>1,4490</b><i>90</i>", "1,449090"),
    ("<b>12,449</b><i>90</i>", "12,449.90"),
  ])
  func `a line break is a space, and raised cents stand behind a point`(html: String, text: String) throws {
    let body = try #require(try Document(html: "<body><p>\(html)</p></body>").node.firstDescendant(named: "p"))
    #expect(body.shownText { $0.isNamed("s") } == text)
  }

  @Test func `elements inside each other by the thousand are no harm`() throws {
    let depth = 2_000
    let html = String(repeating: "<b>", count: depth) + "x" + String(repeating: "</b>", count: depth)
    #expect(try Document(html: html).node.shownText { _ in false } == "x")
  }
}
