import Testing

@testable import Markup

struct NodeTests {
  private let page = try? Document(
    html: """
      <div id=top><ul class="list  wide"><li class=item data-id=1>one <b>bold</b><!--c--></li>
      <li class="item sale" data-id="">two</li></ul><p>after</p></div>
      """)

  @Test func `descendants are found by tag name and class word`() throws {
    let top = try #require(page?.node.firstDescendant(named: "div"))
    #expect(top.descendants(named: "li").count == 2)
    #expect(top.descendants(class: "item").map { $0.attribute("data-id") } == ["1", ""])
    #expect(top.firstDescendant(class: "sal") == nil)
    #expect(top.firstDescendant(named: "li", class: "sale")?.text == "two")
    #expect(top.firstDescendant(named: "div") == nil)
    #expect(top.descendants.filter { $0.kind == .comment }.map(\.text) == ["c"])
  }

  @Test func `neighbours are elements`() throws {
    let list = try #require(page?.node.firstDescendant(named: "ul"))
    #expect(list.hasClass("wide"))
    #expect(list.elements.count == 2)
    #expect(list.nextElement?.name == "p")
    #expect(list.nextElement?.previousElement == list)
    #expect(list.parent?.attribute("id") == "top")
    #expect(list.elements.first?.ancestor { $0.isNamed("body") } != nil)
    #expect(list.elements.first?.attributes.map(\.name) == ["class", "data-id"])
  }

  @Test func `text can leave out elements`() throws {
    let item = try #require(page?.node.firstDescendant(named: "li"))
    #expect(item.text == "one bold")
    #expect(item.text(skipping: { $0.isNamed("b") }) == "one ")
    #expect([8, 7, 2].map { item.text(upTo: $0) } == ["one bold", nil, nil])
    #expect(" a\u{A0}\n b\t".collapsingSpace == "a b")
  }
}
