extension CSSTranslator {
  /// What must hold of the context element, as XPath conditions that all hold.
  func conditions(of compound: CSSSyntax.Compound) throws(SelectorError) -> [String] {
    var conditions: [String] = []
    for condition in compound.conditions { conditions.append(try xpath(condition)) }
    return conditions
  }

  private func xpath(_ condition: CSSSyntax.Condition) throws(SelectorError) -> String {
    switch condition {
    case .id(let id): "@id = \(id.quoted)"
    case .class(let name): "has-class(\(name.quoted))"
    case .attribute(let test): try xpath(test)
    case .matches(let list): try matches(list)
    case .not(let list): "not(\(try matches(list)))"
    case .has(let list): try has(list)
    case .nth(let nth): try xpath(nth)
    case .contains(let texts, isOwn: true): "text()[contains-text(\(arguments(texts)))]"
    case .contains(let texts, isOwn: false): "contains-text(\(arguments(texts)))"
    case .language(let ranges): "in-language(\(arguments(ranges)))"
    case .scope: "is-scope()"
    case .pseudo(let name, let offset): try pseudoClass(name, at: offset)
    case .never: "false()"
    }
  }

  private func arguments(_ texts: [String]) -> String { texts.map(\.quoted).joined(separator: ", ") }

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
  func xpath(_ nth: CSSSyntax.Nth) throws(SelectorError) -> String {
    var own: [String] = []
    let count: String
    if let among = nth.among {
      own = [try matches(among)]
      count = "count(\(nth.isFromEnd ? "following" : "preceding")-sibling::*[\(own[0])])"
    } else {
      count = "siblings-\(nth.isFromEnd ? "after" : "before")(\(nth.isOfType ? "'type'" : ""))"
    }
    own += condition(on: count, nth.progression)
    return own.isEmpty ? "true()" : "(\(own.joined(separator: " and ")))"
  }

  /// `count` + 1 = a·n + b for some n ≥ 0.
  private func condition(on count: String, _ progression: CSSSyntax.Progression) -> [String] {
    let (step, before) = (progression.step, progression.start - 1)
    switch step {
    case 0 where before < 0: return ["false()"]
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
