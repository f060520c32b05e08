internal import Catalogue
internal import JSON
internal import Markup
package import Text

extension BrandPage {
  // MARK: Pages

  func listing(_ document: Document) throws(SelectorError) -> Result<Reading, Listing.Failure> {
    let head = PageHead(document)
    let address = addressed(canonical: head.canonical)
    let found = try BrandStrategies(config: config, document: document, resolve: { address.product($0) ?? $0 })
      .listing()
    guard let leading = found.leading, !leading.drafts.isEmpty else {
      return .failure(head.blockade ?? emptiness(found))
    }
    let drafts = leading.isConfigured ? leading.drafts : brought(together: found, leading, at: address, document)
    var reading = self.reading(of: drafts, filledFrom: found, at: address)
    reading.listing?.strategies = found.counts
    if leading.isConfigured { reading.listing?.failure = incompleteness(leading) }
    reading.listing?.title = document.node.firstDescendant(named: "h1")?.collapsed ?? head.title
    reading.listing?.declared = ResultCount.declared(in: document.node)
    continueListing(&reading, next: leading.next ?? head.next ?? Self.relatedNext(document.node), at: address)
    return .success(reading)
  }

  func api(_ body: [UInt8]) -> Result<Reading, Listing.Failure> {
    guard let json = try? JSON(parsing: body) else { return .failure(.init("not-json", "the answer is not JSON")) }
    let candidates = config.api.map { [$0] } ?? Platforms.interfaces
    for items in candidates {
      let drafts = EmbeddedReader(items: items, strategy: .api).drafts(in: json)
      guard !drafts.isEmpty || config.api != nil else { continue }
      var reading = self.reading(of: drafts, filledFrom: [], at: addressed())
      continueListing(&reading, next: next(after: drafts, items, in: json), at: address)
      return .success(reading)
    }
    return .failure(.init("no-products", "the answer holds no list that looks like products; the config needs \"api\""))
  }

  // MARK: Products

  /// What a page without a config shows: its one product, or the products of all lists that call them so.
  private func brought(
    together found: [BrandStrategies.Found], _ leading: BrandStrategies.Found, at address: PageAddress,
    _ document: Document
  ) -> [ProductDraft] {
    let counted = leading.isCertain ? found.filter(\.isCertain) : found
    // A page that shows one product, whoever describes it, is that product's own page.
    let own = counted.filter { !$0.isList && !$0.drafts.isEmpty }
    let isOneProduct = !own.isEmpty && own.allSatisfy { $0.drafts.count == 1 }
    let main = isOneProduct ? [single(found.filter { !$0.isList }, at: address, document)] : []
    if isOneProduct, counted.allSatisfy({ (!$0.isList || $0.drafts.isEmpty) && $0.neighbours.isEmpty }) { return main }
    let product = BrandProduct(config: config, page: page, address: address)
    let fuller = fuller(than: leading, in: found, product) ?? leading
    guard fuller.namedCount > 0 else { return leading.drafts }
    var union = DraftIndex(product)
    union.add(isOneProduct ? main : fuller.drafts)
    for list in counted where list.isCertain { union.unite(with: list.drafts) }
    for list in counted where list.isCertain { union.unite(with: list.neighbours) }
    return union.drafts
  }

  /// A state that holds what the page shows and more, such as the tiles that a script adds.
  private func fuller(than leading: BrandStrategies.Found, in found: [BrandStrategies.Found], _ product: BrandProduct)
    -> BrandStrategies.Found?
  {
    guard leading.isCertain, leading.namedCount > 1 else { return nil }
    return found.first { list in
      guard !list.isCertain, list.namedCount > leading.namedCount else { return false }
      var index = DraftIndex(product)
      index.add(list.drafts)
      return leading.drafts.count { !index.like($0).isEmpty } * 5 >= leading.drafts.count * 4
    }
  }

