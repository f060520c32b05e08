internal import JSON
internal import Markup
internal import Text

/// How a config reads one field: JSON paths, templates or selectors, of which the first with a value counts; then a
/// transform.
struct FieldRule: Sendable {
  enum Reading: Sendable {
    case path(JSONPath)
    /// `/products/{handle}`: each brace holds a path.
    case template([(text: String, path: JSONPath?)])
    /// Nil selects the item itself.
    case selector(Selector?)
  }

  let readings: [Reading]
  /// The attribute that holds the value, where it is not the one that suits the field.
  let attribute: String?
  let transform: TextTransform?
  /// The rules for each element where the field is a list of objects, such as variants.
  let fields: [ProductField: FieldRule]
  /// Which of the elements found counts; nil takes the first that says something, or all for lists.
  var place: Place?

  /// A number among what was found, from the front or from the back.
  struct Place: Sendable {
    private let number: Int

    /// 1 is the first, -1 the last; nil for 0.
    init?(_ number: Int) {
      guard number != 0 else { return nil }
      self.number = number
    }

    func of(_ nodes: [Node]) -> [Node] {
      let (at, overflow) = number > 0 ? (number - 1, false) : nodes.count.addingReportingOverflow(number)
      return !overflow && nodes.indices.contains(at) ? [nodes[at]] : []
    }
  }
}

/// What happens to a text after it was read.
package enum TextTransform: Sendable, Equatable {
  /// Only what stands before (after) the first occurrence of the text; all where it does not occur.
  case before(String)
  case after(String)
  /// The rest of the first word that begins with the text: `word:post-` makes `7` of `entry post-7 sale`.
  case word(String)
  /// An address without the parameter of that name.
  case without(String)
  case lowercase

  package init?(_ source: String) {
    let parts = source.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    switch (parts[0], parts.count) {
    case ("before", 2) where !parts[1].isEmpty: self = .before(parts[1])
    case ("after", 2) where !parts[1].isEmpty: self = .after(parts[1])
    case ("word", 2) where !parts[1].isEmpty: self = .word(parts[1])
    case ("without", 2) where !parts[1].isEmpty: self = .without(parts[1])
    case ("lowercase", 1): self = .lowercase
    default: return nil
    }
  }

  package func callAsFunction(_ text: String) -> String {
    switch self {
    case .before(let mark): text.firstRange(of: mark).map { String(text[..<$0.lowerBound]) } ?? text
    case .after(let mark): text.firstRange(of: mark).map { String(text[$0.upperBound...]) } ?? text
    case .word(let start):
      text.split(whereSeparator: \.isWhitespace).first { $0.hasPrefix(start) }.map { String($0.dropFirst(start.count)) }
        ?? ""
    case .without(let parameter): Self.address(text, without: parameter)
    case .lowercase: text.lowercased()
    }
  }

  private static func address(_ text: String, without parameter: String) -> String {
    let page = text.prefix { $0 != "#" }
    guard let mark = page.firstIndex(of: "?") else { return text }
    let parts = page[page.index(after: mark)...].split(separator: "&")
    let kept = parts.filter { $0.prefix { $0 != "=" } != parameter }
    return page[..<mark] + (kept.isEmpty ? "" : "?" + kept.joined(separator: "&"))
  }
}
