internal import JSON
internal import Text

/// Reads products out of a JSON document by a config's paths: an interface's answer, or the state a page embeds.
struct EmbeddedReader {
  let items: BrandConfig.Items
  let strategy: Strategy

  func drafts(in document: JSON) -> [ProductDraft] {
    elements(in: document).filter(isProduct).map(draft)
  }

  /// The elements of each list that a path leads to; an object there is one product.
  private func elements(in document: JSON) -> [JSON] {
    items.paths.flatMap { $0.values(in: document) }.flatMap { $0.array ?? [$0] }.filter { $0.object != nil }
  }

  private func isProduct(_ element: JSON) -> Bool {
    items.conditions.allSatisfy { $0.condition.holds(for: $0.path.value(in: element)?.plainText) }
  }

  private func draft(of element: JSON) -> ProductDraft {
    var draft = ProductDraft()
    for (field, rule) in items.fields {
      let value = field == .image ? Self.pictures(rule, in: element) : Self.value(of: rule, in: element)
      draft.set(field, value, by: strategy)
    }
    return draft
  }

  /// Every candidate: which of them shows the product is told later.
  private static func pictures(_ rule: FieldRule, in element: JSON) -> JSON {
    .array(rule.readings.compactMap { read($0, [:], in: element) }.flatMap { $0.array ?? [$0] })
  }

  private static func value(of rule: FieldRule, in element: JSON) -> JSON? {
    for reading in rule.readings {
      guard let value = read(reading, rule.fields, in: element), value != .null, value != "" else { continue }
      guard let transform = rule.transform, let text = value.plainText else { return value }
      return .string(transform(text))
    }
    return nil
  }

  private static func read(_ reading: FieldRule.Reading, _ fields: [ProductField: FieldRule], in element: JSON) -> JSON?
  {
    switch reading {
    case .path(let path): fields.isEmpty ? path.value(in: element) : list(path, fields, in: element)
    case .template(let parts): filled(parts, from: element)
    case .selector: nil
    }
  }

  private static func list(_ path: JSONPath, _ fields: [ProductField: FieldRule], in element: JSON) -> JSON {
    let rows = path.values(in: element).flatMap { $0.array ?? [$0] }
    return .array(
      rows.map { row in
        .object(
          JSONObject(
            fields.sorted { $0.key < $1.key }.compactMap { field, rule in
              value(of: rule, in: row).map { .init(field.rawValue, $0) }
            }))
      })
  }

  /// Nil when a part that the template names is missing.
  private static func filled(_ parts: [(text: String, path: JSONPath?)], from element: JSON) -> JSON? {
    var text = ""
    for part in parts {
      text += part.text
      guard let path = part.path else { continue }
      guard let value = path.value(in: element)?.plainText else { return nil }
      text += value
    }
    return .string(text)
  }
}
