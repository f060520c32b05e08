package import JSON

/// One microdata or RDFa item: its types, its identifier and its properties in the order of the page.
package struct StructuredItem {
  package enum Value {
    case text(String)
    indirect case item(StructuredItem)
    /// What an `input` asks for, as schema.org's potential actions describe it.
    case input(name: String, isRequired: Bool)
  }

  package struct Property {
    package let name: String
    package var values: [Value]
  }

  package let node: Node
  package var id: String?
  package var types: [String] = []
  package private(set) var properties: [Property] = []
  /// What an item without properties says as text; else nil.
  package var text: String?

  init(_ node: Node) { self.node = node }

  package subscript(name: String) -> [Value] { properties.first { $0.name == name }?.values ?? [] }

  mutating func add(_ value: Value, to name: String) {
    if let at = properties.firstIndex(where: { $0.name == name }) {
      properties[at].values.append(value)
    } else {
      properties.append(Property(name: name, values: [value]))
    }
  }

  /// The item in the shape of JSON-LD, so that one reader serves all syntaxes; bare text counts as `name`.
  package var linkedData: JSON {
    var object = JSONObject()
    if types.count == 1, let type = types.first {
      object.members.append(.init("@type", .string(type)))
    } else if !types.isEmpty {
      object.members.append(.init("@type", .array(types.map(JSON.string))))
    }
    if let id { object.members.append(.init("@id", .string(id))) }
    if let text { object.members.append(.init("name", .string(text))) }
    for property in properties {
      let values = property.values.map(\.linkedData)
      object.members.append(.init(property.name, values.count == 1 ? values[0] : .array(values)))
    }
    return .object(object)
  }
}

extension StructuredItem.Value {
  fileprivate var linkedData: JSON {
    switch self {
    case .text(let text): .string(text)
    case .item(let item): item.linkedData
    case .input(let name, let isRequired): ["valueName": .string(name), "valueRequired": .bool(isRequired)]
    }
  }
}
