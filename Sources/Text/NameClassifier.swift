/// Gives every word of a tokenized name its class and shape: first alone, then beside its neighbours.
struct NameClassifier {
  private let lexicon = NameLexicon.shared

  func classify(_ name: inout NameTokenizer) {
    for index in name.words.indices {
      var word = name.words[index]
      classifyAlone(&word, in: name.text.span, name.keys.span)
      name.words[index] = word
    }
    for index in name.words.indices.dropLast() { classifyPair(index, &name.words) }
  }

  // MARK: Alone

  private func classifyAlone(
    _ word: inout NameWord, in text: borrowing Span<UInt8>, _ keys: borrowing Span<UInt8>
  ) {
    let key = keys.extracting(word.key)
    if word.hebrew > 0 {
      word.entry = hebrewEntry(key)
    } else if word.digits == 0 {
      word.entry = lexicon.entry(key)
      if word.wordClass == .unknown { classifyLetters(&word, key) }
    } else if word.latin == 0 {
      classifyNumber(&word, key)
    } else {
      classifyMixed(&word, text.extracting(word.text), key)
    }
  }

  /// A Hebrew word, else what is left of it without ה (the) or ו (and); behind ל (for) stands another product.
  private func hebrewEntry(_ key: borrowing Span<UInt8>) -> NameLexicon.Entry {
    let whole = lexicon.entry(key)
    let isJoined = key.count >= 6 && key[0] == 0xD7 && (key[1] == 0x94 || key[1] == 0x95)
    return whole.wordClass == .unknown && isJoined ? lexicon.entry(key.extracting(2..<key.count)) : whole
  }

  private func classifyLetters(_ word: inout NameWord, _ key: borrowing Span<UInt8>) {
    var numeral: Int?
    if Packed.prefix(key, 2) == Packed.mk {
      numeral = Roman.value(Packed.bytes(key, from: 2))
    } else if word.upper == word.latin, key.count > 1 {
      // A single V or X is as likely a letter.
      numeral = Roman.value(Packed.bytes(key))
    }
    if let numeral { word.become(.revision, numeral, .mark) }
  }

  private func classifyNumber(_ word: inout NameWord, _ key: borrowing Span<UInt8>) {
    let isPlain = word.text.count == word.digits
    let value = Packed.decimal(key, from: 0, to: key.count) ?? 0
    if word.hasInchMark || (word.followsInchMark && value < 100) {
      word.shape = .size
    } else if isPlain, word.digits == 4, (1900...2099).contains(value) {
      word.shape = .year
    } else {
      word.shape = .number
      word.number = isPlain ? value : 0
    }
  }

  private func classifyMixed(
    _ word: inout NameWord, _ text: borrowing Span<UInt8>, _ key: borrowing Span<UInt8>
  ) {
    if word.hasInchMark {
      word.shape = .size
    } else if ASCII.isDigit(key[0]) {
      classifyLeadingDigits(&word, text, key)
    } else if let value = Packed.decimal(key, from: 2, to: key.count), Packed.prefix(key, 2) == Packed.mk {
      word.become(.revision, value, .mark)
    } else if let value = Packed.decimal(key, from: 3, to: key.count), Packed.prefix(key, 3) == Packed.gen {
      word.become(.revision, value, .generation)
    } else if let value = Packed.decimal(key, from: 1, to: key.count), key[0] == 0x76, word.digits <= 2 {
      word.become(.revision, value, .version)
    } else {
      word.entry = lexicon.entry(key)
      let isTimes = text[0] == 0x78 && word.digits == key.count - 1 && word.digits <= 2
      word.shape = word.wordClass == .descriptor || isTimes ? .measure : .designation
    }
  }

  /// `88-key`, `100W`, `2nd`, `14x5`, `4-in-1`; what is none of these is a designation (`6D`, `24C`, `30-A`).
  private func classifyLeadingDigits(
    _ word: inout NameWord, _ text: borrowing Span<UInt8>, _ key: borrowing Span<UInt8>
  ) {
    var split = 0
    while split < key.count, ASCII.isDigit(key[split]) { split += 1 }
    let value = Packed.decimal(key, from: 0, to: split) ?? 0
    let unit = Packed.bytes(key, from: split)
    word.shape = .designation
    if Packed.ordinals.contains(unit) {
      (word.shape, word.number) = (.ordinal, value)
    } else if isSizeOrFold(key, from: split) || unit == Packed.x && (value <= 4 || word.upper == 0) {
      word.shape = .measure
    } else if word.digits == split {
      var isGlued = true
      for index in 0..<text.count where text[index] == 0x2D { isGlued = false }
      // `30-A` and `16M` are models, `100W`, `3m` and `88-key` are not.
      guard isGlued || key.count - split > 1, unit != Packed.m || word.upper == 0 else { return }
      let entry = lexicon.entry(key.extracting(split..<key.count))
      switch entry.wordClass {
      case .keysUnit:
        word.entry = entry
        (word.shape, word.number) = (.measure, value)
      case .inchUnit: word.shape = .size
      case .unit, .bundle: word.shape = .measure
      default: word.entry = lexicon.entry(key)
      }
      if word.wordClass == .descriptor { word.shape = .measure }
    }
  }

