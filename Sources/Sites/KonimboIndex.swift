package import Catalogue
package import JSON
package import Markup
internal import Text

/// Reads the distributor's page of official brands: one logo tile per brand.
package enum KonimboIndex {
  /// The brand records of `page` in page order, each brand once; or why it shows none.
  package static func read(_ page: Page, _ document: Document) -> Result<[JSONObject], Listing.Failure> {
    let head = PageHead(document)
    let address = PageAddress(page, claimed: head.canonical)
    var seen: Set<String> = []
    var brands: [JSONObject] = []
    for container in document.node.descendants(class: "brands") {
      for link in container.descendants(named: "a") {
        guard let tile = Tile(link, at: address), seen.insert(tile.key).inserted else { continue }
        brands.append(tile.record(of: page))
      }
    }
    guard brands.isEmpty else { return .success(brands) }
    return .failure(head.blockade ?? .init("not-an-index", "the page shows no tile with a brand's logo"))
  }

  /// A link around a logo. Links without an image are leftovers of the editor and lead to other brands.
  private struct Tile {
    let path: KonimboPath
    let url: String
    let logo: String?

    init?(_ link: Node, at address: PageAddress) {
      guard let image = link.firstDescendant(named: "img"), let url = link.attribute("href").flatMap(address.product),
        let path = KonimboPath(try? WebURL(url)), path.kind != .item
      else { return nil }
      self.path = path
      self.url = url
      logo = image.attribute("src").flatMap(address.product)
    }

    /// What makes two tiles one: the number, however the words beside it are spelled.
    var key: String { path.groupID.map { "group \($0)" } ?? url }

    private var kind: String {
      switch path.kind {
      case .group: "brand"
      case .search: "search"
      case .category, .categoryOfGroup, .item: "category"
      }
    }

    func record(of page: Page) -> JSONObject {
      var record: JSONObject = [
        "type": "brand", "id": .string(Slug.of(path.name)), "name": .string(path.name), "url": .string(url),
        "link_kind": .string(kind), "group_id": JSON(path.groupID), "logo_url": JSON(logo), "authorized": true,
        "distributor": "Halilit Music Center", "page_url": .string(page.finalURL),
      ]
      record.addProvenance(of: page)
      return record
    }
  }
}
