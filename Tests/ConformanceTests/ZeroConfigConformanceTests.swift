import Filtering
import Foundation
import JSON
import ParseFilters
import Records
import TestSupport
import Testing

/// `parse-brand` without a config on every page of the suites that shows products: each of them is found.
struct ZeroConfigConformanceTests {
  /// What a page shows, as far as the suite says.
  private struct Page {
    let id: String
    let html: String
    let url: String
    var names: [String]
  }

  /// Pages on which a product is missed, with the class of the reason.
  private let known: [String: String] = [:]

  @Test(.conformance("conformance/structured/cases.jsonl")) func `every product of a structured page is found`() throws
  {
    let pages = try Conformance.rows("conformance/structured/cases.jsonl").compactMap(structured)
    #expect(!pages.isEmpty)
    try compare("structured pages", pages)
  }

  @Test(.conformance("conformance/pages/listings.jsonl")) func `every product of a listing page is found`() throws {
    var pages = try Conformance.rows("conformance/pages/listings.jsonl").map { row in
      Page(
        id: row["id"]?.string ?? "", html: try html("conformance/pages/\(row["page"]?.string ?? "")"),
        url: (row["base_url"]?.string ?? "") + "/list", names: names(row["products"]))
    }
    let adam = try Conformance.rows("expected/halilit-brand-adam-audio.jsonl")
    pages.append(
      Page(
        id: "halilit-brand-adam-audio", html: try html("pages/halilit-brand-adam-audio.html"),
        url: "https://shop.example/", names: names(.array(adam))))
    try compare("listing pages", pages, isExact: true)
  }

  @Test(.conformance("pages/nord-products.html"))
  func `the Nord page's products are found in its state, its navigation cards are none`() throws {
    let found = try products(
      of: Page(
        id: "nord", html: try html("pages/nord-products.html"), url: "https://www.nordkeyboards.com/products/",
        names: []))
    #expect(found.count == 9)
    #expect(found.allSatisfy { $0["url"]?.string?.hasPrefix("https://www.nordkeyboards.com/products/") == true })
    #expect(found.allSatisfy { $0["images"]?["main"]?.string?.contains("/original_images/") == true })
    print("nord page without a config: \(found.count) of 9 products")
  }

  // MARK: What is expected

  /// Nil for a page without products.
  private func structured(_ row: JSON) throws -> Page? {
    var names: [String] = []
    if row["syntax"] == "opengraph" {
      let properties = (row["expected"]?[0]?["properties"]?.array ?? []).map { ($0[0]?.string, $0[1]?.string) }
      let isProduct = properties.contains { $0.0 == "og:type" && $0.1?.hasPrefix("product") == true }
      names = isProduct ? properties.filter { $0.0 == "og:title" }.compactMap(\.1) : []
    } else {
      Self.collect(row["expected"] ?? .null, &names)
    }
    guard !names.isEmpty else { return nil }
    let source = try row["html"]?.string ?? html("conformance/structured/\(row["page"]?.string ?? "")")
    return Page(
      id: row["id"]?.string ?? "", html: source, url: row["base_url"]?.string ?? "https://example.com/", names: names)
  }

  /// The names of everything of a product's type, in whichever shape the peer writes it.
  private static func collect(_ value: JSON, _ names: inout [String]) {
    for element in value.array ?? [] { collect(element, &names) }
    guard let object = value.object else { return }
    // Only an item has a type; its properties stand in an object of their own.
    let types = (object["@type"] ?? object["type"]).map { $0.array ?? [$0] } ?? []
    let further = types.isEmpty ? nil : object["additionalType"] ?? object["properties"]?["additionalType"]
    let isProduct = (types + [further ?? .null]).compactMap(\.string).contains { type in
      productTypes.contains(String(type.split(separator: "/").last ?? ""))
    }
    if isProduct, let name = (object["name"] ?? object["properties"]?["name"])?.string { names.append(name) }
    for member in object.members where member.name != "@context" { collect(member.value, &names) }
  }

  private static let productTypes: Set = [
    "Product", "SomeProducts", "ProductModel", "IndividualProduct", "ProductGroup",
  ]

  private func names(_ products: JSON?) -> [String] { (products?.array ?? []).compactMap { $0["name"]?.string } }

  private func html(_ path: String) throws -> String { String(decoding: try Conformance.bytes(path), as: UTF8.self) }

  // MARK: What is found

  private func products(of page: Page) throws -> [JSON] {
    var filter = ParseBrand()
    var output = Output()
    try filter.process(Record(pageRecord(page.html, url: page.url, source: "brand", brandID: "b")), &output)
    try filter.finish(&output)
    return try output.bytes.split(separator: UInt8(ascii: "\n")).map { try JSON(parsing: Array($0)) }
      .filter { $0["type"] == "product" }
  }

  private func compare(_ suite: String, _ pages: [Page], isExact: Bool = false) throws {
    var (expected, found, invented) = (0, 0, 0)
    for page in pages {
      let products = try products(of: page)
      var names = products.flatMap { product in
        ([product["name"]] + (product["variants"]?.array ?? []).map { $0["name"] }).compactMap { $0?.string }
      }
      let all = page.names.count
      let missed = page.names.filter { name in
        // A page's title may carry more than the product's name.
        guard let at = names.firstIndex(where: { $0 == folded(name) || folded(name).hasPrefix($0) }) else {
          return true
        }
        names.remove(at: at)
        return false
      }
      (expected, found, invented) = (expected + all, found + all - missed.count, invented + names.count)
      if missed.isEmpty, let reason = known[page.id] { Issue.record("\(page.id) passes now, but is listed: \(reason)") }
      if !missed.isEmpty, known[page.id] == nil {
        Issue.record("\(page.id) misses \(missed) in \(products.map(\.text))")
      }
      if !names.isEmpty, isExact { Issue.record("\(page.id) invents \(names)") }
    }
    print("zero-config, \(suite): \(found) of \(expected) products on \(pages.count) pages, \(invented) others")
  }

  private func folded(_ name: String) -> String { name.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
