/// Writes a selector as XPath.
///
/// A path would find an element once for each way to it, and libxml2 removes such duplicates in quadratic time. So
/// the search is for the last compound, and what stands left of it becomes conditions on ancestors and siblings,
/// which may lie outside the node that is searched, as in a browser. Only `:scope > a + b` is a path.
struct CSSTranslator {
  let syntax: Document.Syntax
  let namespaces: [String: String]
  let source: String

  /// A selector whose XPath is longer was written to exhaust us: `:nth-child(of S)` doubles with each level.
  static let maximumLength = 1 << 16

  func translate(_ list: [CSSSyntax.Complex]) throws(SelectorError) -> String {
    var paths: [String] = []
    for complex in list { paths.append(try path(complex)) }
    return paths.joined(separator: " | ")
  }

  private func path(_ complex: CSSSyntax.Complex) throws(SelectorError) -> String {
    guard var last = complex.steps.last else { return "" }
    let before = complex.steps.dropLast()
    var path: String
    if let scoped = try scopedPath(complex.steps) {
      path = scoped
    } else if before.isEmpty {
      path = takeScope(of: &last.compound) ? "self::" : "descendant-or-self::"
      path += try step(last.compound)
    } else {
      // `p ::text` means the texts in p itself, too.
      let axis = last.compound.isImplied ? "ancestor-or-self::" : reversedAxis(last.combinator)
      path = "descendant-or-self::" + (try step(last.compound, also: axis + (try context(before))))
    }
    switch complex.pseudoElement {
    case .text: path += "/text()"
    case .attribute(let name): path += "/" + attribute(.unstated, name)
    case nil: break
    }
    return try checked(path)
  }

  /// `:scope` and steps that lead to an element in one way only; nil for anything else.
  private func scopedPath(_ steps: [CSSSyntax.Step]) throws(SelectorError) -> String? {
    guard var first = steps.first, steps.count > 1, takeScope(of: &first.compound) else { return nil }
    guard !steps.dropFirst().contains(where: { $0.combinator.hasManyWays }) else { return nil }
    var path = "self::" + (try step(first.compound))
    for next in steps.dropFirst() { path += "/" + axis(next.combinator) + (try step(next.compound)) }
    return path
  }

  /// A path from the context element: what `:has()` looks for.
  private func relativePath(_ complex: CSSSyntax.Complex) throws(SelectorError) -> String {
    var steps: [String] = []
    for step in complex.steps { steps.append(axis(step.combinator) + (try self.step(step.compound))) }
    return steps.joined(separator: "/")
  }

  /// `:scope` at the start is the node that the search starts from.
  private func takeScope(of compound: inout CSSSyntax.Compound) -> Bool {
    guard let at = compound.conditions.firstIndex(where: { if case .scope = $0 { true } else { false } }) else {
      return false
    }
    compound.conditions.remove(at: at)
    return true
  }

  private func axis(_ combinator: CSSSyntax.Combinator) -> String {
    switch combinator {
    case .descendant: "descendant::"
    case .child: "child::"
    case .nextSibling: "following-sibling::*[1]/self::"
    case .subsequentSibling: "following-sibling::"
    }
  }

  /// A node test with its predicate, to stand after an axis.
  private func step(_ compound: CSSSyntax.Compound, also last: String? = nil) throws(SelectorError) -> String {
    let type = try self.type(compound.type)
    var conditions = type.conditions + (try self.conditions(of: compound))
    if let last { conditions.append(last) }
    return conditions.isEmpty ? type.test : "\(type.test)[\(conditions.joined(separator: " and "))]"
  }

  /// Whether the context element is one that `list` selects.
  func matches(_ list: [CSSSyntax.Complex]) throws(SelectorError) -> String {
    var alternatives: [String] = []
    for complex in list { alternatives.append("(\(try matches(complex.steps)))") }
    return try checked(alternatives.isEmpty ? "false()" : "(\(alternatives.joined(separator: " or ")))")
  }

  private func matches(_ steps: [CSSSyntax.Step]) throws(SelectorError) -> String {
    guard let last = steps.last else { return "true()" }
    let type = try self.type(last.compound.type)
    var conditions = type.test == "*" ? [] : ["self::" + type.test]
    conditions += type.conditions + (try self.conditions(of: last.compound))
    if steps.count > 1 { conditions.append(reversedAxis(last.combinator) + (try context(steps.dropLast()))) }
    return conditions.isEmpty ? "true()" : conditions.joined(separator: " and ")
  }

  /// What an element left of a combinator must be, to stand behind a reversed axis.
  private func context(_ steps: ArraySlice<CSSSyntax.Step>) throws(SelectorError) -> String {
    guard let last = steps.last else { return "*" }
    let before = steps.dropLast()
    guard !before.isEmpty else { return try step(last.compound) }
    return try step(last.compound, also: reversedAxis(last.combinator) + (try context(before)))
  }

