internal import JSON
internal import Markup
internal import Text

/// The members of a family that a product's page names: `Nord Electro 6D 61` and `Nord Electro 6 HP` on the page of
/// `Nord Electro 6`.
enum FamilyMembers {
  /// Places in which pages name models: column heads, headings, choices, labels.
  private static let places = ["th", "h2", "h3", "h4", "h5", "option", "label", "button", "dt", "strong"]
  /// A name that goes on for longer is a sentence.
  private static let longestAddition = 3
  /// What follows a product's name without being a model of it.
  private static let otherWords: Set = ["FAQ", "PDF", "OS", "VS", "TV", "USB", "MIDI", "NEW", "EQ", "FX", "APP"]
  private static let examined = 5_000

  /// `{name}` of each member, in page order; nil where fewer than two are named.
  static func all(in page: Node, of family: String) -> JSON? {
    let stems = stems(of: family)
    guard !stems.isEmpty else { return nil }
    var names: [String] = []
    var seen: Set<String> = []
    var examined = 0
    for node in page.descendants where places.contains(where: node.isNamed) {
      examined += 1
      guard examined <= Self.examined else { break }
      guard let text = node.collapsedLabel, text.utf8.count <= family.utf8.count + 24, isMember(text, of: stems) else {
        continue
      }
      if seen.insert(NormalForm.folded(text)).inserted { names.append(text) }
    }
    guard names.count >= 2 else { return nil }
    return .array(names.map { ["name": .string($0)] })
  }

  /// The words with which a member's name may begin: the family's name, also without the maker's in front of it.
  private static func stems(of family: String) -> [[Substring]] {
    let words = family.split(separator: " ")
    // Only a name that ends in a designation is continued by its members' names.
    guard words.count >= 2, words.last?.contains(where: \.isNumber) == true else { return [] }
    return words.count > 2 ? [words, Array(words.dropFirst())] : [words]
  }

  private static func isMember(_ text: String, of stems: [[Substring]]) -> Bool {
    let words = text.split(separator: " ")
    return stems.contains { stem in
      guard words.count >= stem.count, words.prefix(stem.count - 1).elementsEqual(stem.dropLast(), by: same),
        let last = stem.last, words[stem.count - 1].lowercased().hasPrefix(last.lowercased())
      else { return false }
      // `6D` goes on where the family's name ends with `6`; `61` is another number.
      let letters = words[stem.count - 1].dropFirst(last.count)
      let additions = (letters.isEmpty ? [] : [letters]) + words.dropFirst(stem.count)
      return (1...longestAddition).contains(additions.count) && letters.first?.isNumber != true
        && additions.allSatisfy(isDesignation)
    }
  }

  private static func same(_ left: Substring, _ right: Substring) -> Bool { left.lowercased() == right.lowercased() }

  /// `61`, `D`, `HP`, `XL73`; not a word of a sentence.
  private static func isDesignation(_ word: Substring) -> Bool {
    word.count <= 4 && word.allSatisfy { ($0.isASCII && $0.isUppercase) || $0.isNumber }
      && !otherWords.contains(String(word))
  }
}
