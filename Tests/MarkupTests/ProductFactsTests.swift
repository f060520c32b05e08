import Testing

@testable import Markup

struct ProductFactsTests {
  @Test(arguments: [
    ("EAN: 4006381333931", GTIN.Kind.gtin13, "04006381333931"), ("0-8044-2957-X", .isbn10, "09780804429573"),
    ("036000291452", .upc, "00036000291452"), ("ISBN 978-3-16-148410-0", .isbn13, "09783161484100"),
    ("96385074", .gtin8, "00000096385074"), ("gtin14 00012345600012", .gtin14, "00012345600012"),
  ])
  func `a trade item number has a kind and one normal form`(text: String, kind: GTIN.Kind, gtin14: String) {
    #expect(GTIN(text)?.kind == kind)
    #expect(GTIN(text)?.gtin14 == gtin14)
  }

  @Test(arguments: ["4006381333932", "FP-30X", "", "X", "12345", "0-8044-2957-1", "EAN", "2049-363X0", "400638133393A"])
  func `a wrong number is none`(text: String) { #expect(GTIN(text) == nil) }

  @Test func `serials are no articles`() {
    #expect(GTIN("2049-3630")?.kind == .issn)
    #expect(GTIN("ISSN 2049-3630")?.gtin14 == nil)
  }

  @Test(arguments: [
    ("<b> Nord <i>Keyboards</i></b>", "Nord Keyboards"), ("<img alt='Nord' src=x>", "Nord"),
    ("<a><span><img alt='' title='Nord'></span></a>", "Nord"), ("<a><b><i><img alt=Nord></i></b></a>", nil),
    ("<b>The very best keyboards that have ever been made by anyone</b>", nil), ("<b></b>", nil),
  ])
  func `a brand is named by its text or its logo`(html: String, name: String?) throws {
    let element = try Document(html: html).node.firstDescendant(named: "body")?.elements.first
    #expect(element.flatMap(BrandName.find) == name)
  }

  @Test func `a breadcrumb trail is its links and texts without separators`() throws {
    let page = try Document(
      html: """
        <nav>You are here: <a href="/">Home</a> » <span><a href=" /pianos "> Stage <b>Pianos</b></a></span> /
        <ul class=dropdown-menu><li><a href=/organs>Organs</a></ul> <a href="/x"><img></a> &gt; Nord &gt; FP-30X <a href="#">Share</a></nav>
        """)
    let trail = try #require(page.node.firstDescendant(named: "nav"))
    #expect(
      BreadcrumbTrail.crumbs(in: trail) { "https://shop.test" + $0 } == [
        Breadcrumb(name: "Home", url: "https://shop.test/"),
        Breadcrumb(name: "Stage Pianos", url: "https://shop.test/pianos"),
        Breadcrumb(name: nil, url: "https://shop.test/x"), Breadcrumb(name: "Nord", url: nil),
        Breadcrumb(name: "FP-30X", url: nil),
      ])
  }

  @Test(arguments: [
    ("<p>a  b<p>c", "a b\n\nc"), ("<div>a<br>b<div>c</div>d</div>", "a\nb\nc\nd"),
    ("<b>a</b><i>b</i>, (<i>c</i>)", "a b, (c)"),
    ("<ul><li>a<li>b</ul>c", "a\nb\n\nc"), ("x<script>y</script><style>z</style>", "x"),
    ("<td>a</td> <td>b</td>", "a b"),
  ])
  func `layout text is what a reader sees`(html: String, text: String) throws {
    #expect(try Document(html: html).node.layoutText == text)
  }
}
