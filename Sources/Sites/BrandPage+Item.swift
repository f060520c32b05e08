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
    for list in found.filter(\.isConfigured) + found.filter({ !$0.isConfigured }) {
      if let main = main(of: list.drafts, product) { draft.fill(from: main) }
    }
    if draft.text(.name) != nil { fill(&draft, fromHeadOf: document) }
    draft.set(.category, category(in: document, draft), by: .css)
    draft.set(.variants, WooCommerceVariations.variants(in: document), by: .embedded)
    draft.set(.documents, DocumentLinks.all(in: document.node, at: address), by: .links)
    return draft
  }

  /// The product whose address is the page's; the first where none has it.
  private func main(of drafts: [ProductDraft], _ product: BrandProduct) -> ProductDraft? {
    let own = [product.address.claimed?.identity, product.address.fetched?.identity].compactMap { $0?.path }
    return drafts.first { draft in
      draft.text(.url) != nil && product.url(of: draft).map { own.contains($0.path) } == true
    } ?? drafts.first
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
  private func fill(_ draft: inout ProductDraft, fromHeadOf document: Document) {
    if let graph = OpenGraph(in: document) { draft.fill(from: OpenGraphReader.draft(graph)) }
    let meta = document.node.descendants(named: "meta").first { $0.attribute("name")?.lowercased() == "description" }
    draft.set(.description, meta?.attribute("content").map(JSON.string), by: .css)
  }
}
