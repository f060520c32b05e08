import Filtering
import JSON
import ParseFilters
import TestSupport
import Testing
import TreeFilters

struct InduceConfigTests {
  private let programs = MutantTrial.Programs(
    parseHalilit: ParseHalilit.self, parseBrand: ParseBrand.self, induceConfig: InduceConfig.self, store: Store.self)
  private let items = ShopPages.items(12, seed: 4)

  private func page(
    _ html: String, source: String = "halilit", url: String = "https://tslil.example/g/5193-Brand/7001-Acme"
  )
    -> String
  {
    JSON.object(pageRecord(html, url: url, source: source, brandID: "acme")).text + "\n"
  }

  private func records(_ outcome: Outcome) throws -> [JSON] {
    try outcome.lines.map { try JSON(parsing: Array($0.utf8)) }
  }

  @Test func `mutants of pages of our own are noticed and recovered`() throws {
    var trial = MutantTrial(programs)
    let listing = try trial.subject(
      "distributor", html: ShopPages.distributorListing(items), url: "https://tslil.example/g/5193-Brand/7001-Acme")
    let maker = try trial.subject(
      "maker", html: ShopPages.makerListing(items), url: "https://acme.example/products", source: "brand",
      config: makerConfig)
    for seed in seeds(LongTests.areWanted ? 12 : 3) {
      try trial.run(listing, seed: seed)
      try trial.run(maker, seed: 100 + seed)
    }
    print(trial.report)
    #expect(trial.silentLosses.isEmpty)
    #expect(trial.recovered * 10 >= trial.count * 9)
  }

  private var makerConfig: JSON {
    [
      "schema": 1, "brand_id": "acme", "name": "Acme", "website": "https://acme.example", "hosts": ["acme.example"],
      "css": [
        "item": ".card", "where": ["url": "/products/"],
        "fields": ["name": ".card__name", "url": "", "price": ".card__price", "image": "img"],
      ],
    ]
  }

