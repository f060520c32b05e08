internal import JSON
internal import Markup

/// Runs each strategy of a config on one page and brings together what they found.
struct BrandStrategies {
  /// What one strategy found, in page order.
  struct Found {
    let strategy: Strategy
    var drafts: [ProductDraft]
    /// Whether the config says where the products stand, rather than the page itself.
    let isConfigured: Bool
    /// Whether something calls them products; the rest looks like products.
    var isCertain = true
    /// Whether it is read from the tiles of a list, of which even one alone need not be the page's own product.
    var isList = false
    /// Products that the page names beside those it is about.
    var neighbours: [ProductDraft] = []
    var next: String?
  }

  let config: BrandConfig
  let document: Document
  let resolve: (String) -> String

  /// The finds of a page that lists products.
  func listing() throws(SelectorError) -> [Found] {
    try found(embedded: config.embedded, css: config.css, fallsBackToLists: true)
  }

  /// The finds of one product's own page; the listing's paths and selectors do not fit there.
  func item() throws(SelectorError) -> [Found] {
    try found(embedded: config.detail?.embedded, css: config.detail?.css, fallsBackToLists: false)
  }

  private func found(
    embedded: BrandConfig.Embedded?, css: BrandConfig.Selectors?, fallsBackToLists: Bool
  ) throws(SelectorError) -> [Found] {
    var found: [Found] = []
    for strategy in config.order {
      switch strategy {
      case .api, .links: continue
      case .embedded:
        guard let embedded, let state = EmbeddedState.find(in: document, named: embedded.script) else { continue }
        let drafts = EmbeddedReader(items: embedded.items, strategy: .embedded).drafts(in: state.value)
        found.append(Found(strategy: strategy, drafts: drafts, isConfigured: true))
      case .css:
        if let css {
          found.append(try select(css, isConfigured: true))
        } else {
          if fallsBackToLists { found += try select(firstOf: Platforms.listings, areLists: true) }
          found += try select(firstOf: Platforms.items, areLists: false)
        }
      case .jsonLD: found.append(structured(StructuredData.jsonLD(in: document), strategy))
      case .microdata: found.append(structured(StructuredData.microdata(in: document, resolving: resolve), strategy))
      case .rdfa: found.append(structured(StructuredData.rdfa(in: document, resolving: resolve), strategy))
      case .openGraph:
        guard let graph = OpenGraph(in: document), OpenGraphReader.isProduct(graph) else { continue }
        found.append(Found(strategy: strategy, drafts: [OpenGraphReader.draft(graph)], isConfigured: false))
      }
    }
    if embedded == nil, css == nil, config.order.contains(.embedded) { found += guessed() }
    return found
  }

  private func structured(_ data: [StructuredData], _ strategy: Strategy) -> Found {
    let finds = SchemaReader.finds(in: data.map(\.value), by: strategy)
    return Found(
      strategy: strategy, drafts: finds.drafts, isConfigured: false, isCertain: finds.areTyped,
      neighbours: finds.neighbours)
  }

  /// What looks like products in the page's own state, where no config says where they stand.
  private func guessed() -> [Found] {
    let states = EmbeddedState.all(in: document)
    guard !states.isEmpty else { return [] }
    let drafts = StateReader.drafts(in: states, links: PageLinks(document.node))
    return [Found(strategy: .embedded, drafts: drafts, isConfigured: false, isCertain: false)]
  }

  private func select(_ selectors: BrandConfig.Selectors, isConfigured: Bool) throws(SelectorError) -> Found {
    let reader = SelectorReader(selectors: selectors)
    return Found(
      strategy: .css, drafts: try reader.drafts(in: document.node), isConfigured: isConfigured,
      next: try reader.next(in: document.node))
  }

  private func select(firstOf platforms: [BrandConfig.Selectors], areLists: Bool) throws(SelectorError) -> [Found] {
    for platform in platforms {
      var found = try select(platform, isConfigured: false)
      found.isList = areLists
      if found.drafts.contains(where: { $0.text(.name) != nil }) { return [found] }
    }
    return []
  }
}

extension [BrandStrategies.Found] {
  /// The number of finds of each strategy, in the order of their first.
  var counts: [(name: String, count: Int)] {
    var counts: [(name: String, count: Int)] = []
    for found in self {
      if let at = counts.firstIndex(where: { $0.name == found.strategy.rawValue }) {
        counts[at].count += found.drafts.count
      } else {
        counts.append((found.strategy.rawValue, found.drafts.count))
      }
    }
    return counts
  }

  /// The first configured list with products.
  var configured: Element? { first { $0.isConfigured && $0.namedCount > 0 } }

  /// The list that counts: the first configured one with products, else the longest of those that something calls
  /// products, else the longest; of equals the earlier.
  var leading: Element? {
    if let configured { return configured }
    let certain = filter { $0.isCertain && $0.namedCount > 0 }
    return (certain.isEmpty ? filter { !$0.drafts.isEmpty } : certain).reduce(nil) { best, next in
      next.namedCount > best?.namedCount ?? -1 ? next : best
    }
  }
}

extension BrandStrategies.Found {
  var namedCount: Int { drafts.count { $0.text(.name) != nil } }
}
