internal import Text

/// Cuts a field into the words, joins and codes that records are compared by.
///
/// Words are runs of letters and digits of the folded text (`2.5` is one), numbers without leading or trailing zeros,
/// Roman revisions as digits. Codes are what stands between blanks, without punctuation: `GO:KEYS-3` is `gokeys3`.
enum Words {
  /// Bytes that are read of a name or code, and of a description: the rest of a longer one cannot change what it is.
  static let longestName = 512
  static let longestDescription = 16_384

  /// The folded text of a field: glued words split, quotes off, `&` and `+` spelled out.
  static func folded(_ field: String, atMost length: Int = longestName) -> [UInt8] {
    var field = Array(field.utf8)
    if field.count > length { field.removeLast(field.count - length) }
    let isASCII = field.allSatisfy { $0 < 0x80 }
    // Folding keeps the length of ASCII, so there the blanks can be put in on the way.
    let folded = isASCII ? field : NormalForm.folded(split(field))
    var result: [UInt8] = []
    result.reserveCapacity(folded.count + 8)
    let bytes = folded.span
    var at = 0
    while at < bytes.count {
      let byte = bytes[at]
      switch byte {
      case 0x27, 0x60, 0xD7, 0xE2:
        let quote = quoteLength(bytes, at)
        if quote > 0 {
          at += quote
          continue
        }
        result.append(byte)
      case UInt8(ascii: "&"): result.append(contentsOf: " and ".utf8)
      case UInt8(ascii: "+"): result.append(contentsOf: " plus ".utf8)
      case 0x41...0x5A:
        if isGlued(bytes, at) { result.append(UInt8(ascii: " ")) }
        result.append(byte | 0x20)
      default: result.append(byte)
      }
      at += 1
    }
    return result
  }

  /// Puts a blank where a capitalised word is glued to a designation.
  private static func split(_ field: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(field.count + 8)
    let bytes = field.span
    for at in bytes.indices {
      if ASCII.isUpper(bytes[at]), isGlued(bytes, at) { result.append(UInt8(ascii: " ")) }
      result.append(bytes[at])
    }
    return result
  }

  /// Whether the capital at `at` begins a word after a designation: `PX-1Plugout`.
  private static func isGlued(_ field: Span<UInt8>, _ at: Int) -> Bool {
    at > 0 && at + 3 < field.count && (ASCII.isUpper(field[at - 1]) || ASCII.isDigit(field[at - 1]))
      && ASCII.isLower(field[at + 1]) && ASCII.isLower(field[at + 2]) && ASCII.isLower(field[at + 3])
  }

  /// The length of an apostrophe, backtick, geresh or gershayim at `at`; 0 where there is none.
  private static func quoteLength(_ bytes: Span<UInt8>, _ at: Int) -> Int {
    switch bytes[at] {
    case 0x27, 0x60: 1
    case 0xD7 where at + 1 < bytes.count && (bytes[at + 1] == 0xB3 || bytes[at + 1] == 0xB4): 2
    case 0xE2 where at + 2 < bytes.count && bytes[at + 1] == 0x80 && bytes[at + 2] == 0x99: 3
    default: 0
    }
  }

  /// The words of a folded text in their order.
  static func words(_ folded: [UInt8], _ vocabulary: inout Vocabulary) -> [Int32] {
    var result: [Int32] = []
    let text = folded.span
    var reader = WordReader()
    while let range = reader.next(in: text) {
      let word = text.extracting(range)
      if isPlain(word) {
        result.append(vocabulary.number(of: word))
      } else {
        let canonical = canonical(Array(folded[range]))
        if !canonical.isEmpty { result.append(vocabulary.number(of: canonical)) }
      }
    }
    return result
  }

  /// Those of the first `most` words of a folded text that the vocabulary has.
  static func knownWords(_ folded: [UInt8], _ vocabulary: Vocabulary, most: Int) -> [Int32] {
    var result: [Int32] = []
    var count = 0
    let text = folded.span
    var reader = WordReader()
    while count < most, let range = reader.next(in: text) {
      let word = text.extracting(range)
      let isPlain = isPlain(word)
      let canonical = isPlain ? [] : canonical(Array(folded[range]))
      guard isPlain || !canonical.isEmpty else { continue }
      count += 1
      if let number = isPlain ? vocabulary.known(word) : vocabulary.known(canonical.span) { result.append(number) }
    }
    return result
  }

  /// Whether a word is written in its one way: numbers, versions and Roman revisions need a closer look.
  private static func isPlain(_ word: Span<UInt8>) -> Bool {
    for at in word.indices where word[at] < 0x3A { return false }
    return word.count > longestRoman || word[0] != UInt8(ascii: "i") && word[0] != UInt8(ascii: "m")
  }

  private static func canonical(_ word: [UInt8]) -> [UInt8] {
    if ASCII.isDigit(word[0]), word.allSatisfy({ ASCII.isDigit($0) || $0 == 0x2E }) { return number(word[...]) }
    var result = word
    if let point = word.firstIndex(of: 0x2E), point == 0 || !ASCII.isDigit(word[point - 1]) {
      result.removeAll { $0 == 0x2E }
    }
    if let digits = roman[result] { return digits }
    if result.count > 1, result[0] == UInt8(ascii: "v"), ASCII.isDigit(result[1]),
      result.dropFirst().allSatisfy({ ASCII.isDigit($0) || $0 == 0x2E })
    {
      return number(result.dropFirst())
    }
    return result
  }

