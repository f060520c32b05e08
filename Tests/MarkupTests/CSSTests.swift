import Testing

@testable import Markup

struct CSSTests {
  private static let html = """
    <div id=1 class="tile  sale" lang=de-CH><h3 id=2>Piano</h3><p id=3 title="a 'b' &quot;c&quot;">one<b id=4>1,449</b>
    </p><a id=5 href="/x" data-n="A-b"><img id=6 src=i.png></a></div>
    <div id=7 class=tile><p id=8>two</p><p id=9></p><span id=10>new</span></div>
    """

  @Test(arguments: [
    (".tile", "1 7"), ("div.tile.sale", "1"), ("DIV > P", "3 8 9"), (".sale ~ div p", "8 9"), ("h3 + p", "3"),
    ("h3 ~ *", "3 5"), ("#1, #7 span", "1 10"), ("p:first-child", "8"), ("p:nth-child(2)", "3 9"),
    ("p:nth-of-type(2)", "9"), (":nth-last-child(1 of p)", "3 9"), (".tile > *:first-of-type", "2 3 5 8 10"),
    (".tile:not(.sale, #9)", "7"), (".tile:has(> a img)", "1"), (".tile:has(+ .tile)", "1"), ("p:empty", "9"),
    (":is(h3, span):contains('Pia')", "2"), ("p:-soup-contains-own(one)", "3"), ("[data-n='a-B' i]", "5"),
    ("[data-n|=A]", "5"), ("[src$='.png']", "6"), ("[class~=tile]", "1 7"), ("[class!='tile'][class]", "1"),
    (#"[title="a 'b' \"c\""]"#, "3"), ("[title^=a\\ ]", "3"), (":lang(de) > h3", "2"), ("a:link:not(:hover)", "5"),
    (":where(.sale) /* on sale */ b", "4"), ("#\\31 0", "10"), ("div:nth-child(odd of .tile)", "1"),
    ("p:only-of-type", "3"),
  ])
  func `a selector finds`(selector: String, ids: String) throws {
    let page = try Document(html: Self.html)
    let found = try page.node.select(Selector(css: selector)).compactMap { $0.attribute("id") }
    #expect(found.joined(separator: " ") == ids)
  }

  @Test(arguments: [
    ("b::text", ["1,449"]), ("p::text", ["one", "\n", "two"]), ("#3 ::text", ["one", "1,449", "\n"]),
    ("img::attr(src)", ["i.png"]), ("a ::attr(id)", ["5", "6"]), ("h3::text, img::attr(id)", ["Piano", "6"]),
  ])
  func `pseudo-elements give texts and attributes`(selector: String, texts: [String]) throws {
    let page = try Document(html: Self.html)
    #expect(try page.node.select(Selector(css: selector)).map(\.text) == texts)
  }

  @Test func `a search starts with the node itself`() throws {
    let page = try Document(html: Self.html)
    let tile = try #require(page.node.firstDescendant(class: "sale"))
    #expect(try tile.select(Selector(css: "::attr(class)")).map(\.text) == ["tile  sale"])
    #expect(try tile.select(Selector(css: ":scope > p")).map { $0.attribute("id") } == ["3"])
    #expect(try tile.select(Selector(css: "b:not(:scope *)")).isEmpty)
    #expect(try tile.select(Selector(css: "body > div")).map { $0.attribute("id") } == ["1"])
  }

  @Test(arguments: [
    ("", 0), ("div >", 5), ("> div", 0), ("a,,b", 2), ("[href=5]", 6), ("p:before", 1), ("p::before", 1),
    ("a:not()", 6),
    (":nth-child(x)", 11), (":nth-child(99999999999n)", 11), ("p{", 1), ("'a", 0), ("a[b", 3), ("ns|a", 0),
    ("[ns|a]", 0),
    (":is(::text)", 4), ("a /* b", 2), (":has(a > )", 9), ("p:dir(ltr)", 1), ("a b)", 3), (":lang(3)", 6),
  ])
  func `what is not supported is an error that names the position`(selector: String, offset: Int) throws {
    let error = #expect(throws: SelectorError.self) { try Selector(css: selector) }
    #expect(error?.offset == offset, "\(String(describing: error))")
  }

  @Test func `nesting and doubling have an end`() throws {
    let deep = String(repeating: ":not(", count: 50_000) + "a" + String(repeating: ")", count: 50_000)
    #expect(throws: SelectorError.self) { try Selector(css: deep) }
    let doubling = String(repeating: ":nth-child(2 of ", count: 30) + "a" + String(repeating: ")", count: 30)
    #expect(throws: SelectorError.self) { try Selector(css: doubling) }
  }

  @Test func `names in XML keep case and namespace`() throws {
    let feed = try Document(xml: "<r xmlns='u:1' xmlns:g='u:2'><Item/><item/><g:item a='1' g:a='2'/></r>")
    func count(_ css: String) throws -> Int {
      try feed.node.select(Selector(css: css, namespaces: ["x": "u:2"], in: .xml)).count
    }
    #expect(try count("item") == 2)
    #expect(try count("x|item") == 1)
    #expect(try count("*|Item") == 1)
    #expect(try count("[x|a='2']") == 1)
    #expect(try count("[a='2']") == 0)
    #expect(try feed.node.select(Selector(css: "item", namespaces: ["": "u:1"], in: .xml)).count == 1)
  }

  @Test(arguments: [
    ("de", "de-CH", true), ("*-CH", "de-Latn-CH", true), ("de-CH", "de", false), ("de-DE", "de-x-DE", false),
    ("", "", true),
    ("de", "", false), ("DE-ch", "de-ch-1996", true),
  ])
  func `languages match by extended filtering`(range: String, tag: String, matches: Bool) {
    #expect(Language.matches(tag, range: range) == matches)
  }
}
