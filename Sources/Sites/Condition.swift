/// A condition on a text in a config: `^/products/` begins, `.html$` ends, `^x$` equals, `x` contains; `!` negates.
struct Condition: Sendable, Equatable {
  let source: String
  private let needle: String
  private let isNegated: Bool
  private let isAtStart: Bool
  private let isAtEnd: Bool

  init(_ source: String) {
    self.source = source
    var rest = source[...]
    isNegated = rest.first == "!"
    if isNegated { rest.removeFirst() }
    isAtStart = rest.first == "^"
    if isAtStart { rest.removeFirst() }
    isAtEnd = rest.last == "$"
    if isAtEnd { rest.removeLast() }
    needle = String(rest)
  }

  /// A text that is absent meets negated conditions only.
  func holds(for text: String?) -> Bool {
    guard let text else { return isNegated }
    let fits =
      switch (isAtStart, isAtEnd) {
      case (true, true): text == needle
      case (true, false): text.hasPrefix(needle)
      case (false, true): text.hasSuffix(needle)
      case (false, false): needle.isEmpty || text.contains(needle)
      }
    return fits != isNegated
  }
}
