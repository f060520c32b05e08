/// The lower-case, hyphenated form of a text that identifiers are built from.
package enum Slug {
  /// The slug the production site makes: NFD, marks off, lower case, spaces to hyphens, `[a-z0-9-_]` kept.
  ///
  /// Letters outside ASCII vanish, so different Hebrew texts share one slug; `distinct(_:)` keeps them apart.
  package static func of(_ text: String) -> String {
    joined(NormalForm.withoutMarks(text).unicodeScalars.lazy.map(plainUnit))
  }

  /// The slug of a text whose letters must all count: each Hebrew letter becomes one Latin letter of its own, every
  /// other letter without an ASCII form its code point. Equal to `of(_:)` where that loses no letter.
  package static func distinct(_ text: String) -> String {
    joined(NormalForm.withoutMarks(text).unicodeScalars.lazy.map(distinctUnit))
  }

  private enum Unit {
    case hyphen, nothing
    case byte(UInt8)
    case codePoint(UInt32)
  }

  private static func plainUnit(_ scalar: Unicode.Scalar) -> Unit {
    switch scalar {
    case "a"..."z", "0"..."9", "_": .byte(UInt8(truncatingIfNeeded: scalar.value))
    case "A"..."Z": .byte(UInt8(truncatingIfNeeded: scalar.value) | 0x20)
    case "-": .hyphen
    default: Whitespace.isSpace(scalar.value) || scalar == "\u{FEFF}" ? .hyphen : .nothing
    }
  }

  private static func distinctUnit(_ scalar: Unicode.Scalar) -> Unit {
    let unit = plainUnit(scalar)
    guard case .nothing = unit, scalar.properties.isAlphabetic else { return unit }
    guard ("\u{5D0}"..."\u{5EA}").contains(scalar) else { return .codePoint(scalar.value) }
    return .byte(hebrewLetters[Int(scalar.value - 0x5D0)])
  }

  /// For U+05D0...U+05EA, final forms as their letters: injective, close to how the letters sound or look.
  private static let hebrewLetters = Array("abgdhvzcjykklmmnnseppxxqrwt".utf8)

  private static func joined(_ units: some Sequence<Unit>) -> String {
    var result: [UInt8] = []
    var owesHyphen = false
    func hyphenate() {
      if owesHyphen, !result.isEmpty { result.append(UInt8(ascii: "-")) }
      owesHyphen = false
    }
    for unit in units {
      switch unit {
      case .hyphen: owesHyphen = true
      case .nothing: break
      case .byte(let byte):
        hyphenate()
        result.append(byte)
      case .codePoint(let value):
        hyphenate()
        result += Array("u\(String(value, radix: 16))".utf8)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
