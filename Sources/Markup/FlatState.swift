internal import JSON

/// Undoes the flattening that Nuxt 3 writes into `__NUXT_DATA__` (the `devalue` format): one array whose containers
/// hold indices into it, its first element being the root.
struct FlatState {
  private static let maximumDepth = 128

  private let slots: [JSON]
  /// Shared values are written out at each place, which can grow without end.
  private var budget = 500_000

  static func expanded(_ value: JSON) -> JSON {
    guard let slots = value.array, !slots.isEmpty else { return value }
    var state = FlatState(slots: slots)
    return state.value(at: 0, depth: 0)
  }

  private init(slots: [JSON]) { self.slots = slots }

  /// Negative indices are undefined, holes, NaN and infinities: all null.
  private mutating func value(at index: Int?, depth: Int) -> JSON {
    budget -= 1
    guard let index, slots.indices.contains(index), depth < Self.maximumDepth, budget > 0 else { return .null }
    switch slots[index] {
    case .object(let object):
      var expanded = JSONObject()
      for member in object.members {
        expanded.members.append(.init(member.name, value(at: member.value.int, depth: depth + 1)))
      }
      return .object(expanded)
    case .array(let parts):
      guard let kind = parts.first?.string else {
        return .array(expanded(parts[...], depth))
      }
      return tagged(kind, parts.dropFirst(), depth)
    case let scalar: return scalar
    }
  }

  private mutating func expanded(_ indices: ArraySlice<JSON>, _ depth: Int) -> [JSON] {
    var values: [JSON] = []
    for index in indices { values.append(value(at: index.int, depth: depth + 1)) }
    return values
  }

  /// `["Date", "…"]`, `["Set", 1, 2]`, `["Map", key, value…]`, and wrappers such as `["Reactive", 1]`.
  private mutating func tagged(_ kind: String, _ parts: ArraySlice<JSON>, _ depth: Int) -> JSON {
    switch kind {
    case "Date", "RegExp", "BigInt", "URL": return parts.first ?? .null
    case "Set": return .array(expanded(parts, depth))
    case "Map":
      let values = expanded(parts, depth)
      let pairs = stride(from: 0, to: values.count - 1, by: 2).map { JSON.array([values[$0], values[$0 + 1]]) }
      return .array(pairs)
    default: return value(at: parts.first?.int, depth: depth + 1)
    }
  }
}