  /// `14x5x6`, `4in1`, `2in2out`: digits after the first run only behind x or in.
  private func isSizeOrFold(_ key: borrowing Span<UInt8>, from split: Int) -> Bool {
    var index = split
    if Packed.prefix(key, 2, from: split) == Packed.in, split + 2 < key.count { return ASCII.isDigit(key[split + 2]) }
    var times = 0
    while index < key.count {
      if key[index] == 0x78 { times += 1 } else if !ASCII.isDigit(key[index]) { return false }
      index += 1
    }
    return times > 0
  }

  // MARK: Beside its neighbour

  private func classifyPair(_ index: Int, _ words: inout [NameWord]) {
    let (word, next) = (words[index], words[index + 1])
    guard !next.isApart else { return }
    switch (word.shape, next.wordClass) {
    case (.number, .keysUnit) where next.digits == 0:
      words[index].shape = .measure
      words[index].entry = next.entry
    case (.number, .inchUnit):
      words[index].shape = .size
    case (.number, .unit) where next.key.count > 1 && next.digits == 0:
      words[index].shape = .measure
    case (.ordinal, .generation):
      words[index].become(.revision, 0, .generation)
      words[index + 1].become(.revision, word.number, .generation)
    case (.word, _) where word.wordClass == .revision || word.wordClass == .generation:
      guard next.number > 0, next.shape == .number || next.shape == .revision else { return }
      words[index].become(.revision, next.number, word.wordClass == .revision ? .mark : .generation)
      words[index + 1].become(.revision, 0, .mark)
    default: break
    }
  }
}

extension NameWord {
  /// A `number` of 0 makes the word the silent half of a revision of two words.
  fileprivate mutating func become(_ shape: Shape, _ number: Int, _ style: RevisionStyle) {
    self.shape = shape
    self.number = number
    revisionStyle = style
  }
}

/// Short ASCII words as integers, for comparing without allocating.
enum Packed {
  static let (mk, gen, `in`, x, m): (UInt64, UInt64, UInt64, UInt64, UInt64) = (0x6D6B, 0x67656E, 0x696E, 0x78, 0x6D)
  /// st, nd, rd, th.
  static let ordinals: InlineArray<4, UInt64> = [0x7374, 0x6E64, 0x7264, 0x7468]

  /// The bytes from `start` on, big-endian; 0 when there are more than eight.
  static func bytes(_ key: borrowing Span<UInt8>, from start: Int = 0) -> UInt64 {
    prefix(key, key.count - start, from: start)
  }

  static func prefix(_ key: borrowing Span<UInt8>, _ count: Int, from start: Int = 0) -> UInt64 {
    guard count <= 8, start >= 0, start + count <= key.count else { return 0 }
    var packed: UInt64 = 0
    for index in start..<start + count { packed = packed << 8 | UInt64(key[index]) }
    return packed
  }

  /// The number that up to six digits spell; nil for anything else.
  static func decimal(_ key: borrowing Span<UInt8>, from start: Int, to end: Int) -> Int? {
    guard (1...6).contains(end - start), end <= key.count else { return nil }
    var value = 0
    for index in start..<end {
      guard ASCII.isDigit(key[index]) else { return nil }
      value = value * 10 + Int(key[index] & 15)
    }
    return value
  }
}

extension InlineArray where Element == UInt64 {
  fileprivate func contains(_ value: UInt64) -> Bool {
    for index in indices where self[index] == value { return true }
    return false
  }
}

/// The Roman numerals that number revisions.
enum Roman {
  /// 2 to 10, for packed lower-case letters.
  static func value(_ packed: UInt64) -> Int? {
    switch packed {
    case 0x6969: 2
    case 0x69_6969: 3
    case 0x6976: 4
    case 0x76: 5
    case 0x7669: 6
    case 0x76_6969: 7
    case 0x7669_6969: 8
    case 0x6978: 9
    case 0x78: 10
    default: nil
    }
  }
}
