internal import JSON
internal import Markup
internal import Text

/// Reads products out of a page's elements by a config's selectors.
struct SelectorReader {
  let selectors: BrandConfig.Selectors

  func drafts(in page: Node) throws(SelectorError) -> [ProductDraft] {
    var drafts: [ProductDraft] = []
    let items = RecordBounds(try page.select(selectors.item), shape: selectors.shape)
    for item in items.records {
      var draft = ProductDraft()
      for (field, rule) in selectors.fields { draft.set(field, try items.value(field, rule, in: item), by: .css) }
      let isProduct = selectors.conditions.allSatisfy { $0.condition.holds(for: draft.text($0.field)) }
      if isProduct { drafts.append(draft) }
    }
    return drafts
  }

  func next(in page: Node) throws(SelectorError) -> String? {
    guard let next = selectors.next else { return nil }
    return try page.first(next).flatMap { $0.kind == .element ? $0.attribute("href") : $0.text }
  }
}

extension RecordBounds {
  /// What the first selector of `rule` that finds something finds in one record.
  func value(_ field: ProductField, _ rule: FieldRule, in record: Node) throws(SelectorError) -> JSON? {
    for case .selector(let selector) in rule.readings {
      let nodes = try selector.map { selector throws(SelectorError) in try select(selector, in: record) } ?? [record]
      if let value = try value(field, rule, of: rule.place.map { $0.of(nodes) } ?? nodes) { return value }
    }
    return nil
  }

  private func value(_ field: ProductField, _ rule: FieldRule, of nodes: [Node]) throws(SelectorError) -> JSON? {
    if nodes.isEmpty { return nil }
    if field == .specs { return specifications(nodes) }
    var values: [JSON] = []
    for node in nodes {
      if !rule.fields.isEmpty {
        values.append(.object(try object(rule.fields, in: node)))
      } else if let text = Self.text(of: node, for: field, attribute: rule.attribute) {
        let text = Whitespace.collapsed(rule.transform.map { $0(text) } ?? text)
        if !text.isEmpty { values.append(.string(text)) }
      }
    }
    return field.isList && !values.isEmpty ? .array(values) : values.first
  }

  private func object(_ fields: [ProductField: FieldRule], in node: Node) throws(SelectorError) -> JSONObject {
    var object = JSONObject()
    for (field, rule) in fields.sorted(by: { $0.key < $1.key }) {
      object[field.rawValue] = try RecordBounds([node], shape: .apart).value(field, rule, in: node)
    }
    return object
  }

  /// What an element says for a field: addresses stand in attributes, everything else in the text a reader sees.
  private static func text(of node: Node, for field: ProductField, attribute: String?) -> String? {
    guard node.kind == .element else { return node.text }
    if let attribute { return node.attribute(attribute) }
    switch field {
    case .url, .documents, .accessories, .accessoryOf:
      return (node.isNamed("a") ? node : node.firstDescendant(named: "a"))?.attribute("href")
    case .image, .thumbnail, .gallery:
      let pictures = node.isNamed("img") || node.isNamed("source") ? [node] : node.descendants(named: "img")
      return pictures.isEmpty
        ? ImageAddress.address(of: node) : pictures.first { !$0.isLogo }.flatMap(ImageAddress.address)
    case .price, .originalPrice, .eilatPrice:
      return node.attribute("content") ?? node.shownText { $0.isHidden || $0.isNamed("del") }
    default: return node.attribute("content") ?? node.shownText { $0.isNamed("script") || $0.isNamed("style") }
    }
  }

  /// Rows of label and value: table rows, definition lists, or elements with two children.
  private func specifications(_ nodes: [Node]) -> JSON {
    var specs = Specifications()
    for node in nodes { SpecificationTable.read(node, into: &specs) }
    return .object(specs.object)
  }
}

extension ProductField {
  /// Whether the field holds every value found, not only the first: which picture is the product is told later.
  var isList: Bool {
    switch self {
    case .image, .gallery, .documents, .labels, .variants, .accessories, .accessoryOf: true
    default: false
    }
  }
}

extension Node {
  /// Whether the element's own markup calls the picture a logo.
  fileprivate var isLogo: Bool {
    ["class", "id", "alt"].contains { name in
      let words = attribute(name)?.lowercased().split { !$0.isLetter } ?? []
      return words.contains { $0 == "logo" || $0 == "wordmark" }
    }
  }
}
