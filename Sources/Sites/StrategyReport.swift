package import Catalogue
package import JSON
internal import Markup

/// What each strategy and selector of a config finds on one page, for people who ask why a site is read as it is.
package enum StrategyReport {
  /// One `strategy-report` record per strategy that applies to the page, in the config's order.
  ///
  /// Throws when the page is no document that can be read or a selector cannot be evaluated.
  package static func records(of page: Page, body: [UInt8], config: BrandConfig) throws -> [JSONObject] {
    let document = try Document(html: body)
    let isItem = page.request.role == .item
    let strategies = BrandStrategies(config: config, document: document, resolve: { $0 })
    let selectors = isItem ? config.detail?.css : config.css
    return try (isItem ? strategies.item() : strategies.listing()).map { found in
      var record: JSONObject = [
        "type": "strategy-report", "brand_id": .string(config.brandID), "page_url": .string(page.finalURL),
        "role": .string(page.request.role.rawValue), "strategy": .string(found.strategy.rawValue),
        "configured": .bool(found.isConfigured), "items": JSON(found.drafts.count), "fields": fields(of: found.drafts),
      ]
      if found.strategy == .css, found.isConfigured, let selectors {
        record["selectors"] = .array(try hits(of: selectors, in: document.node))
      }
      return record
    }
  }

  /// Per field: how many items have it, and its first value.
  private static func fields(of drafts: [ProductDraft]) -> JSON {
    let members = ProductField.allCases.compactMap { field -> JSONObject.Member? in
      let values = drafts.compactMap { $0[field] }
      guard let first = values.first else { return nil }
      return .init(field.rawValue, ["items": JSON(values.count), "first": first])
    }
    return .object(JSONObject(members))
  }

  /// Per selector: in how many items it finds anything; those of `item` and `next` on the whole page.
  private static func hits(of selectors: BrandConfig.Selectors, in page: Node) throws -> [JSON] {
    let found = try page.select(selectors.item)
    let items = RecordBounds(found, shape: selectors.shape)
    var hits: [JSON] = [entry("item", selectors.item, found.count)]
    for (field, rule) in selectors.fields.sorted(by: { $0.key < $1.key }) {
      for case .selector(let selector?) in rule.readings {
        let count = try items.records.count { try !items.select(selector, in: $0).isEmpty }
        hits.append(entry(field.rawValue, selector, count))
      }
    }
    if let next = selectors.next { hits.append(entry("next", next, try page.select(next).count)) }
    return hits
  }

  private static func entry(_ field: String, _ selector: Selector, _ count: Int) -> JSON {
    ["field": .string(field), "select": .string(selector.source), "found": JSON(count)]
  }
}
