extension CSSTranslator {
  /// What must hold of the context element, as XPath conditions that all hold.
  func conditions(of compound: CSSSyntax.Compound) throws(SelectorError) -> [String] {
    var conditions: [String] = []
    for condition in compound.conditions { conditions.append(try xpath(condition, type: compound.type)) }
    return conditions
  }

  private func xpath(
    _ condition: CSSSyntax.Condition, type: CSSSyntax.TypeName?
  ) throws(SelectorError) -> String {
    switch condition {
    case .id(let id): "@id = \(id.quoted)"
    case .class(let name): "has-class(\(name.quoted))"
    case .attribute(let test): try xpath(test)
    case .matches(let list): try matches(list)
    case .not(let list): "not(\(try matches(list)))"
    case .has(let list): try has(list)
    case .nth(let nth): try xpath(nth, type: type)
    case .contains(let texts, isOwn: true): "text()[\(anyContained(texts))]"
    case .contains(let texts, isOwn: false): "(\(anyContained(texts)))"
    case .language(let ranges): "in-language(\(ranges.map(\.quoted).joined(separator: ", ")))"
    case .scope: "is-scope()"
    case .pseudo(let name, let offset): try pseudoClass(name, at: offset, type: type)
    case .never: "false()"
    }
  }

  private func anyContained(_ texts: [String]) -> String {
    texts.map { "contains(., \($0.quoted))" }.joined(separator: " or ")
  }

  private func xpath(_ test: CSSSyntax.AttributeTest) throws(SelectorError) -> String {
    try check(test.namespace, at: test.offset)
    let ignoresCase = test.ignoresCase ?? (syntax == .html && test.name.asciiLowercased == "type")
    let path = attribute(test.namespace, test.name)
    let subject = ignoresCase ? "translate(\(path), \(Self.upperCase), \(Self.lowerCase))" : path
    let value = ignoresCase ? test.value.asciiLowercased : test.value
    switch test.comparison {
    case .exists: return path
    case .equals: return ignoresCase ? "(\(path) and \(subject) = \(value.quoted))" : "\(subject) = \(value.quoted)"
    case .differs: return "not(\(path) and \(subject) = \(value.quoted))"
    case .dash:
      return "(\(path) and (\(subject) = \(value.quoted) or starts-with(\(subject), \((value + "-").quoted))))"
    case .includes where value.utf8.contains(where: \.isASCIISpace): return "false()"
    case .includes, .prefix, .suffix, .substring:
      guard !value.isEmpty else { return "false()" }
      switch test.comparison {
      case .prefix: return "starts-with(\(subject), \(value.quoted))"
      case .substring: return "contains(\(subject), \(value.quoted))"
      case .includes: return "contains(concat(' ', normalize-space(\(subject)), ' '), \(" \(value) ".quoted))"
      default:
        let before = value.unicodeScalars.count - 1
        return "substring(\(subject), string-length(\(subject)) - \(before)) = \(value.quoted)"
      }
    }
  }

  private static let upperCase = "'ABCDEFGHIJKLMNOPQRSTUVWXYZ'"
  private static let lowerCase = "'abcdefghijklmnopqrstuvwxyz'"

  /// The position among siblings, by counting those before (or after) the element.
  func xpath(_ nth: CSSSyntax.Nth, type: CSSSyntax.TypeName?) throws(SelectorError) -> String {
    let axis = nth.isFromEnd ? "following-sibling::" : "preceding-sibling::"
    var own: [String] = []
    let others: String?
    if nth.isOfType {
      if let type, type.name != nil {
        let test = try self.type(type)
        others = axis + test.test + (test.conditions.isEmpty ? "" : "[\(test.conditions.joined(separator: " and "))]")
      } else {
        others = nil
      }
    } else if let among = nth.among {
      own = [try matches(among)]
      others = axis + "*[\(own[0])]"
    } else {
      others = axis + "*"
    }
    let untyped = nth.isFromEnd ? "count-same-type-after()" : "count-same-type-before()"
    own += condition(on: others.map { "count(\($0))" } ?? untyped, others: others, nth.progression)
    return own.isEmpty ? "true()" : "(\(own.joined(separator: " and ")))"
  }

  /// `count` + 1 = a·n + b for some n ≥ 0.
  private func condition(on count: String, others: String?, _ progression: CSSSyntax.Progression) -> [String] {
    let (step, before) = (progression.step, progression.start - 1)
    switch step {
    case 0 where before < 0: return ["false()"]
    // Asking for one sibling stops at the first.
    case 0 where before == 0: return [others.map { "not(\($0)[1])" } ?? "\(count) = 0"]
    case 0: return ["\(count) = \(before)"]
    case 1...:
      let least = before > 0 ? ["\(count) >= \(before)"] : []
      return step == 1 ? least : least + ["(\(count) - \(before)) mod \(step) = 0"]
    default:
      guard before >= 0 else { return ["false()"] }
      let most = ["\(count) <= \(before)"]
      return step == -1 ? most : most + ["(\(before) - \(count)) mod \(-step) = 0"]
    }
  }
}
