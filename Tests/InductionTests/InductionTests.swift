import Catalogue
import Induction
import JSON
import Markup
import Records
import Sites
import TestSupport
import Testing

struct InductionTests {
  private func outline(_ html: String, source: String = "brand") throws -> PageOutline {
    let record = pageRecord(html, url: "https://acme.example/products", source: source, brandID: "acme")
    return PageOutline(try Page(Record(record)), try Document(html: html))
  }

  private func known(_ names: [String]) -> [KnownRecord] {
    names.compactMap { name in
      KnownRecord([
        "type": "product", "source": "brand", "brand_id": "acme", "id": .string(name), "name": .string(name),
        "url": .string("https://acme.example/p/\(name)"),
      ])
    }
  }

  private static let names = ["alpha", "beta", "gamma", "delta"]

  @Test(arguments: [
    "<div class=x><a href=/p/NAME><b>NAME</b></a></div>",
    "<li data-k=1><p>NAME</p><a href=/p/NAME>more</a></li>",
    "<section><h2>NAME</h2><div><a href=/p/NAME><img src=/NAME.png></a></div></section>",
    "<div><div><span>NAME</span></div><div><a href=/p/NAME>more</a></div></div>",
  ])
  func `records are found whatever they are made of`(tile: String) throws {
    let tiles = Self.names.map { tile.replacing("NAME", with: $0) }.joined()
    let html = "<nav><a href=/>home</a><a href=/about>about</a></nav><main>\(tiles)</main>"
    let proposal = Induction(outlines: [try outline(html)], known: known(Self.names)).proposal()
    #expect(proposal?.refusal == nil)
    #expect(proposal?.after.right == 4)
    #expect(proposal?.after.extracted == 4)
  }

  @Test func `cards that lead elsewhere are left out by their addresses`() throws {
    let tiles =
      (Self.names.map { "<li><a href=/p/\($0)><h3>\($0)</h3></a></li>" }
      + ["<li><a href=/support/><h3>Support</h3></a></li>"]).joined()
    let proposal = Induction(outlines: [try outline("<ul>\(tiles)</ul>")], known: known(Self.names)).proposal()
    #expect(proposal?.after.extracted == 4)
  }

  @Test func `of folders that tell products apart as well, the same one is always chosen`() throws {
    let tiles =
      (Self.names.map { "<li><button data-href=/ef/cd/ab/\($0)><b>\($0)</b></button></li>" }
      + ["<li><button data-href=/support/><b>Support</b></button></li>"]).joined()
    let known = Self.names.compactMap { name in
      KnownRecord([
        "type": "product", "source": "brand", "brand_id": "acme", "id": .string(name), "name": .string(name),
        "url": .string("https://acme.example/ef/cd/ab/\(name)"),
      ])
    }
    let proposal = Induction(outlines: [try outline("<ul>\(tiles)</ul>")], known: known).proposal()
    #expect(proposal?.config["css"]?["where"]?["url"] == "/ab/")
  }

  @Test func `selectors that only some products need stand behind each other`() throws {
    let tiles = Self.names.enumerated().map { at, name in
      "<li><a href=/p/\(name)><img src=/x.png></a>\(at % 2 == 0 ? "<h3>\(name)</h3>" : "<div class=t>\(name)</div>")</li>"
    }.joined()
    let proposal = Induction(outlines: [try outline("<ul>\(tiles)</ul>")], known: known(Self.names)).proposal()
    #expect(proposal?.after.right == 4)
  }

  @Test(arguments: [
    "<a href=/p/NAME><img src=/NAME.png></a><h3>NAME</h3><p>one</p><p>two</p>",
    "<h3><a href=/p/NAME>NAME</a></h3><img src=/NAME.png><div>more</div>",
    "<p>NAME</p><a href=/p/NAME>more</a><hr>",
  ])
  func `records without a box of their own are found`(run: String) throws {
    let runs = Self.names.map { run.replacing("NAME", with: $0) }.joined()
    let html = "<nav><a href=/>home</a><a href=/about>about</a></nav><main>\(runs)</main>"
    let proposal = Induction(outlines: [try outline(html)], known: known(Self.names)).proposal()
    #expect(proposal?.refusal == nil)
    #expect(proposal?.after.right == 4)
    #expect(proposal?.after.extracted == 4)
  }

  @Test(arguments: ["?ref=list-AT", "?ref=list-AT#top", "?v=1&pos=AT", "#AT"])
  func `what a site notes of the way to a product is left out of its address`(query: String) throws {
    let tiles = Self.names.enumerated().map { at, name in
      "<li><a href='/p/\(name)\(query.replacing("AT", with: "\(at)"))'><b>\(name)</b></a></li>"
    }.joined()
    let proposal = Induction(outlines: [try outline("<ul>\(tiles)</ul>")], known: known(Self.names)).proposal()
    #expect(proposal?.after.right == 4)
  }

  @Test func `links that scripts follow are learned`() throws {
    let tiles = Self.names.map { "<li><button data-href=/p/\($0)><b>\($0)</b></button></li>" }.joined()
    let proposal = Induction(outlines: [try outline("<ul>\(tiles)</ul>")], known: known(Self.names)).proposal()
    #expect(proposal?.after.right == 4)
  }

  @Test func `the same pages give the same config`() throws {
    let html = ShopPages.makerListing(ShopPages.items(9, seed: 2))
    let first = Induction(outlines: [try outline(html)], known: []).proposal()?.config
    #expect(first != nil)
    for _ in 0..<3 { #expect(Induction(outlines: [try outline(html)], known: []).proposal()?.config == first) }
  }

  @Test func `names of classes are escaped as CSS asks`() throws {
    let tiles = Self.names.map { "<div class='md:w-1/2 2xl'><a href=/p/\($0)>\($0)</a></div>" }.joined()
    let proposal = Induction(outlines: [try outline("<main>\(tiles)</main>")], known: known(Self.names)).proposal()
    #expect(proposal?.after.right == 4)
  }

  @Test func `nothing known and nothing repeated gives nothing`() throws {
    #expect(Induction(outlines: [try outline("<p>Hello</p>")], known: []).proposal() == nil)
    #expect(Induction(outlines: [try outline("<p>Hello</p>")], known: known(["alpha"])).proposal() == nil)
  }
}
