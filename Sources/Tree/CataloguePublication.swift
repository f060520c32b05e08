internal import Catalogue
internal import JSON
internal import Posix
internal import Records

/// One crawl of one brand's source on its way into the tree, under the brand's lock.
struct CataloguePublication {
  let publisher: Publisher
  let crawl: CataloguePart
  /// What is published now; nil when nothing is, or when it cannot be read.
  let published: Document?
  let publishedProducts: [Product]
  private let publishedByID: [String: Product]
  private let publishedHash: String?
  let before: SourceState?
  let history: History
  var warnings: [String] = []

  private var tree: Tree { publisher.tree }
  private var path: String { tree.catalogue(crawl.source, crawl.brandID) }

  /// Reads what is published and cuts off what a killed run left behind.
  init(_ publisher: Publisher, _ crawl: CataloguePart) throws {
    self.publisher = publisher
    self.crawl = crawl
    let tree = publisher.tree
    do {
      published = try tree.readDocument(tree.catalogue(crawl.source, crawl.brandID), .catalogue(crawl.source))
    } catch let error as TreeError {
      published = nil
      warnings.append("\(error); it counts as absent")
    }
    publishedProducts = try published?.records.map { try Product($0) } ?? []
    publishedByID = Dictionary(publishedProducts.map { ($0.id, $0) }) { first, _ in first }
    publishedHash = published?.contentHash
    before = try tree.readState(crawl.source, crawl.brandID, warnings: &warnings)
    history = History(path: tree.history(crawl.brandID))
    try tree.removeLeftovers(of: [tree.catalogue(crawl.source, crawl.brandID), history.path])
    let hasCut = try history.recover { [publishedHash] source in
      if source == crawl.source, let publishedHash { return .content(hash: publishedHash) }
      return tree.published(source, crawl.brandID)
    }
    if hasCut { warnings.append("\(history.path): a batch whose document was never published was cut off") }
  }

  /// Publishes, or says which guards refuse.
  mutating func run() throws -> Report {
    let (source, brandID) = (crawl.source, crawl.brandID)
    var evidence = try Evidence(of: crawl, in: publisher)
    evidence.publishedCount = published?.records.count ?? before?.published
    let carried = try carriedOver(missingFrom: evidence.part)
    evidence.carriedCount = carried.count
    let candidateHash = try document(evidence.part.products).contentHash
    let accepted = try tree.acceptedGuards(source, brandID, content: candidateHash, on: publisher.day)
    let review = PriceReview(settings: publisher.settings, accepted: accepted, published: publishedByID)
    let (believed, findings) = try review.believed(remembering(evidence.part))
    evidence.suspectCount = findings.count
    evidence.losses = losses(in: believed)
    evidence.rewordings = rewordings(in: believed)

    let refusals = Guard.all.filter { !accepted.contains($0.name) }.compactMap { check in
      check.finding(evidence).map { Refusal(guardName: check.name, finding: $0) }
    }
    guard refusals.isEmpty else { return try refuse(refusals, content: candidateHash) }
    warnings += findings.map { "\($0.id): \($0.check): \($0.text); the published price stays" }

    if let growth = growth(to: believed.count) { warnings.append(growth) }

    let products = (believed + carried).sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
    var state = try state(evidence, content: candidateHash, carried: carried.count, published: products.count)
    state.refusedLinks = before?.refusedLinks
    let addresses = Set(products.compactMap(\.url))
    state.itemVisits = before?.itemVisits.filter { addresses.contains($0.key) } ?? [:]
    var report = Report(try replace(by: products, state), count: products.count, warnings: warnings)
    report.carried = carried.count
    return report
  }

  /// Members that a reader of pages loses all at once when a page is built anew.
  private static let watchedMembers: [StaticString] = [
    "price_ils", "image_url", "item_code", "images", "category", "specs", "price_amount",
  ]

  /// How many published products had each watched member and have it no longer.
  private func losses(in products: [Product]) -> [(member: String, had: Int, lost: Int)] {
    func says(_ record: Record, _ name: StaticString) -> Bool { record.raw(name) != nil && !record.isNull(name) }
    let before = products.compactMap { new in publishedByID[new.id].map { (old: $0.record, new: new.record) } }
    return Self.watchedMembers.map { name in
      let had = before.filter { says($0.old, name) }
      return (name.description, had.count, had.count { !says($0.new, name) })
    }
  }

  /// How many published products have another name or address: what a page's new layout garbles in all at once.
  private func rewordings(in products: [Product]) -> [(member: String, had: Int, changed: Int, example: String)] {
    let both = products.compactMap { new in publishedByID[new.id].map { (old: $0, new: new) } }
    let names = both.filter { $0.old.name != $0.new.name }.map { "'\($0.new.name)' for '\($0.old.name)'" }
    let addresses = both.filter { $0.old.url != $0.new.url }.map {
      "\($0.new.url ?? "none") for \($0.old.url ?? "none")"
    }
    return [("name", names), ("url", addresses)].map { ($0, both.count, $1.count, $1.first ?? "") }
  }

