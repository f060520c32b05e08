internal import Catalogue
internal import JSON
internal import Markup
internal import Text

extension BrandPage {
  /// The one product that a page is about; what else it shows are neighbours.
  func item(_ document: Document) throws(SelectorError) -> Result<Reading, Listing.Failure> {
    let head = PageHead(document)
    let address = addressed(canonical: head.canonical)
    let product = BrandProduct(config: config, page: page, address: address)
    let found = try BrandStrategies(config: config, document: document, resolve: { address.product($0) ?? $0 }).item()
    guard let record = product.record(of: single(found, at: address, document)) else {
      return .failure(head.blockade ?? .init("not-a-product", "no strategy found a product on the page"))
    }
    return .success(Reading(products: [record]))
  }

  /// What all strategies know of the page's product; the configured ones know best.
  func single(_ found: [BrandStrategies.Found], at address: PageAddress, _ document: Document) -> ProductDraft {
    let product = BrandProduct(config: config, page: page, address: address)
    var draft = ProductDraft()
    for list in found.filter(\.isConfigured) + found.filter({ !$0.isConfigured && $0.isCertain }) {
      if let main = main(of: list.drafts, product) { draft.fill(from: main) }
    }
    for list in found where !list.isConfigured && !list.isCertain { fill(&draft, fromGuesses: list.drafts, product) }
    // A page that describes a product and leaves out its name has it in its heading.
    let isProduct = found.contains { $0.isCertain && !$0.drafts.isEmpty }
    if draft.text(.name) != nil || isProduct { fill(&draft, fromHeadOf: document, product) }
    draft.set(.category, category(in: document, draft), by: .css)
    draft.set(.variants, ShopVariations.variants(in: document), by: .embedded)
    if let name = draft.text(.name) { draft.set(.variants, FamilyMembers.all(in: document.node, of: name), by: .css) }
    draft.set(.accessories, AccessoryLinks.all(in: document.node, at: address), by: .links)
    let pictures = MagentoState(document).pictures.map(JSON.string)
    draft.set(.image, .array(pictures), by: .embedded)
    if pictures.count > 1 { draft.set(.gallery, .array(pictures), by: .embedded) }
    addDocuments(of: document, at: address, to: &draft)
    return draft
  }

  /// Fills in what the page's state says of the same product, or of its one product where nothing else names one.
  private func fill(_ draft: inout ProductDraft, fromGuesses guesses: [ProductDraft], _ product: BrandProduct) {
    var index = DraftIndex(product)
    index.add(guesses)
    if draft.values.isEmpty, let main = main(of: guesses, product), guesses.count == 1 || product.isOwn(main) {
      draft.fill(from: main)
    } else {
      for same in index.like(draft) { draft.fill(from: same) }
    }
  }

  /// Adds the files that the page links to what its data names.
  private func addDocuments(of document: Document, at address: PageAddress, to draft: inout ProductDraft) {
    guard let linked = DocumentLinks.all(in: document.node, at: address) else { return }
    let known = draft[.documents]?.array ?? []
    guard !known.isEmpty else { return draft.set(.documents, .array(linked), by: .links) }
    let urls = Set(known.compactMap { ($0["url"] ?? $0).plainText.flatMap(address.product) })
    let others = linked.filter { !urls.contains($0["url"]?.string ?? "") }
    if let strategy = draft.strategies[.documents] { draft.replace(.documents, .array(known + others), by: strategy) }
  }

  /// The product whose address is the page's; the first where none has it.
  private func main(of drafts: [ProductDraft], _ product: BrandProduct) -> ProductDraft? {
    drafts.first(where: product.isOwn) ?? drafts.first
  }

  /// The last step of the page's breadcrumb trail before the product itself.
  private func category(in document: Document, _ draft: ProductDraft) -> JSON? {
    let trail = document.node.descendants.first { node in
      guard node.kind == .element, let words = node.attribute("class") ?? node.attribute("aria-label") else {
        return false
      }
      return words.lowercased().contains("breadcrumb")
    }
    guard let trail else { return nil }
    let name = draft.text(.name)
    let steps = BreadcrumbTrail.crumbs(in: trail).filter { $0.name != nil && $0.name != name && $0.url != nil }
    guard steps.count > 1, let step = steps.last?.name else { return nil }
    return .string(step)
  }

  /// What any page's head says of it. It makes no product of a page that nothing else calls one: menus and categories have
  /// titles too.
  private func fill(_ draft: inout ProductDraft, fromHeadOf document: Document, _ product: BrandProduct) {
    if let graph = OpenGraph(in: document) { draft.fill(from: OpenGraphReader.draft(graph)) }
    let heading = document.node.firstDescendant(named: "h1")?.collapsed
    draft.set(.name, (heading ?? PageHead(document).title).map(JSON.string), by: .css)
    let meta = document.node.descendants(named: "meta").first { $0.attribute("name")?.lowercased() == "description" }
    draft.set(.description, meta?.attribute("content").map(JSON.string), by: .css)
  }
}
