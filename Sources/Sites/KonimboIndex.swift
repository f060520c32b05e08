package import Catalogue
package import JSON
package import Markup
internal import Text

/// Reads the distributor's page of official brands: one logo tile per brand.
package enum KonimboIndex {
  /// The brand records of `page` in page order, each brand once, by a config's selectors where it has any; or why the
  /// page shows none.
  package static func read(
    _ page: Page, _ document: Document, config: BrandConfig? = nil
  ) -> Result<[JSONObject], Listing.Failure> {
    let head = PageHead(document)
    let address = PageAddress(page, claimed: head.canonical)
    let links: [(href: String, logo: String)]
    do { links = try self.links(in: document.node, config?.index, at: address) } catch {
      return .failure(.init("unreadable", error.description))
    }
    var seen: Set<String> = []
    var brands: [JSONObject] = []
    for link in links {
      guard let tile = Tile(link, at: address), seen.insert(tile.key).inserted else { continue }
      brands.append(tile.record(of: page))
    }
    guard brands.isEmpty else { return .success(brands) }
    return .failure(head.blockade ?? .init("not-an-index", "the page shows no tile with a brand's logo"))
  }

  private static func links(
    in page: Node, _ selectors: BrandConfig.Selectors?, at address: PageAddress
  ) throws(SelectorError) -> [(href: String, logo: String)] {
    if let selectors {
      return try SelectorReader(selectors: selectors).drafts(in: page).compactMap { draft in
        let logos = (draft[.image]?.array ?? []).compactMap { $0.plainText.flatMap(address.product) }
        guard let href = draft.text(.url), let logo = ImageAddress.shown(among: logos.compactMap { try? WebURL($0) })
        else { return nil }
        return (href, logo.href)
      }
    }
    let blocks = page.descendants(class: "brands").filter { $0.ancestor { $0.hasClass("brands") } == nil }
    return blocks.flatMap { $0.descendants(named: "a") }.compactMap { link in
      guard let image = link.firstDescendant(named: "img"), let href = link.attribute("href") else { return nil }
      return (href, image.attribute("src") ?? "")
    }
  }

  /// A link around a logo. Links without an image are leftovers of the editor and lead to other brands.
  private struct Tile {
    let path: KonimboPath
    let url: String
    let logo: String?

    init?(_ link: (href: String, logo: String), at address: PageAddress) {
      guard let url = address.page(link.href),
        let path = KonimboPath(try? WebURL(url)), path.kind != .item
      else { return nil }
      self.path = path
      self.url = url
      logo = address.product(link.logo)
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
