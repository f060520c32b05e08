/// One pass over a name's UTF-8: its canonical text, its normal form, and its words.
///
/// The buffers are kept between names, so that a name costs no allocation.
struct NameTokenizer {
  /// White space collapsed.
  var text: [UInt8] = []
  /// Folded words, single spaces.
  var normalized: [UInt8] = []
  /// The folded letters and digits of all words.
  var keys: [UInt8] = []
  var words: [NameWord] = []
  /// Whether a scalar was met that NFC may change.
  var mayNeedComposition = false
  /// Whether a mark was left out, which hides what follows from the looks ahead.
  var hasInvisible = false

  private var folded: [UInt8] = []
  private var isInWord = false
  private var owesSpace = false
  private var owesNormalizedSpace = false
  private var sawPunctuation = false
  /// The scalar before, for inch marks and decimal points.
  private var previous: UInt32 = 0
  private var beforePrevious: UInt32 = 0

  mutating func tokenize(_ name: borrowing Span<UInt8>) {
    reset()
    var reader = ScalarReader()
    while let scalar = reader.next(in: name) {
      if scalar < 0x80 {
        let byte = UInt8(truncatingIfNeeded: scalar)
        switch Self.asciiClasses[Int(byte)] {
        case Self.lower, Self.upper: letter(byte, isUpper: byte < 0x60, reader, name)
        case Self.digit: digit(byte)
        case Self.space: space()
        default: punctuation(scalar, reader, name)
        }
      } else if (0x5D0...0x5EA).contains(scalar) {
        hebrewLetter(scalar)
      } else if Whitespace.isSpace(scalar) {
        space()
      } else if !Whitespace.isInvisible(scalar) {
        other(scalar, reader, name)
      } else {
        hasInvisible = true
        continue
      }
      beforePrevious = previous
      previous = scalar
    }
    isInWord = false
  }

  private mutating func reset() {
    text.removeAll(keepingCapacity: true)
    normalized.removeAll(keepingCapacity: true)
    keys.removeAll(keepingCapacity: true)
    words.removeAll(keepingCapacity: true)
    (isInWord, owesSpace, owesNormalizedSpace, sawPunctuation) = (false, false, false, false)
    (mayNeedComposition, hasInvisible) = (false, false)
    (previous, beforePrevious) = (0x20, 0x20)
  }

  // MARK: Scalars by class

  private mutating func letter(
    _ byte: UInt8, isUpper: Bool, _ reader: ScalarReader, _ name: borrowing Span<UInt8>
  ) {
    if isInWord {
      let word = words[words.count - 1]
      let isGlued = word.hebrew > 0 || (isUpper && word.digits > 0 && startsCapitalizedWord(reader.position, name))
      if isGlued { closeWord() }
    }
    openWord()
    write(byte)
    let folded = byte | 0x20
    normalized.append(folded)
    keys.append(folded)
    extendWord { word in
      word.latin += 1
      if isUpper { word.upper += 1 }
    }
  }

  /// Whether four letters of a word follow its capital: `GX-1Bass` was written without the space.
  private func startsCapitalizedWord(_ position: Int, _ name: borrowing Span<UInt8>) -> Bool {
    guard position + 3 <= name.count, isUpperOrDigit(previous) else { return false }
    for index in position..<position + 3 where Self.asciiClasses[Int(name[index])] != Self.lower { return false }
    return true
  }

  private func isUpperOrDigit(_ scalar: UInt32) -> Bool {
    ASCII.isDigit(scalar) || ASCII.isUpper(scalar)
  }

  private mutating func digit(_ byte: UInt8) {
    if isInWord, words[words.count - 1].hebrew > 0 { closeWord() }
    let followsInchMark = !isInWord && Self.isInchMark(previous)
    openWord()
    write(byte)
    normalized.append(byte)
    keys.append(byte)
    extendWord { word in
      if word.digits + word.latin == 0 {
        word.startsWithDigit = true
        word.followsInchMark = followsInchMark
      }
      word.digits += 1
    }
  }

  private mutating func hebrewLetter(_ scalar: UInt32) {
    if isInWord, words[words.count - 1].hebrew == 0 { closeWord() }
    openWord()
    writeSpace()
    appendScalar(scalar, to: &text)
    appendScalar(scalar, to: &normalized)
    appendScalar(scalar, to: &keys)
    extendWord { $0.hebrew += 1 }
  }

  private mutating func space() {
    closeWord()
    owesSpace = true
  }

  private mutating func punctuation(_ scalar: UInt32, _ reader: ScalarReader, _ name: borrowing Span<UInt8>) {
    writeSpace()
    appendScalar(scalar, to: &text)
    let followsDigit = ASCII.isDigit(previous)
    if isInWord, followsDigit, Self.isInchMark(scalar) { markInches() }
    if isInWord, Self.isApostrophe(scalar), Self.isApostrophe(previous), ASCII.isDigit(beforePrevious) {
      markInches()
    }
    let isDecimal =
      scalar == 0x2E && followsDigit && reader.position < name.count
      && Self.asciiClasses[Int(name[reader.position])] == Self.digit
    if isInWord, isDecimal {
      normalized.append(0x2E)
    } else if !isInWord || !(Self.isApostrophe(scalar) || scalar == 0x5F4 || (scalar == 0x22 && isHebrew(previous))) {
      owesNormalizedSpace = true
    }
    sawPunctuation = true
  }

