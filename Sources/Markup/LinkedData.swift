package import JSON

/// Questions to JSON-LD trees, and to items in that shape.
package struct LinkedData {
  package let values: [JSON]
  private let definitions: [String: JSON]

  package init(_ values: [JSON]) {
    self.values = values
    var definitions: [String: JSON] = [:]
    for value in values { Self.define(value, &definitions) }
    self.definitions = definitions
  }

  /// The objects of a type (`Product`, in whatever vocabulary), in document order, through `@graph`, lists and
  /// nested objects; what lies inside a found object is its own affair. O(size).
  package func nodes(ofType type: String) -> [JSON] {
    var found: [JSON] = []
    for value in values { Self.find(type, in: value, &found) }
    return found
  }

  /// The object that `{"@id": "…"}` stands for, if another place of the page defines it; else the value itself.
  package func resolved(_ value: JSON) -> JSON {
    guard let object = value.object, object.members.count == 1, let id = object["@id"]?.string else { return value }
    return definitions[id] ?? value
  }

  /// The names of an object's types, without their vocabulary.
  package static func types(of value: JSON) -> [String] {
    switch value["@type"] {
    case .string(let type): [type.localName]
    case .array(let types): types.compactMap { $0.string?.localName }
    default: []
    }
  }

  private static func find(_ type: String, in value: JSON, _ found: inout [JSON]) {
    switch value {
    case .object(let object):
      if types(of: value).contains(type) {
        found.append(value)
      } else {
        for member in object.members { find(type, in: member.value, &found) }
      }
    case .array(let values): for value in values { find(type, in: value, &found) }
    default: break
    }
  }

  private static func define(_ value: JSON, _ definitions: inout [String: JSON]) {
    switch value {
    case .object(let object):
      if object.members.count > 1, let id = object["@id"]?.string, definitions[id] == nil { definitions[id] = value }
      for member in object.members { define(member.value, &definitions) }
    case .array(let values): for value in values { define(value, &definitions) }
    default: break
    }
  }
}
