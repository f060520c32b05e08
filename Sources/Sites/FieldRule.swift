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
}

/// What happens to a text after it was read.
enum TextTransform: Sendable, Equatable {
  /// Only what stands before (after) the first occurrence of the text; all where it does not occur.
  case before(String)
  case after(String)
  /// The rest of the first word that begins with the text: `word:post-` makes `7` of `entry post-7 sale`.
  case word(String)
  case lowercase

  init?(_ source: String) {
    let parts = source.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    switch (parts[0], parts.count) {
    case ("before", 2) where !parts[1].isEmpty: self = .before(parts[1])
    case ("after", 2) where !parts[1].isEmpty: self = .after(parts[1])
    case ("word", 2) where !parts[1].isEmpty: self = .word(parts[1])
    case ("lowercase", 1): self = .lowercase
    default: return nil
    }
  }

  func callAsFunction(_ text: String) -> String {
    switch self {
    case .before(let mark): text.firstRange(of: mark).map { String(text[..<$0.lowerBound]) } ?? text
    case .after(let mark): text.firstRange(of: mark).map { String(text[$0.upperBound...]) } ?? text
    case .word(let start):
      text.split(whereSeparator: \.isWhitespace).first { $0.hasPrefix(start) }.map { String($0.dropFirst(start.count)) }
        ?? ""
    case .lowercase: text.lowercased()
    }
  }
}
