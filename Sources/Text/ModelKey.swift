/// The one spelling by which equal models are found: folded letters and digits, `FP-30X` and `fp30x` alike.
package enum ModelKey {
  /// The key of a model, a designation or an item code on its own; nil without a letter and a digit.
  package static func of(_ model: String) -> String? {
    var tokens = NameTokenizer()
    tokens.tokenize(Array(model.utf8).span)
    NameClassifier().classify(&tokens)
    var key: [UInt8] = []
    let code = ColorCode(endingOneOf: tokens.words[...], in: tokens.text)
    append(tokens.words[...], keys: tokens.keys, withoutCode: code?.key, to: &key)
    return key.isEmpty ? nil : String(decoding: key, as: UTF8.self)
  }

  /// Appends the key of the words of a model, or nothing when that would lack a letter or a digit.
  ///
  /// `MKII`, `mk 2`, `II` and a single digit behind a designation are `mk2`; a second number that counts keys
  /// (`Stage 4 88`) is a variant and left out.
  static func append(
    _ words: ArraySlice<NameWord>, keys: [UInt8], withoutCode code: Range<Int>?, to result: inout [UInt8]
  ) {
    let start = result.count
    var isDesignated = false
    for (offset, word) in words.enumerated() {
      switch word.shape {
      case .revision: append(word, keys: keys, to: &result)
      case .number where isDesignated && word.key.count == 1: appendMark(word.number, to: &result)
      case .number where offset > 1 && hasDigit(result[start...]) && isKeyCount(word): break
      default:
        isDesignated = isDesignated || (word.shape == .designation && !word.startsWithDigit)
        let end = code.map { word.key.contains($0.lowerBound) ? $0.lowerBound : word.key.upperBound }
        appendWord(keys[word.key.lowerBound..<(end ?? word.key.upperBound)], to: &result)
      }
    }
    let key = result[start...]
    if !hasDigit(key) || !key.contains(where: { !ASCII.isDigit($0) }) { result.removeSubrange(start...) }
  }

  /// `mk2`, `v15`, `gen3`; nothing for the silent half of a revision of two words.
  static func append(_ revision: NameWord, keys: [UInt8], to result: inout [UInt8]) {
    guard revision.number > 0 else { return }
    switch revision.revisionStyle {
    case .mark: appendMark(revision.number, to: &result)
    case .version: result += keys[revision.key]
    case .generation:
      result += [0x67, 0x65, 0x6E]
      appendDecimal(revision.number, to: &result)
    }
  }

  /// Whether a bare number counts the keys of a keyboard.
  static func isKeyCount(_ word: NameWord) -> Bool {
    switch word.number {
    case 49, 61, 73, 76, 88: word.key.count == 2
    default: false
    }
  }

  /// A word's key; a revision joined to it (`A-88MKII`) in its one spelling.
  private static func appendWord(_ key: ArraySlice<UInt8>, to result: inout [UInt8]) {
    var at = key.endIndex - 3
    while at > key.startIndex, key.endIndex - at <= 6 {
      if key[at] == 0x6D, key[at + 1] == 0x6B,
        let number = Roman.value(Packed.bytes(key.span, from: at + 2 - key.startIndex))
      {
        result += key[..<at]
        appendMark(number, to: &result)
        return
      }
      at -= 1
    }
    result += key
  }

  private static func appendMark(_ number: Int, to result: inout [UInt8]) {
    result += [0x6D, 0x6B]
    appendDecimal(number, to: &result)
  }

  private static func appendDecimal(_ number: Int, to result: inout [UInt8]) {
    if number > 9 { appendDecimal(number / 10, to: &result) }
    result.append(0x30 + UInt8(truncatingIfNeeded: number % 10))
  }

  private static func hasDigit(_ bytes: ArraySlice<UInt8>) -> Bool { bytes.contains { ASCII.isDigit($0) } }
}

/// A color's code joined to a designation: `FP-30X-BK`, `RPB-300BK`.
struct ColorCode {
  /// Of the name's text, the hyphen included.
  var text: Range<Int>
  /// Of the name's keys.
  var key: Range<Int>
  /// Its index in the lexicon.
  var color: UInt8

  /// The code at the end of the last of `words` that carries one.
  init?(endingOneOf words: ArraySlice<NameWord>, in text: [UInt8]) {
    for word in words.reversed() where word.shape == .designation && !word.startsWithDigit {
      guard let (length, isHyphenated) = Self.code(endingIn: text[word.text]),
        let color = Self.color(text[word.text.upperBound - length..<word.text.upperBound])
      else { continue }
      self.text = word.text.upperBound - length - (isHyphenated ? 1 : 0)..<word.text.upperBound
      key = word.key.upperBound - length..<word.key.upperBound
      self.color = color
      return
    }
    return nil
  }

  /// How many capitals at the end of a designation may be a code: behind a hyphen two or three; behind two digits
  /// two, with one more letter before the commonest (`FP-30XBK`).
  private static func code(endingIn word: ArraySlice<UInt8>) -> (length: Int, isHyphenated: Bool)? {
    let capitals = word.reversed().prefix(while: ASCII.isUpper).count
    let before = word.dropLast(capitals).suffix(2)
    if before.last == UInt8(ascii: "-"), (2...3).contains(capitals) { return (capitals, true) }
    guard before.count == 2, before.allSatisfy({ ASCII.isDigit($0) }) else { return nil }
    if capitals == 2 { return (2, false) }
    guard capitals == 3, let color = color(word.suffix(2)), color < 2 else { return nil }
    return (2, false)
  }

  private static func color(_ code: ArraySlice<UInt8>) -> UInt8? {
    let lower = code.map { $0 | 0x20 }
    let entry = NameLexicon.shared.entry(lower.span)
    return entry.wordClass == .colorCode ? entry.value : nil
  }
}
