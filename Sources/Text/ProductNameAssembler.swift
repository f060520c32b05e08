/// Writes the fields of a `ProductName` from its classified words.
struct ProductNameAssembler: ~Copyable {
  private let words: [NameWord]
  private let text: [UInt8]
  private let normalized: [UInt8]
  private let keys: [UInt8]
  private let model: Range<Int>?
  /// The code of a color joined to the model.
  private let colorCode: ColorCode?
  private var result = ProductName()

  init(tokens: NameTokenizer, model: Range<Int>?) {
    words = tokens.words
    text = tokens.text
    normalized = tokens.normalized
    keys = tokens.keys
    self.model = model
    colorCode = model.flatMap { ColorCode(endingOneOf: tokens.words[$0], in: tokens.text) }
  }

  consuming func assemble() -> ProductName {
    result.storage.reserveCapacity(4 * text.count + 64)
    result.storage += text
    end(.name)
    result.storage += normalized
    end(.normalized)
    appendScripts()
    appendModel()
    appendBase()
    appendVariant()
    result.keys = keyCount()
    result.side = words.first { $0.wordClass == .side }.map { $0.entry.value == 0 ? .left : .right }
    result.kind = NameKind.of(words, text: text)
    return result
  }

  private mutating func end(_ field: ProductName.Field) {
    result.ends[field.rawValue] = Int32(truncatingIfNeeded: result.storage.count)
  }

  // MARK: Scripts

  private mutating func appendScripts() {
    let hasLatin = words.contains { $0.latin > 0 }
    appendWords(hebrew: true, hasLatin: hasLatin)
    end(.hebrew)
    appendWords(hebrew: false, hasLatin: hasLatin)
    end(.latin)
  }

  private mutating func appendWords(hebrew: Bool, hasLatin: Bool) {
    var previous: Int?
    for index in words.indices where isHebrew(index, hasLatin: hasLatin) == hebrew {
      if let previous {
        var wroteSpace = false
        if previous == index - 1 {
          for byte in text[words[previous].text.upperBound..<words[index].text.lowerBound] where !Self.isBracket(byte) {
            if byte == 0x20, wroteSpace { continue }
            wroteSpace = byte == 0x20
            result.storage.append(byte)
          }
        }
        if !wroteSpace { result.storage.append(0x20) }
      }
      result.storage += text[words[index].text]
      previous = index
    }
  }

  /// A number belongs to the Hebrew word behind it (`61 קלידים`), and to Hebrew where nothing is Latin.
  private func isHebrew(_ index: Int, hasLatin: Bool) -> Bool {
    let word = words[index]
    if word.hebrew > 0 { return true }
    if word.latin > 0 { return false }
    return !hasLatin || (word.shape == .measure && index + 1 < words.count && words[index + 1].hebrew > 0)
  }

  private static func isBracket(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "|"): true
    default: false
    }
  }

  // MARK: Model

  private mutating func appendModel() {
    if let model, let first = words[model].first, let last = words[model].last {
      if let colorCode {
        result.storage += text[first.text.lowerBound..<colorCode.text.lowerBound]
        result.storage += text[colorCode.text.upperBound..<last.text.upperBound]
      } else {
        result.storage += text[first.text.lowerBound..<last.text.upperBound]
      }
    }
    end(.model)
    if let model {
      ModelKey.append(words[model], keys: keys, withoutCode: colorCode?.key, to: &result.storage)
    }
    end(.modelKey)
  }

  // MARK: Base

  private mutating func appendBase() {
    var copied = 0
    let start = result.storage.count
    func isRemoved(_ index: Int) -> Bool {
      switch words[index].wordClass {
      case .color: return true
      case .colorModifier: return index + 1 < words.count && !words[index + 1].isApart && isRemoved(index + 1)
      default: return isRevision(index)
      }
    }
    for index in words.indices {
      if let colorCode, words[index].text.contains(colorCode.text.lowerBound) {
        result.storage += text[copied..<colorCode.text.lowerBound]
        copied = colorCode.text.upperBound
      } else if isRemoved(index) {
        result.storage += text[copied..<words[index].text.lowerBound]
        while result.storage.count > start, result.storage.last == 0x20 { result.storage.removeLast() }
        copied = words[index].text.upperBound
        if result.storage.count == start { copied = text[copied...].firstIndex { $0 != 0x20 } ?? text.count }
      }
    }
    result.storage += text[copied...]
    end(.base)
  }

  /// A model that begins with what looks like a revision is named so (`V8 S4`).
  private func isRevision(_ index: Int) -> Bool {
    words[index].shape == .revision && index != model?.lowerBound
  }

  // MARK: Variant

  private mutating func appendVariant() {
    if let color = color() { result.storage += Array(NameLexicon.colors[color].name.utf8) }
    end(.color)
    appendSize()
    end(.size)
    if let index = words.indices.first(where: { words[$0].number > 0 && isRevision($0) }) {
      appendRevision(words[index])
    }
    end(.revision)
  }

  /// The last color the name says, else the code behind its model.
  private func color() -> Int? {
    if let word = words.last(where: { $0.wordClass == .color }) { return Int(word.entry.value) }
    if let colorCode { return Int(colorCode.color) }
    guard let model else { return nil }
    let code = words[model.upperBound...].first { $0.wordClass == .colorCode && $0.upper == $0.latin }
    return code.map { Int($0.entry.value) }
  }

  /// `mk2`, `gen3`, and a version with its point: `v1.5`.
  private mutating func appendRevision(_ word: NameWord) {
    if word.revisionStyle == .version {
      for byte in text[word.text] { result.storage.append(byte == UInt8(ascii: "V") ? UInt8(ascii: "v") : byte) }
    } else {
      ModelKey.append(word, keys: keys, to: &result.storage)
    }
  }

  private mutating func appendSize() {
    guard let first = words.firstIndex(where: { $0.shape == .size }) else { return }
    appendSize(words[first])
    guard first + 2 < words.count, words[first + 2].shape == .size, words[first + 1].key.count == 1 else { return }
    result.storage.append(UInt8(ascii: "x"))
    appendSize(words[first + 2])
  }

  /// Digits, points and what stands between two lengths.
  private mutating func appendSize(_ word: NameWord) {
    let start = result.storage.count
    for byte in text[word.text] {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "/"):
        result.storage.append(byte)
      case UInt8(ascii: "x"), UInt8(ascii: "X"): result.storage.append(UInt8(ascii: "x"))
      default: break
      }
    }
    while result.storage.count > start, let last = result.storage.last, !ASCII.isDigit(last) {
      result.storage.removeLast()
    }
  }

  /// `88-key`, `61 קלידים`, or the bare number of a common keyboard behind another word.
  private func keyCount() -> Int? {
    if let word = words.first(where: { $0.shape == .measure && $0.wordClass == .keysUnit && $0.number > 0 }) {
      return word.number
    }
    let bare = words.indices.dropFirst().first {
      words[$0].shape == .number && ModelKey.isKeyCount(words[$0]) && !words[$0].isApart && !words[$0 - 1].isBrand
    }
    return bare.map { words[$0].number }
  }
}
