extension CSSTranslator {
  /// The pseudo-classes without arguments that a stored page can answer.
  static let plainPseudoClasses: Set = [
    "any-link", "checked", "default", "disabled", "empty", "enabled", "link", "only-child", "only-of-type", "open",
    "optional", "required", "root",
  ]

  func pseudoClass(_ name: String, at offset: Int) throws(SelectorError) -> String {
    switch name {
    case "root": return "not(parent::*)"
    case "empty": return "not(* or text())"
    case "only-child", "only-of-type":
      let first = CSSSyntax.Progression(step: 0, start: 1)
      let isOfType = name == "only-of-type"
      let before = try xpath(.init(isFromEnd: false, isOfType: isOfType, progression: first))
      let after = try xpath(.init(isFromEnd: true, isOfType: isOfType, progression: first))
      return "\(before) and \(after)"
    case "link", "any-link": return "(\(isAny("a", "area")) and @href)"
    case "checked": return checked
    case "disabled": return disabled
    case "enabled": return "(\(isAny(Self.controls)) and not(\(hidden)) and not(\(disabled)))"
    case "required": return "(\(isAny("input", "select", "textarea")) and @required)"
    case "optional": return "(\(isAny("input", "select", "textarea")) and not(@required))"
    case "open": return "(\(isAny("details", "dialog")) and @open)"
    default: throw SelectorError(.unsupported("pseudo-class :\(name)"), at: offset, in: source)
    }
  }

  /// Inputs that nobody sees are neither enabled nor disabled, as the peers have it.
  private static let controls = ["button", "fieldset", "input", "optgroup", "option", "select", "textarea"]

  private func element(_ name: String) -> String { syntax == .html ? name : "*[local-name() = '\(name)']" }

  private func isAny(_ names: [String]) -> String {
    "(\(names.map { "self::" + element($0) }.joined(separator: " or ")))"
  }

  private func isAny(_ names: String...) -> String { isAny(names) }

  private func isInput(_ types: String...) -> String {
    let type = "translate(@type, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')"
    return "(\(isAny("input")) and (\(types.map { "\(type) = '\($0)'" }.joined(separator: " or "))))"
  }

  private var checked: String {
    "((\(isInput("checkbox", "radio")) and @checked) or (\(isAny("option")) and @selected))"
  }

  private var hidden: String { isInput("hidden") }

  /// HTML §4.10.18.5: disabled itself, or inside a disabled fieldset but not inside its first legend.
  private var disabled: String {
    let fieldset = "\(element("fieldset"))[@disabled]"
    let legend = "\(element("legend"))[not(preceding-sibling::\(element("legend")))]"
    let inside = "count(ancestor::\(fieldset)) > count(ancestor::\(legend)/parent::\(fieldset))"
    return """
      (not(\(hidden)) and ((\(isAny(Self.controls)) and @disabled) or (\(isAny("option")) and parent::\(element("optgroup"))[@disabled]) \
      or (\(isAny("button", "fieldset", "input", "select", "textarea")) and \(inside))))
      """
  }
}
