internal import Markup
internal import Sites
internal import Text

/// A place on a page that says what the catalogue says of some products.
struct Evidence {
  /// Which part of an element is read.
  enum Part: Hashable {
    case content
    /// The texts that stand directly in the element, without those of the elements inside it.
    case ownText
    case attribute(String)
    /// The rest of a word of an attribute behind `prefix`: `7` of `entry post-7`.
    case word(attribute: String, prefix: String)
    /// What stands behind a label in the element's text: `CG11` of `Ref. CG11`.
    case labelled(String)
    /// What stands before the query of an address in an attribute.
    case addressBeforeQuery(String)
    /// An address in an attribute without one of its parameters.
    case addressWithout(attribute: String, parameter: String)

    /// The transform that a config needs for it.
    var transform: String? {
      switch self {
      case .word(_, let prefix): "word:\(prefix)"
      case .labelled(let label): "after:\(label)"
      case .addressBeforeQuery: "before:?"
      case .addressWithout(_, let parameter): "without:\(parameter)"
      case .content, .ownText, .attribute: nil
      }
    }
  }

  let element: Int
  let part: Part
  let entries: [KnownIndex.Entry]

  /// All places of the page where a known value stands. O(page).
  static func all(on outline: PageOutline, of known: KnownIndex) -> [Evidence] {
    var search = EvidenceSearch(outline: outline, known: known)
    for number in outline.elements.indices { search.look(at: number) }
    return search.found
  }
}

private struct EvidenceSearch {
  let outline: PageOutline
  let known: KnownIndex
  private(set) var found: [Evidence] = []

  /// Longer texts are not compared: no name is, and descriptions of lists are not.
  private static let longestText = 2_000
  private static let longestPrice = 160
  /// Elements that hold more are the page's, not a product's.
  private static let mostElements = 60

  init(outline: PageOutline, known: KnownIndex) {
    self.outline = outline
    self.known = known
  }

  mutating func look(at number: Int) {
    let element = outline.elements[number]
    guard !element.isNamed("script"), !element.isNamed("style") else { return }
    for attribute in element.attributes { look(at: attribute.name, attribute.text, of: number) }
    if element.isNamed("img") || element.isNamed("source") {
      let picture = ElementAddress.picture(of: element).flatMap { Reading.picture($0, at: outline.address) }
      add(number, .content, [picture])
    } else if element.hasAttribute("style"), let picture = ElementAddress.picture(of: element) {
      add(number, .content, [Reading.picture(picture, at: outline.address)])
    }
    guard outline.ends[number] - number <= Self.mostElements else { return }
    let text = element.shownText { $0.isNamed("script") || $0.isNamed("style") }
    if text.utf8.count <= Self.longestText { add(number, .content, readings(of: text)) }
    let hasElements = outline.ends[number] > number + 1
    guard hasElements else { return lookForCode(in: Reading.spelled(text), number) }
    let visible = element.shownText { Self.isUnread($0) }
    if visible.utf8.count <= Self.longestPrice { add(number, .content, [Self.amount(visible)]) }
    for child in element.children where child.kind == .text {
      let text = child.text
      if text.utf8.count <= Self.longestText { add(number, .ownText, readings(of: text)) }
    }
  }

  /// What the reader of prices leaves out.
  private static func isUnread(_ node: Node) -> Bool {
    node.isNamed("del") || node.isNamed("script") || node.isNamed("style") || node.isHidden
  }

  private func readings(of text: String) -> [Reading?] {
    let text = Reading.spelled(text)
    guard !text.isEmpty else { return [] }
    return [.text(text), text.utf8.count <= Self.longestPrice ? Self.amount(text) : nil]
  }

  private static func amount(_ text: String) -> Reading? {
    guard text.utf8.contains(where: ASCII.isDigit) else { return nil }
    return Reading.amount(text).map { .amount($0) }
  }

  private mutating func look(at name: String, _ value: String, of number: Int) {
    // A list of addresses is read as a picture's, not as a text.
    guard name != "style", !name.hasSuffix("srcset"), !value.isEmpty, value.utf8.count <= Self.longestText else {
      return
    }
    var readings = name == "class" ? [] : self.readings(of: value)
    if value.utf8.contains(UInt8(ascii: "/")) || name == "href" {
      readings.append(Reading.page(value, at: outline.address))
      readings.append(Reading.picture(value, at: outline.address))
    }
    if value.utf8.contains(UInt8(ascii: "?")) { lookBehindParameters(in: value, of: name, number) }
    add(number, .attribute(name), readings)
    for word in value.split(whereSeparator: \.isWhitespace) { lookForID(in: word, of: name, number) }
  }

  /// Finds known addresses to which the page adds parameters.
  private mutating func lookBehindParameters(in value: String, of name: String, _ number: Int) {
    var parts = [Evidence.Part.addressBeforeQuery(name)]
    let query = value.drop { $0 != "?" }.dropFirst().prefix { $0 != "#" }
    for parameter in query.split(separator: "&").prefix(4) {
      parts.append(.addressWithout(attribute: name, parameter: String(parameter.prefix { $0 != "=" })))
    }
    for part in parts {
      guard let rule = part.transform.flatMap({ TextTransform($0) }) else { continue }
      add(number, part, [Reading.page(rule(value), at: outline.address)])
    }
  }

  /// Finds item numbers at the end of a word, behind what all items write before theirs.
  private mutating func lookForID(in word: Substring, of name: String, _ number: Int) {
    guard let last = word.last, last.isNumber, word.utf8.count <= 100 else { return }
    let digits = word.reversed().prefix { $0.isNumber }.count
    let prefix = word.dropLast(digits)
    guard !prefix.isEmpty else { return }
    let entries = known[.text(String(word.suffix(digits)))].filter { $0.field == .itemID }
    guard !entries.isEmpty else { return }
    found.append(
      Evidence(element: number, part: .word(attribute: name, prefix: String(prefix)), entries: entries))
  }

  /// Finds codes at the end of a short text, behind a label.
  private mutating func lookForCode(in text: String, _ number: Int) {
    guard text.utf8.count <= 80, let space = text.lastIndex(of: " ") else { return }
    let code = text[text.index(after: space)...]
    let entries = known[.text(String(code))].filter { Self.codes.contains($0.field) }
    guard !entries.isEmpty else { return }
    found.append(Evidence(element: number, part: .labelled(String(text[...space])), entries: entries))
  }

  private static let codes: Set<ProductField> = [.sku, .gtin, .mpn, .itemID]

  private mutating func add(_ number: Int, _ part: Evidence.Part, _ readings: [Reading?]) {
    var entries: Set<KnownIndex.Entry> = []
    for case .some(let reading) in readings { entries.formUnion(known[reading]) }
    guard !entries.isEmpty else { return }
    found.append(
      Evidence(
        element: number, part: part, entries: entries.sorted { ($0.record, $0.field) < ($1.record, $1.field) }))
  }
}
