/// What kind of article a name's nouns say it is.
enum NameKind {
  static func of(_ words: [NameWord], text: [UInt8]) -> ProductName.Kind {
    if isBundle(words, text) { return .bundle }
    if let noun = words.first(where: { $0.hebrew > 0 && kind($0) != nil }) { return kind(noun) ?? .unknown }
    // The last noun before `for` or `with` is the head: a keyboard stand is a stand, a case for pedals a case.
    let end = words.firstIndex { $0.wordClass == .forWord || $0.wordClass == .withWord } ?? words.count
    return words[..<end].last { $0.isLatin && kind($0) != nil }.flatMap(kind) ?? .unknown
  }

  private static func kind(_ word: NameWord) -> ProductName.Kind? {
    switch word.wordClass {
    case .instrument: .instrument
    case .accessory: .accessory
    case .part: .part
    default: nil
    }
  }

  /// Says so itself, or joins an accessory by `with` or a plus sign.
  private static func isBundle(_ words: [NameWord], _ text: [UInt8]) -> Bool {
    for index in words.indices.dropFirst() {
      let word = words[index]
      if word.wordClass == .bundle, word.shape == .word { return true }
      guard word.wordClass == .accessory else { continue }
      if words[..<index].dropFirst().contains(where: { $0.wordClass == .withWord }) { return true }
      let gap = text[words[index - 1].text.upperBound..<word.text.lowerBound]
      if gap.contains(UInt8(ascii: "+")) { return true }
    }
    return words.first?.wordClass == .bundle
  }
}
