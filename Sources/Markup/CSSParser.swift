/// Reads a selector list into `CSSSyntax` (Selectors Level 4, with `::text`, `::attr()` and `:contains()`).
struct CSSParser {
  typealias Complex = CSSSyntax.Complex
  typealias Compound = CSSSyntax.Compound

  /// Nested `:not(:is(…))` beyond this is an attack or a mistake.
  static let maximumDepth = 32

  let source: String
  private let tokens: [CSSToken]
  private var index = 0
  private var depth = 0

  private init(_ source: String) throws(SelectorError) {
    self.source = source
    tokens = try CSSTokenizer.tokens(of: source)
  }

  static func parse(_ source: String) throws(SelectorError) -> [Complex] {
    var parser = try CSSParser(source)
    let list = try parser.readList(.top)
    guard parser.next == .end else { throw parser.unexpected }
    return list
  }

  /// Where a selector list stands decides what it may hold.
  enum Place { case top, nested, forgiving, relative }

  var next: CSSToken.Kind { tokens.indices.contains(index) ? tokens[index].kind : .end }
  var offset: Int { tokens.indices.contains(index) ? tokens[index].range.lowerBound : source.utf8.count }

  private func following(_ ahead: Int) -> CSSToken.Kind {
    tokens.indices.contains(index + ahead) ? tokens[index + ahead].kind : .end
  }

  mutating func advance() { index += 1 }

  mutating func take(_ byte: UInt8) -> Bool {
    guard next == .delimiter(byte) else { return false }
    advance()
    return true
  }

  mutating func expect(_ byte: UInt8) throws(SelectorError) {
    guard take(byte) else { throw unexpected }
  }

  mutating func skipSpace() {
    while next == .whitespace { advance() }
  }

  var unexpected: SelectorError {
    let found =
      switch next {
      case .end: "end"
      case .whitespace: "space"
      case .ident(let name): "name \"\(name)\""
      case .function(let name): "\"\(name)(\""
      case .hash(let name): "\"#\(name)\""
      case .string(let text): "string \"\(text)\""
      case .number(let text): "number \(text) (a value that begins with a digit needs quotes)"
      case .delimiter(let byte): "\"\(Character(Unicode.Scalar(byte)))\""
      }
    return SelectorError(.unexpected(found), at: offset, in: source)
  }

  func unsupported(_ what: String, at offset: Int) -> SelectorError {
    SelectorError(.unsupported(what), at: offset, in: source)
  }

  mutating func readList(_ place: Place) throws(SelectorError) -> [Complex] {
    guard depth < Self.maximumDepth else { throw unsupported("nesting this deep", at: offset) }
    depth += 1
    defer { depth -= 1 }
    var list: [Complex] = []
    repeat {
      skipSpace()
      if place == .forgiving, next == .delimiter(UInt8(ascii: ",")) || next == .delimiter(UInt8(ascii: ")")) {
        continue
      }
      list.append(try readComplex(place))
    } while take(UInt8(ascii: ","))
    return list
  }

  private mutating func readComplex(_ place: Place) throws(SelectorError) -> Complex {
    var complex = Complex()
    var combinator = CSSSyntax.Combinator.descendant
    if place == .relative, let leading = readCombinator() { combinator = leading.kind }
    while true {
      let compound = try readCompound()
      complex.steps.append(CSSSyntax.Step(combinator: combinator, compound: compound))
      if isPseudoElement {
        guard place == .top else { throw unsupported("a pseudo-element inside a pseudo-class", at: offset) }
        complex.pseudoElement = try readPseudoElement()
        skipSpace()
        return complex
      }
      if compound.isImplied { throw unexpected }
      let joined = readCombinator()
      if endsComplex, joined?.isStated != true { return complex }
      guard let joined else { throw unexpected }
      combinator = joined.kind
    }
  }

  private var endsComplex: Bool {
    next == .end || next == .delimiter(UInt8(ascii: ",")) || next == .delimiter(UInt8(ascii: ")"))
  }

  private static func combinator(_ byte: UInt8) -> CSSSyntax.Combinator? {
    switch byte {
    case UInt8(ascii: ">"): .child
    case UInt8(ascii: "+"): .nextSibling
    case UInt8(ascii: "~"): .subsequentSibling
    default: nil
    }
  }

  private mutating func readCombinator() -> (kind: CSSSyntax.Combinator, isStated: Bool)? {
    let isSpaced = next == .whitespace
    skipSpace()
    if case .delimiter(let byte) = next, let combinator = Self.combinator(byte) {
      advance()
      skipSpace()
      return (combinator, true)
    }
    return isSpaced ? (.descendant, false) : nil
  }

