extension CSSParser {
  mutating func readPseudoClass() throws(SelectorError) -> CSSSyntax.Condition {
    let start = offset
    advance()
    switch next {
    case .ident(let name):
      advance()
      return try plainPseudoClass(name.lowercased(), at: start)
    case .function(let name):
      advance()
      let condition = try readFunction(name.lowercased(), at: start)
      skipSpace()
      try expect(UInt8(ascii: ")"))
      return condition
    default: throw unexpected
    }
  }

  private func plainPseudoClass(_ name: String, at start: Int) throws(SelectorError) -> CSSSyntax.Condition {
    let first = CSSSyntax.Progression(step: 0, start: 1)
    switch name {
    case "scope": return .scope
    case "first-child": return .nth(.init(isFromEnd: false, isOfType: false, progression: first))
    case "last-child": return .nth(.init(isFromEnd: true, isOfType: false, progression: first))
    case "first-of-type": return .nth(.init(isFromEnd: false, isOfType: true, progression: first))
    case "last-of-type": return .nth(.init(isFromEnd: true, isOfType: true, progression: first))
    case _ where Self.never.contains(name): return .never
    case _ where CSSTranslator.plainPseudoClasses.contains(name): return .pseudo(name, offset: start)
    default: throw unsupported("pseudo-class :\(name)", at: start)
    }
  }

  /// True of no element while nobody looks at the page.
  private static let never: Set = [
    "active", "autofill", "current", "focus", "focus-visible", "focus-within", "fullscreen", "future", "host", "hover",
    "local-link", "modal", "past", "paused", "picture-in-picture", "playing", "popover-open", "target",
    "target-within", "user-invalid", "user-valid", "visited",
  ]

  private mutating func readFunction(_ name: String, at start: Int) throws(SelectorError) -> CSSSyntax.Condition {
    switch name {
    case "not": return .not(try readList(.nested))
    case "is", "where", "matches", "any": return .matches(try readList(.forgiving))
    case "has": return .has(try readList(.relative))
    case "current", "host", "host-context":
      _ = try readList(.forgiving)
      return .never
    case "contains", "-soup-contains": return .contains(try readTexts(), isOwn: false)
    case "-soup-contains-own": return .contains(try readTexts(), isOwn: true)
    case "lang": return .language(try readTexts())
    case "nth-child", "nth-last-child", "nth-of-type", "nth-last-of-type":
      return .nth(try readNth(isFromEnd: name.contains("last"), isOfType: name.hasSuffix("type")))
    default: throw unsupported("pseudo-class :\(name)()", at: start)
    }
  }

  /// Names or strings, separated by commas.
  private mutating func readTexts() throws(SelectorError) -> [String] {
    var texts: [String] = []
    repeat {
      skipSpace()
      switch next {
      case .ident(let text), .string(let text): texts.append(text)
      default: throw unexpected
      }
      advance()
      skipSpace()
    } while take(UInt8(ascii: ","))
    return texts
  }

  private mutating func readNth(isFromEnd: Bool, isOfType: Bool) throws(SelectorError) -> CSSSyntax.Nth {
    skipSpace()
    let start = offset
    var formula = ""
    reading: while true {
      switch next {
      case .whitespace: formula += " "
      case .number(let text): formula += text
      case .ident(let text) where text.lowercased() != "of": formula += text
      case .delimiter(UInt8(ascii: "+")): formula += "+"
      case .delimiter(UInt8(ascii: "-")): formula += "-"
      default: break reading
      }
      advance()
    }
    guard let progression = CSSSyntax.Progression(formula) else {
      throw SelectorError(.unexpected("\"\(formula)\" where an+b must stand"), at: start, in: source)
    }
    var nth = CSSSyntax.Nth(isFromEnd: isFromEnd, isOfType: isOfType, progression: progression)
    if !isOfType, case .ident = next {
      advance()
      nth.among = try readList(.nested)
    }
    return nth
  }
}

extension CSSSyntax.Progression {
  /// No page has so many siblings; it keeps the arithmetic on positions from overflowing.
  private static let limit = 1 << 30

  /// Reads `odd`, `even`, `3`, `-n+3`, `2n + 1` (CSS Syntax Level 3 §6).
  init?(_ formula: String) {
    var text = formula.lowercased()[...]
    while text.last == " " { text.removeLast() }
    if text == "odd" || text == "even" {
      self.init(step: 2, start: text == "odd" ? 1 : 0)
      return
    }
    guard let n = text.firstIndex(of: "n") else {
      guard let start = Int(text), start.magnitude < Self.limit else { return nil }
      self.init(step: 0, start: start)
      return
    }
    let coefficient = text[..<n]
    let step: Int? =
      switch coefficient {
      case "", "+": 1
      case "-": -1
      default: Int(coefficient)
      }
    var rest = text[text.index(after: n)...]
    while rest.first == " " { rest.removeFirst() }
    guard let step else { return nil }
    guard let sign = rest.first else {
      guard step.magnitude < Self.limit else { return nil }
      self.init(step: step, start: 0)
      return
    }
    guard sign == "+" || sign == "-" else { return nil }
    rest.removeFirst()
    while rest.first == " " { rest.removeFirst() }
    guard rest.first?.isNumber == true, let start = Int(rest) else { return nil }
    guard step.magnitude < Self.limit, start < Self.limit else { return nil }
    self.init(step: step, start: sign == "-" ? -start : start)
  }
}
