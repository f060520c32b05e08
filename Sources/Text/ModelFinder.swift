/// Finds the words of a name that are its model.
///
/// A model is anchored by a designation (a letter and a digit: `FP-30X`), or by a number or revision behind words of
/// its own (`Stage 4`, `MPC Live II`); words that continue it follow. Years, sizes, measures and ordinals anchor nothing.
struct ModelFinder {
  let words: [NameWord]
  /// Where a model may stand.
  let range: Range<Int>
  /// Whether a brand stands right before the range.
  let followsBrand: Bool

  func anchored() -> Range<Int>? {
    for index in range {
      if let start = start(ofAnchor: index) { return start..<end(ofAnchor: index, from: start) }
    }
    return nil
  }

  /// A name of one to three words of its own that says nothing else (`Labyrinth`, `Model D`).
  func named() -> Range<Int>? {
    var end = range.upperBound
    while end > range.lowerBound, [.color, .colorModifier].contains(words[end - 1].wordClass) { end -= 1 }
    guard (1...3).contains(end - range.lowerBound) else { return nil }
    var letters = 0
    for index in range.lowerBound..<end {
      let word = words[index]
      let isOwn = word.wordClass == .unknown || word.wordClass == .suffix || word.key.count == 1
      guard isOwn, word.shape == .word, word.isLatin, index == range.lowerBound || !word.isApart else { return nil }
      letters += word.latin
    }
    return letters > 2 ? range.lowerBound..<end : nil
  }

  /// Capitals joined by a hyphen or a colon: a designation without a digit (`CB-BAX`, `GO:KEYS`).
  func coded(_ text: [UInt8]) -> Range<Int>? {
    range.first { index in
      let word = words[index]
      let isCapitals = word.shape == .word && word.upper == word.latin && word.latin > 3 && !word.isBrand
      return isCapitals && text[word.text].contains { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ":") }
    }.map { $0..<end(ofAnchor: $0, from: $0) }
  }

  // MARK: Anchors

  private func start(ofAnchor index: Int) -> Int? {
    let word = words[index]
    switch word.shape {
    case .designation:
      if isWeak(word) { return joined(index, limit: word.startsWithDigit ? 3 : 2) }
      let isJoined =
        word.key.count == 3 && index > range.lowerBound && !word.isApart && isShortCapitals(words[index - 1])
      return isJoined ? index - 1 : index
    case .number:
      let start = joined(index, limit: 3)
      return start < index ? start : nil
    case .revision:
      let start = joined(index, limit: 3)
      if start < index { return start }
      // `V8` with nothing before it is a name of its own.
      return word.revisionStyle == .version && !isContinuation(index) ? index : nil
    case .word, .year, .size, .measure, .ordinal:
      return nil
    }
  }

  /// A short designation, or one that begins with its digits, needs the words before it: `Lead A1`, `Electro 6D`.
  private func isWeak(_ word: NameWord) -> Bool {
    word.key.count <= 2 || word.startsWithDigit
  }

  /// The first of at most `limit` words before `index` that belong to the same model.
  private func joined(_ index: Int, limit: Int) -> Int {
    var start = index
    while start > range.lowerBound, index - start < limit, !words[start].isApart, isJoinable(start - 1) { start -= 1 }
    if start == index, isNounAsName(index - 1), !words[index].isApart { start -= 1 }
    return start
  }

  private func isJoinable(_ index: Int) -> Bool {
    let word = words[index]
    guard word.shape == .word, word.isLatin, !word.isBrand else { return false }
    switch word.wordClass {
    case .unknown, .suffix, .keysUnit, .brandTail: return true
    // `Volt 2` is a name, the volts of `9 volt 2` are not.
    case .unit: return index == range.lowerBound || words[index - 1].digits == 0
    default: return word.key.count == 1
    }
  }

  /// An instrument's noun right behind the brand is a name when a number follows: `Piano 6`, `Drum 3P`.
  private func isNounAsName(_ index: Int) -> Bool {
    followsBrand && index == range.lowerBound && words[index].isLatin && words[index].wordClass == .instrument
  }

  private func isContinuation(_ index: Int) -> Bool {
    index > range.lowerBound && !words[index].isApart && words[index - 1].isLatin
  }

  private func isShortCapitals(_ word: NameWord) -> Bool {
    word.shape == .word && word.wordClass == .unknown && !word.isBrand && word.upper == word.latin
      && (1...3).contains(word.latin)
  }

  // MARK: Continuations

  private func end(ofAnchor anchor: Int, from start: Int) -> Int {
    var end = anchor + 1
    let isDesignation = words[anchor].shape == .designation
    var hasExtraNumber = false
    while end < range.upperBound, end - start < 7, !words[end].isApart, words[end].isLatin, !words[end].isBrand {
      let word = words[end]
      switch word.shape {
      case .revision: break
      case .number:
        let isRevision = word.key.count == 1 && word.number > 1
        guard !hasExtraNumber, isDesignation ? isRevision : true else { return end }
        hasExtraNumber = true
      case .designation:
        guard word.key.count <= (isDesignation ? 2 : 4) else { return end }
      case .word:
        guard word.wordClass == .suffix || isShortCapitals(word) else { return end }
      case .year, .size, .measure, .ordinal: return end
      }
      end += 1
    }
    return end
  }
}
