import JSON
import Sites
import Testing

struct RecordBoundsTests {
  private static let names = ["alpha", "beta", "gamma"]

  /// A list in which nothing stands around a product; the second has no price.
  private static let runs =
    "<section><h2>All</h2>"
    + names.enumerated().map { at, name in
      "<a href=/p/\(name)><img src=/\(name).png></a><h3>\(name)</h3>"
        + (at == 1 ? "" : "<p>was 9 €</p><p>\(at + 1) €</p>")
    }.joined() + "</section>"

  private func config(_ members: JSON) -> JSON {
    ["css": .object(JSONObject([.init("item", "a:has(img)")] + (members.object?.members ?? [])))]
  }

  @Test func `a run of siblings ends where the next begins`() throws {
    let found = try products(
      Self.runs,
      config: config(["runs": true, "fields": ["name": "h3", "url": "a", "price": ["select": "p", "at": -1]]]))
    #expect(found.map { $0["name"] } == ["alpha", "beta", "gamma"])
    #expect(found.map { $0["url"] } == Self.names.map { .string("https://nord.example/p/\($0)") })
    #expect(found.map { $0["price_amount"] ?? .null } == [1, .null, 3])
  }

  @Test(arguments: [(1, 9), (2, 1), (-1, 1), (-2, 9)])
  func `a place counts from either end`(at: Int, price: Int) throws {
    let rule: JSON = ["runs": true, "fields": ["name": "h3", "price": ["select": "p", "at": JSON(at)]]]
    #expect(try products(Self.runs, config: config(rule)).first?["price_amount"] == JSON(price))
  }

  @Test(arguments: [3, -3, Int.max, Int.min])
  func `a place that is not there gives nothing`(at: Int) throws {
    let rule: JSON = ["runs": true, "fields": ["name": "h3", "price": ["select": "p", "at": JSON(at)]]]
    #expect(try products(Self.runs, config: config(rule)).allSatisfy { $0["price_amount"] == nil })
  }

  @Test(arguments: [
    (#"{"item":"a","fields":{"name":{"select":"h3","at":0}}}"#, "css.fields.name.at"),
    (#"{"item":"a","fields":{"name":{"select":"h3","at":"1"}}}"#, "css.fields.name.at"),
    (#"{"item":"a","nested":true,"runs":true,"fields":{}}"#, "css"),
  ])
  func `rules that mean nothing are named`(css: String, member: String) throws {
    let css = try JSON(parsing: Array(css.utf8))
    #expect { try brandConfig(["css": css]) } throws: { ($0 as? ConfigError)?.member == member }
  }

  @Test(arguments: [
    ("/p/a?ref=x", "https://nord.example/p/a"), ("/p/a?ref=x&v=2#t", "https://nord.example/p/a?v=2"),
    ("/p/a?v=2&ref=x", "https://nord.example/p/a?v=2"), ("/p/a?reference=1", "https://nord.example/p/a?reference=1"),
    ("/p/a", "https://nord.example/p/a"),
  ])
  func `a parameter is left out of an address`(href: String, url: String) throws {
    let html = "<h3>A</h3><a href='\(href)'>A</a>"
    let css: JSON = ["item": "body", "fields": ["name": "h3", "url": ["select": "a", "transform": "without:ref"]]]
    #expect(try products(html, config: ["css": css]).map { $0["url"] } == [.string(url)])
  }
}