  /// Everything but ASCII, Hebrew letters and white space: folded first, then as what it folds to.
  private mutating func other(_ scalar: UInt32, _ reader: ScalarReader, _ name: borrowing Span<UInt8>) {
    if scalar > 0xFF, !(0x2010...0x2046).contains(scalar) { mayNeedComposition = true }
    if Self.isTrademark(scalar) {
      writeSpace()
      appendScalar(scalar, to: &text)
      return
    }
    folded.removeAll(keepingCapacity: true)
    NormalForm.appendFolded(scalar, to: &folded)
    if folded.isEmpty {
      writeSpace()
      appendScalar(scalar, to: &text)
      if isInWord { extendWord { _ in } }
      return
    }
    let first = folded.first.map { Self.asciiClasses[Int($0)] }
    guard folded.count > 1 || first == Self.lower || first == Self.digit, hasWordlike() else {
      return punctuation(scalar, reader, name)
    }
    if isInWord, words[words.count - 1].hebrew > 0 { closeWord() }
    openWord()
    writeSpace()
    appendScalar(scalar, to: &text)
    appendFolded()
    let isDigit = first == Self.digit
    extendWord { word in
      if isDigit { word.digits += 1 } else { word.latin += 1 }
    }
  }

  private func hasWordlike() -> Bool {
    var reader = ScalarReader()
    while let scalar = reader.next(in: folded.span) {
      if Self.isWordlike(scalar) { return true }
    }
    return false
  }

  /// The letters and digits of `folded`; what stands between them, as in the 1⁄2 of ½, is a space.
  private mutating func appendFolded() {
    var reader = ScalarReader()
    var isFirst = true
    while let scalar = reader.next(in: folded.span) {
      guard Self.isWordlike(scalar) else {
        owesNormalizedSpace = true
        continue
      }
      if owesNormalizedSpace, !isFirst { normalized.append(0x20) }
      (owesNormalizedSpace, isFirst) = (false, false)
      appendScalar(scalar, to: &normalized)
      appendScalar(scalar, to: &keys)
    }
  }

  private static func isWordlike(_ scalar: UInt32) -> Bool {
    if scalar < 0x80 { return [lower, digit].contains(asciiClasses[Int(scalar)]) }
    guard let scalar = Unicode.Scalar(scalar) else { return false }
    return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }

  // MARK: Words

  private mutating func openWord() {
    if !isInWord {
      writeSpace()
      if !normalized.isEmpty { normalized.append(0x20) }
      var word = NameWord(text: text.count, key: keys.count)
      word.isApart = sawPunctuation && !words.isEmpty
      words.append(word)
      isInWord = true
    } else if owesNormalizedSpace {
      normalized.append(0x20)
    }
    owesNormalizedSpace = false
    sawPunctuation = false
  }

  private mutating func extendWord(_ count: (inout NameWord) -> Void) {
    let last = words.count - 1
    words[last].text = words[last].text.lowerBound..<text.count
    words[last].key = words[last].key.lowerBound..<keys.count
    count(&words[last])
  }

  private mutating func closeWord() {
    isInWord = false
  }

  private mutating func markInches() {
    extendWord { $0.hasInchMark = true }
  }

  private mutating func write(_ byte: UInt8) {
    writeSpace()
    text.append(byte)
  }

  private mutating func writeSpace() {
    if owesSpace, !text.isEmpty { text.append(0x20) }
    owesSpace = false
  }

  private func isHebrew(_ scalar: UInt32) -> Bool { (0x5D0...0x5EA).contains(scalar) }

  /// Straight, curly and low double quotes, the double prime and gershayim all stand for inches after a digit.
  static func isInchMark(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x22, 0x201C, 0x201D, 0x201E, 0x2033, 0x5F4: true
    default: false
    }
  }

  static func isApostrophe(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x27, 0x60, 0xB4, 0x2018, 0x2019, 0x2032, 0x5F3: true
    default: false
    }
  }

  /// © ® ℠ ™, which say nothing about the product.
  private static func isTrademark(_ scalar: UInt32) -> Bool {
    scalar == 0xA9 || scalar == 0xAE || scalar == 0x2120 || scalar == 0x2122
  }

  static let (lower, upper, digit, space): (UInt8, UInt8, UInt8, UInt8) = (1, 2, 3, 4)

  /// 0 for punctuation.
  static let asciiClasses: [UInt8] = (0..<256).map { byte in
    switch byte {
    case 0x61...0x7A: lower
    case 0x41...0x5A: upper
    case 0x30...0x39: digit
    case 0...0x20, 0x7F: space
    default: 0
    }
  }
}