  @Test func `the distributor's listing is learned whole, and the parser reads it by what was learned`() throws {
    let html = ShopPages.distributorListing(items).replacing("data-item-code", with: "data-art").replacing(
      "class=\"price\"", with: "class=\"now\"")
    let known = try run(ParseHalilit.self, input: page(ShopPages.distributorListing(items))).output
    let outcome = try run(InduceConfig.self, input: page(html) + known)
    #expect(outcome.status == .done)
    let proposal = try #require(try records(outcome).first)
    #expect(proposal["accepted"] == true)
    #expect(proposal["before"] == ["extracted": 12, "found": 12, "right": 12])
    for field in proposal["fields"]?.array ?? [] {
      #expect(field["hits_after"] == field["known"], "\(field["field"]?.text ?? "")")
    }
    let folder = try TemporaryFolder()
    _ = try folder.write(try #require(proposal["config"]).encoded, to: "_halilit/scrape_config.json")
    let read = try records(try run(ParseHalilit.self, ["--configs", folder.path("")], input: page(html)))
    let names = [
      "id", "item_code", "brand_title", "category", "name", "url", "image_url", "description", "price", "price_ils",
      "original_price_ils", "eilat_price_ils",
    ]
    let expected = try known.split(separator: "\n").map { try JSON(parsing: Array($0.utf8)) }
    for (found, wanted) in zip(read, expected).dropFirst() {
      for name in names { #expect(found[name] == wanted[name], "\(name)") }
    }
    #expect(read.count == expected.count)
  }

  @Test func `without known products the config comes from what repeats, and a person is asked`() throws {
    let outcome = try run(
      InduceConfig.self,
      input: page(ShopPages.makerListing(items), source: "brand", url: "https://acme.example/products"))
    #expect(outcome.status == .finding)
    let proposal = try #require(try records(outcome).first)
    #expect(proposal["accepted"] == false)
    #expect(proposal["learned_from"] == "pages")
    #expect(proposal["after"] == ["extracted": 12])
    #expect(proposal["config"]?["css"]?["fields"]?["price"] != nil)
    #expect(proposal["config"]?["css"]?["next"] != nil)
    #expect(proposal["config"]?["hosts"] == ["acme.example"])
  }

  @Test func `a declared number of products is enough to accept a config`() throws {
    let outcome = try run(InduceConfig.self, input: page(ShopPages.distributorListing(items)))
    #expect(outcome.status == .done)
    #expect(try records(outcome).first?["accepted"] == true)
  }

  @Test(arguments: [(20, true), (19, true), (18, false)])
  func `a config that finds 95 per cent of the known products is accepted, one that finds less is not`(
    shown: Int, isAccepted: Bool
  ) throws {
    let items = ShopPages.items(20, seed: 9)
    let known = try run(ParseHalilit.self, input: page(ShopPages.distributorListing(items))).output
    let html = ShopPages.distributorListing(Array(items.prefix(shown))).replacing(
      "class=\"title\"", with: "class=\"t\"")
    let proposal = try #require(try records(try run(InduceConfig.self, input: page(html) + known)).first)
    #expect(proposal["known"] == 20)
    #expect(proposal["after"]?["right"] == JSON(shown))
    #expect(proposal["accepted"] == .bool(isAccepted))
  }

  @Test(arguments: [(19, true), (18, false)])
  func `without known products 95 per cent of the declared number decide`(shown: Int, isAccepted: Bool) throws {
    let items = ShopPages.items(20, seed: 9)
    let html = ShopPages.distributorListing(Array(items.prefix(shown))).replacing("<b>\(shown)</b>", with: "<b>20</b>")
    let proposal = try #require(try records(try run(InduceConfig.self, input: page(html))).first)
    #expect(proposal["declared"] == 20)
    #expect(proposal["accepted"] == .bool(isAccepted))
  }

  @Test func `labels and prices told on request are learned with the rest`() throws {
    let icons = "<div id=item_icons><img src=/sale.png alt=Sale></div>"
    let contact = #"<span class="item_only_contact hidden">true</span>"#
    var number = 0
    var html = ShopPages.distributorListing(items).split(
      separator: "<div class=\"bottom\">", omittingEmptySubsequences: false
    )
    .reduce(into: "") { page, part in
      page +=
        (number == 0 ? "" : "\(number % 3 == 0 ? icons : "")\(number == 5 ? contact : "")<div class=\"bottom\">") + part
      number += 1
    }
    // The fifth shows no price; the others say that theirs is no secret.
    let price = ShopPages.grouped(items[4].price)
    html = html.replacing("\(price) ₪", with: "")
    let known = try run(ParseHalilit.self, input: page(html)).output
    let before = try records(try run(ParseHalilit.self, input: page(html)))
    #expect(before.contains { $0["price_reason"] == "contact-only" })
    #expect(before.count { $0["labels"] == ["Sale"] } == 4)
    let changed = ["title", "price", "origin_price", "item_only_contact", "layout_list_item"].reduce(html) {
      html, word in
      let other = String(word.reversed())
      return html.replacing("\"\(word)\"", with: "\"\(other)\"").replacing("\"\(word) ", with: "\"\(other) ")
    }.replacing("id=item_icons", with: "class=marks").replacing("id=\"item_id_", with: "id=\"tile-")
    let proposal = try #require(try records(try run(InduceConfig.self, input: page(changed) + known)).first)
    #expect(proposal["accepted"] == true, "\(proposal["reason"]?.text ?? "")")
    let folder = try TemporaryFolder()
    _ = try folder.write(try #require(proposal["config"]).encoded, to: "_halilit/scrape_config.json")
    let after = try records(try run(ParseHalilit.self, ["--configs", folder.path("")], input: page(changed)))
    for (found, wanted) in zip(after, before) {
      #expect(found["labels"] == wanted["labels"])
      #expect(found["price_reason"] == wanted["price_reason"])
      #expect(found["price_ils"] == wanted["price_ils"])
    }
    #expect(after.count == before.count)
  }

  @Test func `a config that finds too few of the known products is refused`() throws {
    let known = try run(ParseHalilit.self, input: page(ShopPages.distributorListing(items))).output
    let few = ShopPages.distributorListing(Array(items.prefix(9)))
    let folder = try TemporaryFolder()
    let outcome = try run(InduceConfig.self, ["--write", "--configs", folder.path("")], input: page(few) + known)
    #expect(outcome.status == .finding)
    #expect(try records(outcome).first?["reason"]?.string?.hasPrefix("it finds 9 of 12") == true)
    #expect(throws: (any Error).self) { try folder.read("_halilit/scrape_config.json.proposed") }
  }

  @Test func `accepted configs are written beside the old ones where that is asked for`() throws {
    let html = ShopPages.makerListing(items)
    let input = page(html, source: "brand", url: "https://acme.example/products")
    let folder = try TemporaryFolder()
    _ = try folder.write(makerConfig.encoded, to: "brands/acme/scrape_config.json")
    let known = try run(ParseBrand.self, ["--configs", folder.path("brands")], input: input).output
    let arguments = ["--write", "--configs", folder.path("brands")]
    #expect(try run(InduceConfig.self, arguments, input: input + known).status == .done)
    let written = try JSON(parsing: Array(try folder.read("brands/acme/scrape_config.json.proposed").utf8))
    #expect(written["name"] == "Acme")
    #expect(written["website"] == "https://acme.example")
    #expect(written["css"]?["item"] != nil)
  }

  @Test func `state that a page embeds is read where it holds the known products`() throws {
    let state = items.map { item -> JSON in
      ["title": .string(item.name), "link": ["href": .string("/products/\(item.code.lowercased())")]]
    }
    let cards: JSON = [
      "props": ["list": .array(state + [["title": "Accessories", "link": ["href": "/accessories/"]]])]
    ]
    let html = "<body><h1>Products</h1><script id=__NEXT_DATA__ type=application/json>\(cards.text)</script></body>"
    let known = items.map { item in
      JSON.object([
        "type": "product", "source": "brand", "brand_id": "acme", "id": .string("acme-\(item.number)"),
        "name": .string(item.name), "url": .string("https://acme.example/products/\(item.code.lowercased())"),
      ]).text
    }
    let input = page(html, source: "brand", url: "https://acme.example/products") + known.joined(separator: "\n")
    let proposal = try #require(try records(try run(InduceConfig.self, input: input)).first)
    #expect(proposal["accepted"] == true)
    #expect(proposal["config"]?["embedded"]?["items"] == "props.list")
    #expect(proposal["config"]?["embedded"]?["fields"] == ["name": "title", "url": "link.href"])
    #expect(proposal["after"]?["extracted"] == 12)
  }

  @Test(arguments: [
    "", "<html></html>", String(repeating: "<div>", count: 200) + "x", "<a href=/x>x</a>", "\u{0}<<<>>",
  ])
  func `a page without anything ends in a finding`(html: String) throws {
    let outcome = try run(InduceConfig.self, input: page(html, source: "brand", url: "https://acme.example/"))
    #expect(outcome.status == .finding)
  }

  @Test func `a page too deep to be read is left out`() throws {
    let html = String(repeating: "<div>", count: 100_000)
    let outcome = try run(InduceConfig.self, input: page(html, source: "brand", url: "https://acme.example/"))
    #expect([.finding, .rejected].contains(outcome.status))
  }
}