  /// A number without the zeros that do not count: `07` is 7, `2.50` is 2.5.
  private static func number(_ digits: ArraySlice<UInt8>) -> [UInt8] {
    var digits = digits
    if digits.contains(0x2E) {
      while digits.last == 0x30 { digits.removeLast() }
      if digits.last == 0x2E { digits.removeLast() }
    }
    digits = digits.drop { $0 == 0x30 }
    return digits.isEmpty ? [0x30] : Array(digits)
  }

  private static let longestRoman = 5
  private static let roman: [[UInt8]: [UInt8]] = Dictionary(
    uniqueKeysWithValues: [("ii", "2"), ("iii", "3"), ("iv", "4"), ("mkii", "mk2"), ("mkiii", "mk3")].map {
      (Array($0.0.utf8), Array($0.1.utf8))
    })

  /// Neighbouring words written together, where either has a digit: `fp 30` is also `fp30`.
  static func joins(_ words: [Int32], _ vocabulary: inout Vocabulary) -> [Int32] {
    zip(words, words.dropFirst()).compactMap { left, right in
      guard !vocabulary.traits[Int(left)].union(vocabulary.traits[Int(right)]).isDisjoint(with: .hasDigit) else {
        return nil
      }
      return vocabulary.number(
        of: Array(vocabulary.bytes[vocabulary.byteRange(left)])
          + vocabulary.bytes[vocabulary.byteRange(right)])
    }
  }

  /// The designations in a folded text: chunks between blanks and brackets with letters and digits, or four digits.
  static func codes(_ folded: [UInt8], _ vocabulary: inout Vocabulary) -> [Int32] {
    var result: [Int32] = []
    let text = folded.span
    forEachPart(of: text, 0..<text.count, between: isChunkBorder) { chunk in
      let whole = flat(text.extracting(chunk))
      let (length, traits) = measure(whole)
      if traits.isSuperset(of: .isMixed) && length >= 3 || traits == .hasDigit && length >= 4 {
        result.append(vocabulary.number(of: withRevision(whole)))
      }
      // Only a code has parts that are codes.
      guard traits.contains(.hasDigit) else { return }
      forEachPart(of: text, chunk, between: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: ":") }) { part in
        let part = flat(text.extracting(part))
        let (length, traits) = measure(part)
        if part != whole, traits.isSuperset(of: .isMixed) && length >= 4 || traits == .hasDigit && length >= 5 {
          result.append(vocabulary.number(of: part))
        }
      }
    }
    return result
  }

  /// Calls `body` with the runs of `range` that hold no border, from left to right.
  private static func forEachPart(
    of text: Span<UInt8>, _ range: Range<Int>, between isBorder: (UInt8) -> Bool, _ body: (Range<Int>) -> Void
  ) {
    var start = range.lowerBound
    for at in range where isBorder(text[at]) {
      if at > start { body(start..<at) }
      start = at + 1
    }
    if start < range.upperBound { body(start..<range.upperBound) }
  }

  /// A folded text without anything but letters and digits.
  static func flat(_ folded: [UInt8]) -> [UInt8] { flat(folded.span) }

  private static func flat(_ folded: Span<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(folded.count)
    var reader = UTF8Reader()
    while reader.position < folded.count {
      let start = reader.position
      let byte = folded[start]
      if byte < 0x80 {
        reader.position += 1
        if ASCII.isDigit(byte) || ASCII.isLower(byte) { result.append(byte) }
      } else if let scalar = reader.next(in: folded), isWordScalar(scalar) {
        for at in start..<reader.position { result.append(folded[at]) }
      }
    }
    return result
  }

  /// A designation with its Roman revision as a digit: `a88mkii` is `a88mk2`.
  static func withRevision(_ code: [UInt8]) -> [UInt8] {
    for (roman, digit) in [("mkiii", "3"), ("mkii", "2")] where code.suffix(roman.utf8.count).elementsEqual(roman.utf8)
    {
      return code.dropLast(roman.utf8.count - 2) + Array(digit.utf8)
    }
    return code
  }

  private static func measure(_ code: [UInt8]) -> (length: Int, traits: WordTraits) {
    var traits: WordTraits = []
    var length = 0
    for byte in code where byte & 0xC0 != 0x80 {
      length += 1
      traits.insert(ASCII.isDigit(byte) ? .hasDigit : .hasLetter)
    }
    return (length, traits)
  }

  private static func isChunkBorder(_ byte: UInt8) -> Bool {
    switch byte {
    case 0...0x20, UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "|"), UInt8(ascii: "("), UInt8(ascii: ")"),
      UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "\""),
      UInt8(ascii: "!"), UInt8(ascii: "?"):
      true
    default: false
    }
  }

  static func isWordScalar(_ scalar: UInt32) -> Bool {
    if scalar < 0x80 { return scalar >= 0x30 && scalar <= 0x39 || scalar >= 0x61 && scalar <= 0x7A }
    if scalar >= 0x5D0 && scalar <= 0x5EA { return true }
    guard let known = Unicode.Scalar(scalar) else { return false }
    switch known.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
      .letterNumber, .otherNumber:
      return true
    default: return false
    }
  }
}

/// Finds the words of a folded text: runs of letters and digits, with the point and digits after them.
private struct WordReader {
  private var reader = UTF8Reader()

  mutating func next(in text: Span<UInt8>) -> Range<Int>? {
    var start = reader.position
    while reader.position < text.count {
      let at = reader.position
      guard let scalar = reader.next(in: text) else { break }
      if Words.isWordScalar(scalar) { continue }
      if at > start {
        if scalar == 0x2E, reader.position < text.count, ASCII.isDigit(text[reader.position]) {
          while reader.position < text.count, ASCII.isDigit(text[reader.position]) { reader.position += 1 }
          return start..<reader.position
        }
        return start..<at
      }
      start = reader.position
    }
    return start < text.count ? start..<text.count : nil
  }
}
