internal import JSON
internal import Markup
internal import Text

/// Reads the one product that a page's OpenGraph describes.
enum OpenGraphReader {
  /// Whether the page says of itself that it is a product's; other pages share titles and images, not products.
  static func isProduct(_ graph: OpenGraph) -> Bool {
    let type = graph["og:type"]?.lowercased() ?? ""
    // Shops call their lists so.
    if type == "product.group" || type == "og:product.group" { return false }
    return type.split { $0 == ":" || $0 == "." }.contains("product")
      || graph["product:price:amount"] != nil || graph["og:price:amount"] != nil
  }

  static func draft(_ graph: OpenGraph) -> ProductDraft {
    var draft = ProductDraft()
    for (field, names) in fields {
      draft.set(field, names.lazy.compactMap { graph[$0] }.first.map(JSON.string), by: .openGraph)
    }
    draft.set(.name, graph["og:title"].map { .string(title($0, site: graph["og:site_name"])) }, by: .openGraph)
    return draft
  }

  private static let fields: [(ProductField, [String])] = [
    (.url, ["og:url"]), (.image, ["og:image:secure_url", "og:image", "og:image:url"]),
    (.description, ["og:description"]),
    (.price, ["product:price:amount", "og:price:amount", "product:sale_price:amount"]),
    (.currency, ["product:price:currency", "og:price:currency", "product:sale_price:currency"]),
    (.availability, ["product:availability", "og:availability"]), (.sku, ["product:retailer_item_id", "product:sku"]),
    (.gtin, ["product:ean", "product:upc", "product:gtin", "product:isbn"]), (.mpn, ["product:mfr_part_no"]),
    (.brand, ["product:brand", "og:brand"]), (.category, ["product:category"]),
  ]

  /// A title without the site's name behind a bar or dash.
  private static func title(_ title: String, site: String?) -> String {
    guard let site, !site.isEmpty, title.hasSuffix(site), title.count > site.count else { return title }
    let rest = title.dropLast(site.count)
    guard let mark = rest.last(where: { $0 != " " }), "|-–—·:•".contains(mark) else { return title }
    let name = Whitespace.collapsed(String(rest.reversed().drop { $0 == " " || $0 == mark }.reversed()))
    return name.isEmpty ? title : name
  }
}
