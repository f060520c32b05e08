/// A currency as a text names it.
package struct Currency: Sendable, Hashable {
  /// As written: `₪`, `ש"ח`, `руб.`, `AU$`.
  package var symbol: String
  /// ISO 4217; nil where the symbol belongs to several currencies (`kr`, `Rs`, `﷼`).
  package var code: String? { Self.code(of: symbol) }

  package init(symbol: String) { self.symbol = symbol }

  /// The first currency named in `text`, else in `hint`; nil when neither names one.
  package init?(in text: String, near hint: String? = nil) {
    let scalars = Array(Whitespace.collapsed(text).unicodeScalars)
    guard let found = Self.first(in: scalars, near: Self.scalars(hint)) else { return nil }
    self = found
  }

  static func scalars(_ hint: String?) -> [Unicode.Scalar] {
    Array(Whitespace.collapsed(hint ?? "").unicodeScalars)
  }

  /// The first in `text`, else in `hint`; a bare `$` gives way to a dollar that is named (`$10 AUD`).
  static func first(in text: [Unicode.Scalar], near hint: [Unicode.Scalar]) -> Currency? {
    guard let found = first(in: text) ?? first(in: hint) ?? whole(text) ?? whole(hint) else { return nil }
    return found.namingDollar(in: text, hint)
  }

  func namingDollar(in texts: [Unicode.Scalar]...) -> Currency {
    guard symbol == "$" else { return self }
    for text in texts {
      for start in text.indices {
        if let named = Self.starting(at: start, in: text), Self.dollars.contains(named.symbol) { return named }
      }
    }
    return self
  }

  // MARK: Finding symbols

  /// The longest symbol that begins at `start` and does not break a word.
  static func starting(at start: Int, in text: [Unicode.Scalar], allowingWeak: Bool = false) -> Currency? {
    guard start < text.count, text[start] != " ", !WrittenNumber.isDigit(text[start]) else { return nil }
    for length in stride(from: min(longestSymbol, text.count - start), to: 0, by: -1) {
      if let found = symbol(text, start..<start + length, allowingWeak) { return found }
    }
    return nil
  }

  /// The longest symbol that ends before `end` and does not break a word.
  static func ending(at end: Int, in text: [Unicode.Scalar]) -> Currency? {
    for length in stride(from: min(longestSymbol, end), to: 0, by: -1) {
      if let found = symbol(text, end - length..<end, true) { return found }
    }
    return nil
  }

  private static func first(in text: [Unicode.Scalar]) -> Currency? {
    text.indices.lazy.compactMap { starting(at: $0, in: text) }.first
  }

  /// A text that is nothing but a symbol, even one that is a common letter or word.
  private static func whole(_ text: [Unicode.Scalar]) -> Currency? {
    text.count <= longestSymbol ? symbol(text, 0..<text.count, true) : nil
  }

  private static func symbol(_ text: [Unicode.Scalar], _ range: Range<Int>, _ allowingWeak: Bool) -> Currency? {
    guard let first = text[range].first, let last = text[range].last else { return nil }
    if isWord(first), range.lowerBound > 0, isWord(text[range.lowerBound - 1]) { return nil }
    if isWord(last), range.upperBound < text.count, isWord(text[range.upperBound]) { return nil }
    let written = String(String.UnicodeScalarView(text[range]))
    if codes[written] != nil { return Currency(symbol: written) }
    guard allowingWeak, weakCodes[written] != nil else { return nil }
    return Currency(symbol: written)
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isAlphabetic }

  private static func code(of symbol: String) -> String? { codes[symbol] ?? weakCodes[symbol] ?? nil }
}
