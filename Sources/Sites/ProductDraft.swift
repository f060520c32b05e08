internal import JSON
internal import Text

/// What the strategies have read of one product so far, and which of them gave each field.
struct ProductDraft: Sendable {
  private(set) var values: [ProductField: JSON] = [:]
  private(set) var strategies: [ProductField: Strategy] = [:]

  subscript(field: ProductField) -> JSON? { values[field] }

  func text(_ field: ProductField) -> String? { values[field]?.plainText }

  /// Sets a field that is still empty; blank texts and empty lists are nothing.
  mutating func set(_ field: ProductField, _ value: JSON?, by strategy: Strategy) {
    guard values[field] == nil, let value = value.flatMap(Self.meaningful) else { return }
    values[field] = value
    strategies[field] = strategy
  }

  /// Sets a field whatever it held.
  mutating func replace(_ field: ProductField, _ value: JSON?, by strategy: Strategy) {
    guard let value = value.flatMap(Self.meaningful) else { return }
    values[field] = value
    strategies[field] = strategy
  }

  /// Takes over what `other` knows and this does not. A price and its currency belong together.
  mutating func fill(from other: ProductDraft) {
    for (field, value) in other.values where values[field] == nil {
      if field == .currency, values[.price] != nil, strategies[.price] != other.strategies[.price], !priceNeedsCurrency
      {
        continue
      }
      values[field] = value
      strategies[field] = other.strategies[field]
    }
  }

  private var priceNeedsCurrency: Bool { text(.price).flatMap { Price($0)?.currency } == nil }

  // Statements, not `? nil :`, which would make JSON's null.
  private static func meaningful(_ value: JSON) -> JSON? {
    switch value {
    case .null: return nil
    case .string(let text):
      let text = Whitespace.collapsed(text)
      if text.isEmpty { return nil }
      return .string(text)
    case .array(let values):
      let values = values.compactMap(meaningful)
      if values.isEmpty { return nil }
      return .array(values)
    case .object(let object):
      if object.members.isEmpty { return nil }
      return value
    default: return value
    }
  }
}