  func has(_ list: [CSSSyntax.Complex]) throws(SelectorError) -> String {
    var paths: [String] = []
    for complex in list { paths.append(try relativePath(complex)) }
    return try checked("(\(paths.joined(separator: " or ")))")
  }

  private func reversedAxis(_ combinator: CSSSyntax.Combinator) -> String {
    switch combinator {
    case .descendant: "ancestor::"
    case .child: "parent::"
    case .nextSibling: "preceding-sibling::*[1]/self::"
    case .subsequentSibling: "preceding-sibling::"
    }
  }

  private func checked(_ xpath: String) throws(SelectorError) -> String {
    guard xpath.utf8.count <= Self.maximumLength else {
      throw SelectorError(.unsupported("a selector this complex"), at: 0, in: source)
    }
    return xpath
  }

  /// A type selector as a node test and what else must hold.
  func type(_ type: CSSSyntax.TypeName?) throws(SelectorError) -> (test: String, conditions: [String]) {
    guard let type else { return ("*", []) }
    let namespace = try uri(of: type.namespace, at: type.offset)
    switch syntax {
    case .html:
      let name = type.name?.asciiLowercased
      switch namespace {
      case .any, .uri(Self.xhtml):
        return name.map { $0.isXPathName ? ($0, []) : ("*", ["name() = \($0.quoted)"]) } ?? ("*", [])
      // libxml2 reads `svg:a` in HTML as a name with a colon.
      case .uri:
        guard case .prefix(let prefix) = type.namespace else { return ("*", ["false()"]) }
        return (
          "*", [name.map { "name() = \("\(prefix):\($0)".quoted)" } ?? "starts-with(name(), \("\(prefix):".quoted))"]
        )
      case .none: return ("*", ["false()"])
      }
    case .xml:
      var conditions: [String] = []
      if let name = type.name { conditions.append("local-name() = \(name.quoted)") }
      switch namespace {
      case .any: break
      case .none: conditions.append("namespace-uri() = ''")
      case .uri(let uri): conditions.append("namespace-uri() = \(uri.quoted)")
      }
      return ("*", conditions)
    }
  }

  private enum Namespace {
    case any
    case none
    case uri(String)
  }

  private static let xhtml = "http://www.w3.org/1999/xhtml"

  private func uri(of namespace: CSSSyntax.Namespace, at offset: Int) throws(SelectorError) -> Namespace {
    switch namespace {
    case .unstated: namespaces[""].map { $0.isEmpty ? .none : .uri($0) } ?? .any
    case .any: .any
    case .none: .none
    case .prefix(let prefix):
      if let uri = namespaces[prefix] {
        .uri(uri)
      } else {
        throw SelectorError(.undeclaredPrefix(prefix), at: offset, in: source)
      }
    }
  }

  /// An attribute as a path from its element; prefixes were checked before.
  func attribute(_ namespace: CSSSyntax.Namespace, _ written: String) -> String {
    let name = syntax == .html ? written.asciiLowercased : written
    switch (syntax, namespace) {
    case (_, .unstated), (_, .none): return name.isXPathName ? "@\(name)" : "@*[name() = \(name.quoted)]"
    case (.html, .prefix(let prefix)): return "@*[name() = \("\(prefix):\(name)".quoted)]"
    case (.xml, .prefix(let prefix)):
      let uri = namespaces[prefix] ?? ""
      return "@*[local-name() = \(name.quoted) and namespace-uri() = \(uri.quoted)]"
    case (.html, .any):
      return "@*[name() = \(name.quoted) or substring-after(name(), ':') = \(name.quoted)]"
    case (.xml, .any): return "@*[local-name() = \(name.quoted)]"
    }
  }

  func check(_ namespace: CSSSyntax.Namespace, at offset: Int) throws(SelectorError) {
    _ = try uri(of: namespace, at: offset)
  }
}

extension String {
  /// Whether XPath takes the text as a name without a prefix.
  var isXPathName: Bool {
    guard let first = utf8.first, first.isASCIILetter || first == UInt8(ascii: "_") else { return false }
    return utf8.allSatisfy {
      $0.isASCIILetter || $0.isASCIIDigit || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-")
        || $0 == UInt8(ascii: ".")
    }
  }

  /// The text as an XPath literal, which has no escapes.
  var quoted: String {
    if !utf8.contains(UInt8(ascii: "'")) { return "'\(self)'" }
    if !utf8.contains(UInt8(ascii: "\"")) { return "\"\(self)\"" }
    let parts = split(separator: "'", omittingEmptySubsequences: false).map { "'\($0)'" }
    return "concat(\(parts.joined(separator: ", \"'\", ")))"
  }

  var asciiLowercased: String {
    String(decoding: utf8.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
  }
}