  private func reading(of drafts: [ProductDraft], filledFrom found: [BrandStrategies.Found], at address: PageAddress)
    -> Reading
  {
    let product = BrandProduct(config: config, page: page, address: address)
    var others = DraftIndex(product)
    for list in found { others.add(list.drafts) }
    var reading = Reading(listing: Listing())
    var pages: [String] = []
    var unique = UniqueProducts()
    for var draft in drafts {
      for other in others.like(draft) { draft.fill(from: other) }
      if config.detail != nil, let url = draft.text(.url) { pages.append(url) }
      if let record = product.record(of: draft) { unique.add(record, brandID: config.brandID) }
    }
    reading.products = unique.records
    reading.listing?.tiles = drafts.count
    reading.listing?.countFields(Self.countedFields, in: reading.products)
    // Who links a product without naming it leaves its name to the product's own page.
    let isNameless: (ProductDraft) -> Bool = { $0.text(.name) == nil }
    pages += (drafts + found.filter(\.isConfigured).flatMap(\.drafts)).filter(isNameless).compactMap { $0.text(.url) }
    var seen: Set<String> = []
    reading.requests = pages.compactMap { request($0, role: .item, at: address) }.filter {
      seen.insert($0["url"]?.string ?? "").inserted
    }
    return reading
  }

  private static let countedFields = [
    "url", "images", "description", "specs", "category", "sku", "gtin", "price_amount",
  ]

  /// An item that a config finds and cannot name is one whose page changed.
  private func incompleteness(_ found: BrandStrategies.Found) -> Listing.Failure? {
    let nameless = found.drafts.count { $0.text(.name) == nil }
    guard nameless > 0, nameless < found.drafts.count || found.drafts.allSatisfy({ $0.text(.url) == nil }) else {
      return nil
    }
    return .init(
      "unreadable-items",
      "\(nameless) of \(found.drafts.count) items that \(found.strategy.rawValue) finds have no name")
  }

  private func emptiness(_ found: [BrandStrategies.Found]) -> Listing.Failure {
    let tried = found.counts.map { "\($0.name) \($0.count)" }.joined(separator: ", ")
    return .init("no-products", "no strategy found a product on the page\(tried.isEmpty ? "" : " (\(tried))")")
  }

  // MARK: The next page

  private func continueListing(_ reading: inout Reading, next reference: String?, at address: PageAddress) {
    let number = address.fetched.map(Self.pageNumber) ?? 1
    reading.listing?.pageNumber = number
    guard let reference, let next = request(reference, role: page.request.role, at: address),
      let url = next["url"]?.string
    else { return }
    guard (try? WebURL(url)).map({ $0 != address.fetched?.identity && Self.pageNumber($0) > number }) == true else {
      reading.listing?.failure = .init(
        "repeated-page", "page \(number) names \(url) as the next: the listing runs in a circle")
      return
    }
    reading.listing?.next = url
    reading.requests.append(next)
  }

  /// The number in `?page=2`, `?p=2` or `/page/2/`; 1 without.
  package static func pageNumber(_ url: WebURL) -> Int {
    for name in ["page", "p", "paged", "pg"] {
      if let number = url.parameter(name).flatMap({ Int($0) }) { return number }
    }
    let segments = url.decodedSegments
    guard let at = segments.lastIndex(of: "page"), segments.indices.contains(at + 1) else { return 1 }
    return Int(segments[at + 1]) ?? 1
  }

  private static func relatedNext(_ page: Node) -> String? {
    page.descendants(named: "a").first { $0.attribute("rel")?.lowercased() == "next" }?.attribute("href")
  }

  private func next(after drafts: [ProductDraft], _ items: BrandConfig.Items, in json: JSON) -> String? {
    if let path = items.next { return path.value(in: json)?.plainText }
    guard let parameter = items.pageParameter, !drafts.isEmpty, var url = address.fetched, page.request.method == "GET"
    else { return nil }
    let number = url.parameter(parameter).flatMap { Int($0) } ?? 1
    let others = (url.query ?? "").split(separator: "&").filter { !$0.hasPrefix("\(parameter)=") }
    url.query = (others + ["\(parameter)=\(number + 1)"]).joined(separator: "&")
    return url.href
  }
}

/// The records of a page, each product once.
private struct UniqueProducts {
  private(set) var records: [JSONObject] = []
  private var positions: [String: Int] = [:]

  /// A second record with the same address and name is the same card again; with another name it is another product.
  mutating func add(_ record: JSONObject, brandID: String) {
    var record = record
    let id = record["id"]?.string ?? ""
    if let at = positions[id] {
      guard records[at]["name"] != record["name"] else { return }
      let name = record["name"]?.string ?? ""
      let other = "\(id)-\(Slug.distinct(name))"
      guard positions[other] == nil else { return }
      record["id"] = .string(other)
    }
    positions[record["id"]?.string ?? ""] = records.count
    records.append(record)
  }
}
