internal import Markup
internal import Text

/// A way to select an element, and how likely it is to break when a site changes.
struct SelectorCandidate: Hashable {
  let source: String
  /// Lower is steadier: what a site's own scripts rely on, then words of its style, then places.
  let cost: Int

  /// Whether it is a path rather than CSS.
  var isPath: Bool { ["(", ".//", "/"].contains { source.hasPrefix($0) } }

  func costlier(_ more: Int) -> SelectorCandidate { .init(source: source, cost: cost + more) }

  enum Cost {
    static let data = 10
    static let link = 15
    static let word = 20
    static let tag = 25
    static let context = 30
    static let content = 40
    static let place = 50
  }
}

/// Writes the selectors that an element answers to.
enum SelectorWriter {
  /// What the element alone says: data attributes, beginnings of ids, class words, its tag, where its links lead.
  static func simple(_ element: Node) -> [SelectorCandidate] {
    let tag = element.name
    var found = [SelectorCandidate(source: tag, cost: SelectorCandidate.Cost.tag)]
    for attribute in element.attributes { found += of(attribute.name, attribute.text, on: tag) }
    return found
  }

  private static func of(_ name: String, _ value: String, on tag: String) -> [SelectorCandidate] {
    switch name {
    case "class":
      return words(value).flatMap { word -> [SelectorCandidate] in
        let word = CSSName.escaped(word)
        return [
          .init(source: ".\(word)", cost: SelectorCandidate.Cost.word),
          .init(source: "\(tag).\(word)", cost: SelectorCandidate.Cost.word + 1),
        ]
      }
    case "id":
      let stem = value.prefix { !$0.isNumber }
      guard stem.count >= 2, !value.contains(where: \.isWhitespace) else { return [] }
      guard stem.count < value.count else {
        return [.init(source: "[id=\(CSSName.quoted(value))]", cost: SelectorCandidate.Cost.data + 1)]
      }
      return [.init(source: "[id^=\(CSSName.quoted(String(stem)))]", cost: SelectorCandidate.Cost.data)]
    case "href":
      return linkStems(value).map {
        .init(source: "\(tag)[href*=\(CSSName.quoted($0))]", cost: SelectorCandidate.Cost.link)
      }
    case _ where plainAttributes.contains(name) || !CSSName.isPlain(name): return []
    default:
      var found = [SelectorCandidate(source: "[\(name)]", cost: SelectorCandidate.Cost.data)]
      if !value.isEmpty, value.utf8.count <= 40, !value.contains(where: \.isNewline) {
        found.append(.init(source: "[\(name)=\(CSSName.quoted(value))]", cost: SelectorCandidate.Cost.data + 1))
      }
      return found
    }
  }

  static func words(_ value: String) -> [String] { value.split(whereSeparator: \.isWhitespace).map(String.init) }

  /// Attributes that say how an element looks or what it shows, not what it is.
  private static let plainAttributes: Set = [
    "style", "src", "srcset", "alt", "title", "width", "height", "sizes", "loading", "decoding", "fetchpriority",
    "target", "content", "value",
  ]

  /// The folders of an address, such as `/items/`.
  private static func linkStems(_ address: String) -> [String] {
    let path = address.split(whereSeparator: { $0 == "?" || $0 == "#" }).first ?? ""
    let start = path.firstRange(of: "://").map { path[$0.upperBound...] } ?? path
    let folders = start.split(separator: "/", omittingEmptySubsequences: false).dropFirst().dropLast()
    return folders.map { $0.filter { !$0.isWhitespace } }.filter { !$0.isEmpty && !$0.contains("\"") }.prefix(3).map {
      "/\($0)/"
    }
  }
}

/// Names and texts as CSS writes them (CSS Syntax 3, serialization of CSSOM).
enum CSSName {
  static func escaped(_ name: String) -> String {
    var result = ""
    for (index, scalar) in name.unicodeScalars.enumerated() {
      let isDigit = ASCII.isDigit(scalar.value)
      let isPlain = scalar.value >= 0x80 || isDigit || ASCII.isLower(scalar.value) || ASCII.isUpper(scalar.value)
      if isDigit && (index == 0 || (index == 1 && name.hasPrefix("-"))) || scalar.value < 0x20 {
        result += "\\" + String(scalar.value, radix: 16) + " "
      } else if isPlain || scalar == "_" || scalar == "-" && name != "-" {
        result.unicodeScalars.append(scalar)
      } else {
        result += "\\"
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" || scalar == "\\" { result += "\\" }
      result.unicodeScalars.append(scalar)
    }
    return result + "\""
  }

  /// Whether an attribute's name can stand in a selector as it is.
  static func isPlain(_ name: String) -> Bool {
    guard let first = name.utf8.first, ASCII.isLower(first) else { return false }
    return name.utf8.allSatisfy {
      ASCII.isLower($0) || ASCII.isDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
    }
  }
}
