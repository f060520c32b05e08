import Testing

@testable import Markup

struct SelectorTests {
  @Test func `an XPath is evaluated from the node`() throws {
    let page = try Document(html: "<ul><li class='a b'>1<li>2</ul><ol><li class=b>3</ol>")
    let list = try #require(page.node.firstDescendant(named: "ol"))
    #expect(try page.node.select(Selector(xpath: "//li")).map(\.text) == ["1", "2", "3"])
    #expect(try list.select(Selector(xpath: ".//li/@class")).map(\.text) == ["b"])
    #expect(try page.node.select(Selector(xpath: "//li[has-class('b')]")).map(\.text) == ["1", "3"])
    #expect(try list.first(Selector(xpath: "text()")) == nil)
  }

  @Test(arguments: [("//a[", 4), ("//a[1", 5), ("a b", 2), ("", 0), ("//a['x]", 7)])
  func `a bad XPath names the position`(xpath: String, offset: Int) throws {
    let error = #expect(throws: SelectorError.self) { try Selector(xpath: xpath) }
    #expect(error?.offset == offset)
  }

  @Test(arguments: ["no-such()", "//x:p", "$x", "count(1)"])
  func `what XPath does not know fails when it is evaluated`(xpath: String) throws {
    let page = try Document(html: "<p>")
    #expect(throws: SelectorError.self) { try Selector(xpath: xpath).evaluate(from: page.node) }
  }

  @Test func `a selector works on many documents`() throws {
    let selector = try Selector(css: "p:nth-of-type(2)::text")
    for count in 1...3 {
      let page = try Document(html: String(repeating: "<p>x</p>", count: count))
      #expect(try page.node.select(selector).count == (count > 1 ? 1 : 0))
    }
  }

  @Test func `a search that never ends is given up`() throws {
    let page = try Document(html: String(repeating: "<b>", count: 2_000))
    let error = #expect(throws: SelectorError.self) {
      try page.node.select(Selector(css: "b b b b b b b b:not(b b b b b b b i b)"))
    }
    #expect(error?.reason == .tooExpensive)
  }
}
