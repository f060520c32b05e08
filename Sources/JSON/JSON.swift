/// A JSON value (RFC 8259) as a tree; objects keep their order and numbers keep their spelling.
package enum JSON: Sendable, Equatable {
  case null
  case bool(Bool)
  /// The number as it was spelled: nothing passes through a binary float on its way through.
  case number(String)
  case string(String)
  case array([JSON])
  case object(JSONObject)
}

/// An object's members in document order; reading a duplicated name gives the last one, as jq does.
///
/// Names are compared by their bytes (RFC 8259 §8.3), not by canonical equivalence as Swift compares texts.
package struct JSONObject: Sendable, Equatable {
  package struct Member: Sendable, Equatable {
    package var name: String
    package var value: JSON

    package init(_ name: String, _ value: JSON) {
      self.name = name
      self.value = value
    }

    func isNamed(_ other: String) -> Bool { name.utf8.elementsEqual(other.utf8) }
  }

  package var members: [Member]

  package init(_ members: [Member] = []) { self.members = members }

  /// The last value of `name`; setting replaces it in place or appends, setting nil removes. O(members).
  package subscript(name: String) -> JSON? {
    get { members.last { $0.isNamed(name) }?.value }
    set {
      guard let newValue else {
        members.removeAll { $0.isNamed(name) }
        return
      }
      if let at = members.lastIndex(where: { $0.isNamed(name) }) {
        members[at].value = newValue
      } else {
        members.append(Member(name, newValue))
      }
    }
  }
}

extension JSON {
  package var isNull: Bool { self == .null }

  package var bool: Bool? { if case .bool(let value) = self { value } else { nil } }

  package var string: String? { if case .string(let value) = self { value } else { nil } }

  /// The integer a number spells; nil when it has a fraction, an exponent, or does not fit.
  package var int: Int? { if case .number(let spelling) = self { Int(spelling) } else { nil } }

  package var double: Double? { if case .number(let spelling) = self { Double(spelling) } else { nil } }

  package var array: [JSON]? { if case .array(let values) = self { values } else { nil } }

  package var object: JSONObject? { if case .object(let object) = self { object } else { nil } }

  /// A member of an object, nil for every other value.
  package subscript(name: String) -> JSON? { object?[name] }

  /// An element of an array, nil when out of range or not an array.
  package subscript(index: Int) -> JSON? {
    guard case .array(let values) = self, values.indices.contains(index) else { return nil }
    return values[index]
  }

  package init(_ text: String?) { self = text.map(JSON.string) ?? .null }
  package init(_ integer: Int) { self = .number(String(integer)) }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral elements: (String, JSON)...) {
    self.init(elements.map { Member($0.0, $0.1) })
  }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
  package init(stringLiteral value: String) { self = .string(value) }
  package init(integerLiteral value: Int) { self = .number(String(value)) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(arrayLiteral elements: JSON...) { self = .array(elements) }
  package init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(JSONObject(elements.map { JSONObject.Member($0.0, $0.1) }))
  }
  package init(nilLiteral: ()) { self = .null }
}
