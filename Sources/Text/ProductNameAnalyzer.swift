/// Takes product names apart, one after another; the buffers are kept, so a name costs one allocation.
///
/// Rules, not lists of products: what a word is follows from its script, its digits and a lexicon of common nouns.
package struct ProductNameAnalyzer {
  private var tokens = NameTokenizer()
  private var brandTokens = NameTokenizer()
  private var brand: [UInt8] = []
  private let classifier = NameClassifier()

  package init() {}

  /// The parts of `name`; `brand` is what the page or the catalogue says, not a guess.
  package mutating func analyze(_ name: String, brand: String? = nil) -> ProductName {
    analyze(Array(name.utf8).span, brand: Array((brand ?? "").utf8).span)
  }

  /// The UTF-8 form; an empty `brand` means that it is not known. Ill-formed bytes read as U+FFFD. O(length).
  package mutating func analyze(
    _ name: borrowing Span<UInt8>, brand: borrowing Span<UInt8>
  ) -> ProductName {
    tokens.tokenize(name)
    if tokens.mayNeedComposition {
      let composed = Array(NormalForm.composed(String(decoding: tokens.text, as: UTF8.self)).utf8)
      if tokens.hasInvisible || composed != tokens.text { tokens.tokenize(composed.span) }
    } else if tokens.hasInvisible {
      let text = tokens.text
      tokens.tokenize(text.span)
    }
    classifier.classify(&tokens)
    let model = model(brand: brand)
    return ProductNameAssembler(tokens: tokens, model: model).assemble()
  }

  // MARK: Brand and model

  private mutating func model(brand: borrowing Span<UInt8>) -> Range<Int>? {
    let end = tokens.words.indices.first { $0 > 0 && tokens.words[$0].wordClass == .forWord } ?? tokens.words.count
    if !brand.isEmpty {
      guard let found = markBrand(brand) else { return find(0..<end, followsBrand: false) }
      let after = min(found.upperBound, end)..<end
      return find(after, followsBrand: true) ?? find(0..<min(found.lowerBound, end), followsBrand: false)
    }
    if let guessed = guessedBrand(before: end) {
      for index in guessed { tokens.words[index].isBrand = true }
      if let model = find(guessed.upperBound..<end, followsBrand: true) { return model }
      for index in guessed { tokens.words[index].isBrand = false }
    }
    return ModelFinder(words: tokens.words, range: 0..<end, followsBrand: false).anchored()
  }

  private func find(_ range: Range<Int>, followsBrand: Bool) -> Range<Int>? {
    let finder = ModelFinder(words: tokens.words, range: range, followsBrand: followsBrand)
    return finder.anchored() ?? finder.named() ?? finder.coded(tokens.text)
  }

  /// Marks the words that spell `brand`, whole or by its first word (`Akai` for Akai Professional).
  private mutating func markBrand(_ brand: borrowing Span<UInt8>) -> Range<Int>? {
    if !isSameBrand(brand) {
      self.brand.removeAll(keepingCapacity: true)
      for index in 0..<brand.count { self.brand.append(brand[index]) }
      brandTokens.tokenize(brand)
    }
    guard let first = brandTokens.words.first, let last = brandTokens.words.last else { return nil }
    let whole = first.key.lowerBound..<last.key.upperBound
    guard let found = words(spelling: whole) ?? (first.key.count > 1 ? words(spelling: first.key) : nil) else {
      return nil
    }
    var end = found.upperBound
    while end < tokens.words.count, tokens.words[end].wordClass == .brandTail { end += 1 }
    // A brand that is said twice is still no model.
    while let again = words(spelling: whole, from: end), again.lowerBound == end { end = again.upperBound }
    for index in found.lowerBound..<end { tokens.words[index].isBrand = true }
    return found.lowerBound..<end
  }

  private func isSameBrand(_ brand: borrowing Span<UInt8>) -> Bool {
    guard brand.count == self.brand.count else { return false }
    for index in 0..<brand.count where brand[index] != self.brand[index] { return false }
    return true
  }

  /// The first run of words whose letters and digits are those of `key` in the brand.
  private func words(spelling key: Range<Int>, from first: Int = 0) -> Range<Int>? {
    for start in tokens.words.indices.dropFirst(first) {
      let lower = tokens.words[start].key.lowerBound
      let upper = lower + key.count
      guard upper <= tokens.keys.count, tokens.keys[lower..<upper] == brandTokens.keys[key] else { continue }
      if let end = tokens.words[start...].firstIndex(where: { $0.key.upperBound == upper }) { return start..<end + 1 }
    }
    return nil
  }

  /// Without a brand to go by, the first Latin word that could be one, with `& Sons` and `Audio` behind it.
  private func guessedBrand(before end: Int) -> Range<Int>? {
    guard let start = tokens.words[..<end].firstIndex(where: \.isLatin), start + 1 < end else { return nil }
    let word = tokens.words[start]
    guard word.shape == .word, word.wordClass == .unknown, word.latin > 1 else { return nil }
    var next = start + 1
    let gap = tokens.text[word.text.upperBound..<tokens.words[next].text.lowerBound]
    if gap.contains(UInt8(ascii: "&")), next + 1 < end { next += 1 }
    while next + 1 < end, tokens.words[next].wordClass == .brandTail { next += 1 }
    return start..<next
  }
}
