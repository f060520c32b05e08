internal import Text

/// What an address of a Konimbo shop leads to.
struct KonimboPath: Equatable {
  enum Kind: Equatable {
    /// `/g/5193-Brand/207910-ADAM-Audio`: one value of a group, here a brand.
    case group
    /// `/23648-synth/541634-Moogt`: a category narrowed to one value of a group.
    case categoryOfGroup
    /// `/23664-Educational-Instruments`
    case category
    /// `/search/?q=AKD`
    case search
    /// `/items/7001-acme-x7`
    case item
  }

  let kind: Kind
  /// The number that identifies the value, category or item; the words beside it are only for people.
  let number: String
  /// The words beside the number, or those searched for.
  let words: String

  /// Nil for an address of another form.
  init?(_ url: WebURL?) {
    guard let url else { return nil }
    let segments = url.decodedSegments.filter { !$0.isEmpty }
    let numbered = segments.map(Self.split)
    switch segments.first {
    case "g" where segments.count >= 3:
      guard numbered[1] != nil, let value = numbered[2] else { return nil }
      self.init(.group, value)
    case "items" where segments.count >= 2:
      guard let item = numbered[1] else { return nil }
      self.init(.item, item)
    case "search":
      guard let words = url.parameter("q").map(Whitespace.collapsed), !words.isEmpty else { return nil }
      self.init(.search, ("", words))
    case .some where segments.count <= 2:
      guard let last = numbered.last ?? nil, numbered[0] != nil else { return nil }
      self.init(segments.count == 2 ? .categoryOfGroup : .category, last)
    default: return nil
    }
  }

  private init(_ kind: Kind, _ value: (number: String, words: String)) {
    self.kind = kind
    number = value.number
    words = value.words
  }

  /// The number of the group's value; nil for searches, plain categories and items.
  var groupID: String? { kind == .group || kind == .categoryOfGroup ? number : nil }

  /// The words as a name: dashes are spaces, edge dashes nothing.
  var name: String {
    kind == .search ? words : Whitespace.collapsed(String(words.map { $0 == "-" || $0 == "_" ? " " : $0 }))
  }

  private static func split(_ segment: String) -> (number: String, words: String)? {
    let number = segment.prefix { $0.isASCII && $0.isNumber }
    let rest = segment.dropFirst(number.count)
    guard !number.isEmpty, rest.isEmpty || rest.first == "-" else { return nil }
    return (String(number), String(rest.dropFirst()))
  }
}
