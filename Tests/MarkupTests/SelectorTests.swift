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

  @Test(arguments: [("//a[", 4), ("//a[1", 5), ("a b", 2), ("", 0)])
  func `a bad XPath names the position`(xpath: String, offset: Int) throws {
    let error = #expect(throws: SelectorError.self) { try Selector(xpath: xpath) }
    #expect(error?.offset == offset)
  }

  @Test func `unknown functions and prefixes fail when evaluated`() throws {
    let page = try Document(html: "<p>")
    #expect(throws: SelectorError.self) { try page.node.select(Selector(xpath: "no-such()")) }
    #expect(throws: SelectorError.self) { try page.node.select(Selector(xpath: "//x:p")) }
  }
}
