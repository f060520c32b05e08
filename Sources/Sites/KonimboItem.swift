package import Catalogue
package import JSON
package import Markup
internal import Text

/// Reads the page of one item of a Konimbo shop: what its tile shows, and stock, gallery, specifications and files.
package struct KonimboItem {
  private let page: Page
  private let document: Document
  private let node: Node
  private let head: PageHead
  private let address: PageAddress

  /// The product of an item page; or why the page is none.
  package static func read(_ page: Page, _ document: Document) -> Result<JSONObject, Listing.Failure> {
    KonimboItem(page, document).product()
  }

  private init(_ page: Page, _ document: Document) {
    self.page = page
    self.document = document
    node = document.node
    head = PageHead(document)
    address = PageAddress(page, claimed: head.canonical)
  }

  private func product() -> Result<JSONObject, Listing.Failure> {
    let path = [address.claimed, address.fetched].lazy.compactMap { KonimboPath($0) }.first { $0.kind == .item }
    guard let path, let name else {
      return .failure(head.blockade ?? .init("not-an-item", "the page has no item number in its address or no title"))
    }
    let price = element("item_show_price")
    let shown = price?.firstDescendant(class: "price_value") ?? price ?? node.firstDescendant(class: "price_value")
    let current = amount(shown)
    let images = gallery
    var record: JSONObject = [
      "type": "product", "source": .string(page.request.source.rawValue), "brand_id": .string(page.request.brandID),
      "id": .string(path.number), "halilit_id": .string(path.number), "item_code": JSON(itemCode),
      "brand_title": JSON(brandTitle), "name": .string(name), "url": JSON(address.claimed?.href),
      "image_url": images.first ?? .null, "category": JSON(category), "description": JSON(description),
      "price": JSON(current == nil ? nil : KonimboTile.shown(shown?.priceText ?? "")), "price_ils": current.orNull,
      "original_price_ils": amount(node.firstDescendant(class: "origin_price_number")).orNull,
      "eilat_price_ils": amount(eilat).orNull, "currency": "ILS",
    ]
    let stock = KonimboStock(document, details: details)
    record["in_stock"] = stock.isInStock.map { .bool($0) } ?? .null
    record["page_url"] = .string(page.finalURL)
    record.addProvenance(of: page)
    record["stock_checked_at"] = .string(page.fetchedAt)
    if current == nil { record["price_reason"] = stock.isContactOnly ? "contact-only" : "not-shown" }
    if images.count > 1 { record["gallery"] = .array(images) }
    let specs = specifications
    if !specs.members.isEmpty { record["specs"] = .object(specs) }
    let files = self.files
    if let best = files.first(where: { $0["type"] == "manual" }) ?? files.first {
      record["documentation"] = best
      record["documents"] = .array(files)
    }
    let parts = self.parts
    if !parts.isEmpty { record["variants"] = .array(parts) }
    return .success(record)
  }

  // MARK: Finding

  private func element(_ id: String) -> Node? { node.element(id: id) }

  /// The block of the item itself; carousels of related items lie outside of it.
  private var details: Node { element("item_details") ?? element("item_show") ?? element("bg_middle") ?? node }

  private func text(_ node: Node?) -> String? {
    guard let text = node?.collapsed, !text.isEmpty else { return nil }
    return text
  }

  // MARK: Fields

  private var name: String? {
    text(element("item_current_title")?.firstDescendant(named: "h1") ?? node.firstDescendant(named: "h1"))
  }

  private var itemCode: String? {
    let code = text(node.firstDescendant(class: "code_item"))
    guard let code, let colon = code.lastIndex(of: ":") else { return code }
    return Whitespace.collapsed(String(code[code.index(after: colon)...]))
  }

  private var brandTitle: String? {
    if let title = node.descendants.first(where: { $0.hasAttribute("data-brand-title") })?.attribute("data-brand-title")
    {
      return Whitespace.collapsed(title)
    }
    return text(
      node.descendants(named: "a").first { link in
        guard let href = link.attribute("href"), href.contains("/g/") else { return false }
        return link.ancestor {
          $0.hasClass("item_brand") || $0.hasClass("brand") || $0.attribute("id") == "bread_crumbs"
        } != nil
      })
  }

  private var category: String? {
    element("bread_crumbs")?.descendants(named: "a").compactMap { link -> String? in
      guard let url = link.attribute("href").flatMap(address.product), let path = KonimboPath(try? WebURL(url)),
        path.kind == .category || path.kind == .categoryOfGroup
      else { return nil }
      return text(link)
    }.last
  }

  private var description: String? {
    let long = element("item_content")?.firstDescendant(class: "desc") ?? element("item_current_content")
    return text(long) ?? text(element("item_current_sub_title"))
  }

  private var eilat: Node? {
    node.firstDescendant(class: "items_show_eilat_price_price") ?? node.firstDescendant(class: "item_show_eilat_price")
  }

  private func amount(_ node: Node?) -> Amount? {
    guard let node else { return nil }
    if let shown = KonimboTile.amount(node.priceText) { return shown }
    return node.attribute("content").flatMap { Amount(spelling: $0) }.flatMap { $0.units > 0 ? $0 : nil }
  }

  /// The addresses of all pictures, largest first and each once; videos are left out.
  private var gallery: [JSON] {
    var seen: Set<String> = []
    let slides = element("lightSlider")?.descendants(named: "li").filter { !$0.hasClass("video_bg") } ?? []
    let sources =
      slides.map { $0.attribute("data-src") ?? $0.firstDescendant(named: "img")?.attribute("src") }
      + [
        element("main_photo")?.attribute("src"),
        element("item_main_image")?.firstDescendant(named: "img")?.attribute("src"),
      ]
    let urls = sources.compactMap { $0 }.compactMap(address.product).filter { seen.insert($0).inserted }
    return urls.map { .string($0) }
  }

  /// Label and value of each line of the specification table.
  private var specifications: JSONObject {
    var specs = Specifications()
    for line in element("item_specifications")?.descendants(named: "li") ?? [] {
      let parts = line.elements.filter { $0.isNamed("b") || $0.isNamed("span") || $0.isNamed("strong") }
      guard parts.count >= 2, let label = text(parts[0]), let value = text(parts[1]) else { continue }
      specs.add(label.hasSuffix(":") ? Whitespace.collapsed(String(label.dropLast())) : label, value)
    }
    return specs.object
  }

  private var files: [JSON] {
    (element("item_files")?.descendants(named: "a") ?? []).compactMap { link in
      guard let url = link.attribute("href").flatMap(address.product) else { return nil }
      return ["url": .string(url), "type": .string(DocumentKind.of(url: url, label: link.collapsed))]
    }
  }

  /// The items sold together on one page, each with its own code and price.
  private var parts: [JSON] {
    (node.firstDescendant(named: "table", class: "son_items")?.descendants(named: "tr") ?? []).compactMap { row in
      guard let id = row.attribute("data-id"), let name = text(row.firstDescendant(class: "son_title")) else {
        return nil
      }
      return [
        "halilit_id": .string(id), "item_code": JSON(text(row.firstDescendant(class: "son_code"))),
        "name": .string(name),
        "price_ils": amount(row.firstDescendant(class: "son_price")).orNull,
      ]
    }
  }
}

extension Node {
  /// The first element below with this id. O(descendants).
  func element(id: String) -> Node? { descendants.first { $0.kind == .element && $0.attribute("id") == id } }
}