  private mutating func readCompound() throws(SelectorError) -> Compound {
    var compound = Compound(offset: offset)
    compound.type = readTypeName()
    while true {
      switch next {
      case .hash(let name):
        advance()
        compound.conditions.append(.id(name))
      case .delimiter(UInt8(ascii: ".")):
        advance()
        guard case .ident(let name) = next else { throw unexpected }
        advance()
        compound.conditions.append(.class(name))
      case .delimiter(UInt8(ascii: "&")):
        advance()
        compound.conditions.append(.scope)
      case .delimiter(UInt8(ascii: "[")): compound.conditions.append(.attribute(try readAttributeTest()))
      case .delimiter(UInt8(ascii: ":")) where !isPseudoElement:
        compound.conditions.append(try readPseudoClass())
      default: return compound
      }
    }
  }

  /// `name`, `*`, `ns|name`, `*|name`, `|name`.
  private mutating func readTypeName() -> CSSSyntax.TypeName? {
    let start = offset
    let namespace = readNamespace()
    switch next {
    case .ident(let name):
      advance()
      return CSSSyntax.TypeName(namespace: namespace, name: name, offset: start)
    case .delimiter(UInt8(ascii: "*")):
      advance()
      return CSSSyntax.TypeName(namespace: namespace, name: nil, offset: start)
    default: return nil
    }
  }

  /// A prefix and its bar, if a name or `*` follows them: `a|=b` is no namespace.
  private mutating func readNamespace() -> CSSSyntax.Namespace {
    let bar = CSSToken.Kind.delimiter(UInt8(ascii: "|"))
    let prefixLength = next == bar ? 0 : 1
    guard following(prefixLength) == bar else { return .unstated }
    switch following(prefixLength + 1) {
    case .ident, .delimiter(UInt8(ascii: "*")): break
    default: return .unstated
    }
    let namespace: CSSSyntax.Namespace
    switch next {
    case bar: namespace = .none
    case .delimiter(UInt8(ascii: "*")): namespace = .any
    case .ident(let prefix): namespace = .prefix(prefix)
    default: return .unstated
    }
    index += prefixLength + 1
    return namespace
  }

  private mutating func readAttributeTest() throws(SelectorError) -> CSSSyntax.AttributeTest {
    let start = offset
    advance()
    skipSpace()
    let namespace = readNamespace()
    guard case .ident(let name) = next else { throw unexpected }
    advance()
    skipSpace()
    var test = CSSSyntax.AttributeTest(
      namespace: namespace, name: name, comparison: .exists, value: "", ignoresCase: nil, offset: start)
    if take(UInt8(ascii: "]")) { return test }
    test.comparison = try readComparison()
    skipSpace()
    switch next {
    case .ident(let value), .string(let value): test.value = value
    default: throw unexpected
    }
    advance()
    skipSpace()
    if case .ident(let flag) = next {
      guard ["i", "s"].contains(flag.lowercased()) else { throw unexpected }
      test.ignoresCase = flag.lowercased() == "i"
      advance()
      skipSpace()
    }
    try expect(UInt8(ascii: "]"))
    return test
  }

  private mutating func readComparison() throws(SelectorError) -> CSSSyntax.AttributeTest.Operator {
    if take(UInt8(ascii: "=")) { return .equals }
    guard case .delimiter(let byte) = next, following(1) == .delimiter(UInt8(ascii: "=")) else { throw unexpected }
    let comparison: CSSSyntax.AttributeTest.Operator
    switch byte {
    case UInt8(ascii: "~"): comparison = .includes
    case UInt8(ascii: "|"): comparison = .dash
    case UInt8(ascii: "^"): comparison = .prefix
    case UInt8(ascii: "$"): comparison = .suffix
    case UInt8(ascii: "*"): comparison = .substring
    case UInt8(ascii: "!"): comparison = .differs
    default: throw unexpected
    }
    index += 2
    return comparison
  }

  private var isPseudoElement: Bool {
    next == .delimiter(UInt8(ascii: ":")) && following(1) == .delimiter(UInt8(ascii: ":"))
  }

  private mutating func readPseudoElement() throws(SelectorError) -> CSSSyntax.PseudoElement {
    let start = offset
    index += 2
    switch next {
    case .ident("text"):
      advance()
      return .text
    case .function("attr"):
      advance()
      skipSpace()
      guard case .ident(let name) = next else { throw unexpected }
      advance()
      skipSpace()
      try expect(UInt8(ascii: ")"))
      return .attribute(name)
    case .ident(let name), .function(let name): throw unsupported("pseudo-element ::\(name)", at: start)
    default: throw unexpected
    }
  }
}
