internal import JSON

/// A path into a JSON value: `props.items[0].title`; `[]` takes every element, as does `*` every member.
struct JSONPath: Sendable, Equatable {
  private enum Step: Sendable, Equatable {
    case member(String)
    case element(Int)
    case all
  }

  let source: String
  private let steps: [Step]

  /// Nil for a path with an empty name or an index that is no number.
  init?(_ source: String) {
    self.source = source
    var steps: [Step] = []
    // `$` and `$.` are how others begin such paths.
    let path = source.hasPrefix("$.") ? source.dropFirst(2) : source == "$" ? "" : source[...]
    for part in path.split(separator: ".", omittingEmptySubsequences: path.isEmpty) {
      let pieces = part.split(separator: "[", omittingEmptySubsequences: false)
      guard let name = pieces.first, !name.isEmpty || pieces.count > 1 else { return nil }
      if !name.isEmpty { steps.append(name == "*" ? .all : .member(String(name))) }
      for index in pieces.dropFirst() {
        guard index.last == "]" else { return nil }
        let number = index.dropLast()
        if number.isEmpty || number == "*" {
          steps.append(.all)
        } else if let number = Int(number) {
          steps.append(.element(number))
        } else {
          return nil
        }
      }
    }
    self.steps = steps
  }

  /// Every value the path leads to, in document order.
  func values(in root: JSON) -> [JSON] {
    steps.reduce([root]) { values, step in
      values.flatMap { value -> [JSON] in
        switch step {
        case .member(let name): [value[name]].compactMap { $0 }
        case .element(let index): [value[index < 0 ? (value.array?.count ?? 0) + index : index]].compactMap { $0 }
        case .all: value.array ?? value.object?.members.map(\.value) ?? []
        }
      }
    }
  }

  /// The values as one: the value itself where the path leads to one, else an array; nil where to none.
  func value(in root: JSON) -> JSON? {
    let values = values(in: root)
    return values.count > 1 ? .array(values) : values.first
  }
}

extension JSON {
  /// What the value says as a text: strings, numbers and booleans; the first that does in an array or a text object.
  var plainText: String? {
    switch self {
    case .string(let text): text
    case .number(let spelling): spelling
    case .bool(let flag): flag ? "true" : "false"
    case .array(let values): values.lazy.compactMap(\.plainText).first
    case .object(let object): (object["@value"] ?? object["rendered"])?.plainText
    case .null: nil
    }
  }
}
