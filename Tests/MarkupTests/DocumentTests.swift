import Testing

@testable import Markup

struct DocumentTests {
  @Test func `bytes are UTF-8 whatever the page declares`() throws {
    let page = try Document(html: "<meta charset=windows-1255><p id=p>מחיר 1,449 ₪</p>")
    #expect(page.node.firstDescendant(named: "p")?.text == "מחיר 1,449 ₪")
    let feed = try Document(xml: #"<?xml version="1.0" encoding="windows-1255"?><a>מחיר</a>"#)
    #expect(feed.root?.text == "מחיר")
  }

  @Test(arguments: [("pre\u{0}post", "prepost"), ("", ""), ("a&amp;b&#39;&nbsp;", "a&b'\u{A0}")])
  func `every text becomes a document`(html: String, text: String) throws {
    #expect(try Document(html: html).node.text == text)
  }

  @Test func `XML keeps case, namespaces and what could be read`() throws {
    let feed = try Document(xml: "\n<?xml version='1.0'?><urlset xmlns='u'><Loc a='1' x:b='2' xmlns:x='n'>t</Loc><br>")
    #expect(!feed.isWellFormed)
    let loc = try #require(feed.root?.elements.first)
    #expect(loc.name == "Loc")
    #expect(loc.attribute("x:b") == "2")
    #expect(throws: MarkupError.notXML) { try Document(xml: "no markup") }
  }

  @Test func `entities of a document type are not expanded`() throws {
    let bomb = """
      <!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;"><!ENTITY f SYSTEM "file:///etc/passwd">]>
      <a x="&c;">&lt;&c;&f;</a>
      """
    let document = try Document(xml: bomb)
    #expect(document.root?.text == "<")
    #expect(try document.node.evaluate("string(/a)") == "<")
  }

  @Test func `an error in XML does not cost the references after it`() throws {
    let feed = try Document(xml: "<a><b x=1/><loc>?p=1&amp;q=2 &nosuch; &amp;</loc></a>")
    #expect(!feed.isWellFormed)
    #expect(feed.node.firstDescendant(named: "loc")?.text == "?p=1&q=2  &")
  }

  @Test func `a node keeps its document`() throws {
    func last() throws -> Node? { try Document(html: "<p>one<p>two").node.descendants(named: "p").last }
    #expect(try last()?.text == "two")
  }
}

extension Node {
  fileprivate func evaluate(_ xpath: String) throws -> String? {
    guard case .string(let text) = try Selector(xpath: xpath).evaluate(from: self) else { return nil }
    return text
  }
}