  /// A word on a catalogue that grew as much as one may not shrink: the guards let it pass, nobody should miss it.
  private func growth(to count: Int) -> String? {
    let (before, settings) = (publishedProducts.count, publisher.settings.guards)
    let more = count - before
    guard before > 0, more > settings.shrinkItems, Double(more) * 100 > settings.shrinkPercent * Double(before) else {
      return nil
    }
    return "grew from \(before) to \(count) products"
  }

  /// Keeps the published document and writes down what was refused, for `accept`.
  private func refuse(_ refusals: [Refusal], content: String) throws -> Report {
    var state = before ?? SourceState()
    state.refused = .init(guards: refusals, content: content, time: crawl.newestFetch)
    try tree.write(state, crawl.source, crawl.brandID)
    return Report(.refused(refusals), count: publishedProducts.count, warnings: warnings)
  }

  /// Published products that the crawl did not give because their page failed, or may have failed.
  private func carriedOver(missingFrom part: CataloguePart) throws -> [Product] {
    let ids = Set(part.products.map(\.id))
    let missing = publishedProducts.filter { !ids.contains($0.id) && (!part.hasAllListings || part.hasFailed($0)) }
    return try missing.map { product in
      guard !product.record.has("carried_from") else { return product }
      var changes = Record.Changes()
      changes.set("carried_from", JSON(product.record.string("fetched_at") ?? published?.fetchedAt))
      return try Product(product.record.applying(changes))
    }
  }

  /// What only a product's own page says; that page is read less often than the listing.
  private static let itemPageMembers: [StaticString] = [
    "in_stock", "stock_checked_at", "description", "images", "gallery", "specs", "documentation", "variants", "sku",
    "gtin",
  ]

  /// A list in a new theme may not say that a price is told on request; that it shows none does not speak against it.
  private static func keepsReason(_ new: Record, _ old: Record) -> Bool {
    (new.raw("price_ils") == nil || new.isNull("price_ils")) && new.string("price_reason") == "not-shown"
      && old.string("price_reason") == "contact-only"
  }

  /// The crawl's products, with what was published of their own pages where those were not read this time.
  private func remembering(_ part: CataloguePart) throws -> [Product] {
    guard !publishedByID.isEmpty else { return part.products }
    return try part.products.map { product in
      let isUnread = part.source == .halilit ? !product.record.has("stock_checked_at") : part.hasFailed(product)
      guard isUnread, let old = publishedByID[product.id]?.record else { return product }
      var changes = Record.Changes()
      var hasChanges = false
      for name in Self.itemPageMembers where product.record.raw(name) == nil || product.record.isNull(name) {
        guard let value = old.raw(name), !old.isNull(name) else { continue }
        changes.set(name) { $0.append(contentsOf: value) }
        hasChanges = true
      }
      if Self.keepsReason(product.record, old) {
        changes.set("price_reason", "contact-only")
        hasChanges = true
      }
      return hasChanges ? try Product(product.record.applying(changes)) : product
    }
  }

  /// Accounts for the change, then replaces document and state; the order makes a killed run recoverable.
  private func replace(by products: [Product], _ state: SourceState) throws -> Report.Outcome {
    let stateFile = tree.stateFile(state, crawl.source, crawl.brandID)
    let new = try document(products)
    let to = new.contentHash
    guard publishedHash != to else {
      try tree.publish([stateFile])
      return .unchanged
    }
    let changes = Change.between(publishedProducts, products)
    // A damaged document that is made anew is no change: its history tells already how this content came about.
    if try publishedHash != nil || history.lastContent(of: crawl.source) != to {
      try history.append(
        .init(
          source: crawl.source, brandID: crawl.brandID, from: publishedHash, to: to, time: crawl.newestFetch,
          run: publisher.run, changes: changes, priceJump: publisher.settings.guards.priceJump))
    }
    try tree.publish([(path, new.encoded), stateFile])
    func count(_ kind: Change.Kind) -> Int { changes.count { $0.kind == kind } }
    return .stored(added: count(.added), deleted: count(.deleted), modified: count(.modified))
  }

  private func document(_ products: [Product]) throws -> Document {
    try publisher.catalogueDocument(
      crawl.source, crawl.brandID, products.map(\.record), fetchedAt: crawl.newestFetch ?? published?.fetchedAt)
  }

  private func state(_ evidence: Evidence, content: String, carried: Int, published: Int) throws -> SourceState {
    var state = SourceState()
    state.verifiedAt = evidence.part.newestFetch ?? before?.verifiedAt
    state.crawlID = try tree.crawlID(crawl.source, crawl.brandID)
    state.isComplete = evidence.part.isComplete
    state.declared = evidence.part.declared
    state.extracted = evidence.part.products.count
    state.published = published
    state.carried = carried
    state.suspects = evidence.suspectCount
    for listing in evidence.part.listings {
      for (reason, count) in listing.excluded { state.excluded[reason, default: 0] += count }
    }
    if evidence.droppedCount > 0 { state.excluded["other-brand", default: 0] += evidence.droppedCount }
    state.content = content
    return state
  }
}
