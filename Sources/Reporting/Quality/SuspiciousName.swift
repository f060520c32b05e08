/// What is wrong with a name.
enum SuspiciousName {
  private static let longest = 200
  private static let wordsOfTests: Set<Substring> = [
    "xxx", "xxxx", "test", "todo", "untitled", "undefined", "null", "lorem",
  ]

  static func reason(_ name: String) -> String? {
    let letters = name.unicodeScalars.count { $0.properties.isAlphabetic }
    let plain = name.lowercased()
    if name.contains(where: { $0.isNewline || $0 == "\t" }) { return "a line break or tab in the name" }
    if isMisread(name) { return "read in the wrong encoding" }
    if letters < 2 { return "hardly any letters" }
    if name.unicodeScalars.count > longest { return "longer than \(longest) characters" }
    if plain.contains("</") || plain.contains("&amp;") || plain.contains("&quot;") || plain.contains("&#") {
      return "markup in the name"
    }
    if plain.contains("://") { return "an address in the name" }
    let words = plain.split { !$0.isLetter && !$0.isNumber }
    return words.first(where: wordsOfTests.contains).map { "the word '\($0)'" }
  }

  /// Whether bytes were lost, or Hebrew in UTF-8 (D7 90 … D7 AA) was taken for Latin-1.
  private static func isMisread(_ name: String) -> Bool {
    zip(name.unicodeScalars, name.unicodeScalars.dropFirst()).contains { first, second in
      first == "\u{D7}" && (0x90...0xAA).contains(second.value)
    } || name.unicodeScalars.contains("\u{FFFD}")
  }
}
