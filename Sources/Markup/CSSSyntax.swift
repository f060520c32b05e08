/// A selector as a tree (Selectors Level 4), before its names have any meaning.
enum CSSSyntax {
  enum Combinator {
    case descendant, child, nextSibling, subsequentSibling

    /// Whether an element can be reached from several others.
    var hasManyWays: Bool { self == .descendant || self == .subsequentSibling }
  }

  /// `A > B ~ C`: compounds joined by combinators; the first one's combinator is what a `:has()` starts with.
  struct Complex {
    var steps: [Step] = []
    var pseudoElement: PseudoElement?
  }

  struct Step {
    var combinator: Combinator
    var compound: Compound
  }

  enum PseudoElement {
    case text
    case attribute(String)
  }

  struct Compound {
    var type: TypeName?
    var conditions: [Condition] = []
    var offset = 0

    var isImplied: Bool { type == nil && conditions.isEmpty }
  }

  enum Namespace: Equatable {
    /// No bar: the default namespace, or any.
    case unstated
    case any
    case none
    case prefix(String)
  }

  struct TypeName {
    var namespace: Namespace
    /// nil for `*`.
    var name: String?
    var offset: Int
  }

  struct AttributeTest {
    enum Operator { case exists, equals, includes, dash, prefix, suffix, substring, differs }

    var namespace: Namespace
    var name: String
    var comparison: Operator
    var value: String
    /// nil where the selector leaves it to the markup language.
    var ignoresCase: Bool?
    var offset: Int
  }

  /// `an+b`: the positions a·n+b for n ≥ 0, counted from one.
  struct Progression: Equatable {
    var step: Int
    var start: Int
  }

  struct Nth {
    var isFromEnd: Bool
    var isOfType: Bool
    var progression: Progression
    /// `of S`.
    var among: [Complex]?
  }

  indirect enum Condition {
    case id(String)
    case `class`(String)
    case attribute(AttributeTest)
    case matches([Complex])
    case not([Complex])
    case has([Complex])
    case nth(Nth)
    case contains([String], isOwn: Bool)
    case language([String])
    case scope
    /// A pseudo-class without arguments, in lower case.
    case pseudo(String, offset: Int)
    /// What no stored page can be: hovered, visited, in a shadow tree.
    case never
  }
}
