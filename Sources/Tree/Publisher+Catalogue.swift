package import Catalogue
internal import JSON
internal import Records

extension Publisher {
  /// Publishes one crawl of one brand's source: guards, prices, carried products, history, document, state.
  ///
  /// The caller holds the brand's lock. The published document is untouched unless the outcome is `stored`.
  package func publish(_ crawl: CataloguePart) throws -> Report {
    var publication = try CataloguePublication(self, crawl)
    return try publication.run()
  }

  /// The document of one source (shapes of seeds/000).
  func catalogueDocument(
    _ source: Source, _ brandID: String, _ records: [Record], fetchedAt: String?
  ) throws -> Document {
    var members: JSONObject = ["source": .string(source.rawValue)]
    if source == .halilit {
      members["distributor"] = "Halilit Music Center"
    } else {
      members["brand_identity"] = try brandIdentity(brandID)
    }
    members["brand_id"] = .string(brandID)
    members["total_products"] = JSON(records.count)
    members["fetched_at"] = JSON(fetchedAt)
    return Document(.catalogue(source), header: header(members), records: records)
  }

  /// Who a brand is, by its configuration or else by Halilit's list.
  private func brandIdentity(_ brandID: String) throws -> JSON {
    let configuration = try tree.readConfiguration(tree.configuration(brandID))
    let name = try configuration?["name"]?.string ?? tree.officialBrand(brandID)?.string("name")
    return [
      "id": .string(brandID), "name": .string(name ?? brandID), "website": configuration?["website"] ?? .null,
    ]
  }
}

extension Document {
  /// The newest fetch of the pages behind it.
  var fetchedAt: String? { header["fetched_at"]?.string }
}

extension Document.Shape {
  package static func catalogue(_ source: Source) -> Self { source == .halilit ? .halilit : .brand }
}

extension Tree {
  /// One brand's record in Halilit's list; nil when it is not in it, or the list cannot be read.
  func officialBrand(_ brandID: String) throws -> Record? {
    let list = try? readDocument(officialBrands, .officialBrands)
    return list?.records.first { $0.string("id") == brandID }
  }
}

extension Evidence {
  /// Gathers what guards look at, and leaves out what a page of several brands listed of others.
  init(of crawl: CataloguePart, in publisher: Publisher) throws {
    let tree = publisher.tree
    self.init(part: crawl, settings: publisher.settings.guards)
    let other: Source = crawl.source == .halilit ? .brand : .halilit
    let otherDocument = try? tree.readDocument(tree.catalogue(other, crawl.brandID), .catalogue(other))
    otherNames = Set(otherDocument?.records.compactMap { $0.string("name") } ?? [])
    guard crawl.source == .halilit else {
      try take(tree.readConfiguration(tree.configuration(crawl.brandID)))
      foreignHosts = Set(publisher.settings.halilit.hosts.map { $0.lowercased() })
      return
    }
    hosts = Set(publisher.settings.halilit.hosts.map { $0.lowercased() })
    let official = try tree.officialBrand(crawl.brandID)
    let spellings =
      [crawl.brandID, official?.string("name") ?? crawl.brandID]
      + (publisher.settings.brandTitles[crawl.brandID] ?? [])
    var titles = Set(spellings.map(Guard.brandKey))
    switch official?.string("link_kind") {
    case nil, "brand"?:
      groupID = official?.string("group_id")
      // A page that proves by its number to be the brand's own may spell the brand as it likes.
      titles.formUnion(
        crawl.listings.filter { $0.groupID == groupID && groupID != nil }.compactMap(\.title).map(Guard.brandKey))
    case let kind?:
      let found = Set(crawl.products.compactMap(\.brandTitle).map(Guard.brandKey))
      // A category that the shop narrowed to one brand is that brand's page, however it spells it.
      if kind == "category", found.count == 1 { titles.formUnion(found) }
      (part, droppedCount) = crawl.dropping { !titles.contains(Guard.brandKey($0.brandTitle ?? "")) }
    }
    self.titles = titles
  }

  /// What the configuration of a brand's site says of its addresses and its language.
  private mutating func take(_ configuration: JSON?) {
    let names = configuration?["hosts"]?.array?.compactMap(\.string)
    hosts = names.map { Set($0.map { $0.lowercased() }) }
    isHebrewSite = configuration?["language"]?.string == "he" || hosts?.contains { $0.hasSuffix(".il") } ?? false
  }
}
