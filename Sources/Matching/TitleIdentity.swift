/// One designation in a title: `fp30x`, `stage4`, `sp404` (revision 2).
struct Designation: Equatable {
  /// Its letters and digits, without revision and colour code; a vocabulary number.
  var flat: Int32
  /// Its first letters, the family; -1 where it has none.
  var head: Int32
  /// MK2, II and V2 are 2; 1 where none is named; two of them are two digits.
  var revision: Int

  mutating func add(revision number: Int) { revision = revision == 1 ? number : revision * 10 + number }
}

/// What a title says of which product of its brand it means.
///
/// In one brand's line the designation is the identity: a digit, a suffix or a revision makes another product, while
/// colour, size and number of keys make a variant of the same.
struct TitleIdentity {
  private(set) var designations: [Designation] = []
  /// The title's letters and digits in one run, and where chunks begin and end in it.
  private(set) var flat: [UInt8] = []
  private(set) var borders: [Int32] = []
  /// 0 where it is not said.
  private(set) var keys = 0
  /// In tenths of an inch, ascending.
  private(set) var sizes: [Int] = []
  /// Bits of `Lexicon.colours`.
  private(set) var colours: UInt64 = 0
  /// Bits of the sorts of accessories it is, not those it comes with.
  private(set) var accessories: UInt32 = 0
  private(set) var isBundle = false
  /// Whether it says what it is made for.
  private(set) var isFor = false
  /// Whether it has any digit.
  var hasNumber: Bool { flat.contains(where: ASCII.isDigit) }
  private(set) var isEdition = false
  /// Distinct words that are none of the above and not the brand, ascending.
  private(set) var names: [Int32] = []
  /// Those words in their order, in one run.
  private(set) var nameFlat: [UInt8] = []
  /// Distinct words that say what kind of thing it is, ascending.
  private(set) var nouns: [Int32] = []

  /// Designations that are compared: no product is made for more, and pairs cost their product.
  static let mostDesignations = 16

  init(_ title: String, brandWords: Set<Int32>, _ vocabulary: inout Vocabulary) {
    let folded = Words.folded(
      title.contains("''")
        ? title.split(separator: "''", omittingEmptySubsequences: false).joined(separator: "\" ") : title)
    var reader = Reader(TitleAtoms(folded), brandWords)
    reader.read(&self, &vocabulary)
    designations = Array(designations.prefix(Self.mostDesignations))
    names = Set(names).sorted()
    nouns = Set(nouns).sorted()
    sizes = Set(sizes).sorted()
    borders = Set(borders).sorted()
  }

  /// Whether `word` stands in the title from one border to another.
  func holds(_ word: Int32, _ vocabulary: Vocabulary) -> Bool {
    let word = vocabulary.bytes[vocabulary.byteRange(word)]
    return borders.contains { start in
      let end = Int(start) + word.count
      return end <= flat.count && flat[Int(start)..<end].elementsEqual(word)
        && borders.contains(Int32(truncatingIfNeeded: end))
    }
  }
}

extension TitleIdentity {
  /// Reads the chunks of a title from left to right.
  private struct Reader {
    let atoms: TitleAtoms
    let chunks: [Range<Int>]
    let brandWords: Set<Int32>
    private var offsets: [Int] = []
    private var at = 0
    /// The word before, if a number after it would belong to it: `stage 4`.
    private var previousWord: ArraySlice<UInt8>?
    private var isAfterDesignation = false
    private var isAfterWith = false

    init(_ atoms: TitleAtoms, _ brandWords: Set<Int32>) {
      self.atoms = atoms
      chunks = atoms.chunks
      self.brandWords = brandWords
    }

    mutating func read(_ identity: inout TitleIdentity, _ vocabulary: inout Vocabulary) {
      for atom in atoms.atoms.indices {
        offsets.append(identity.flat.count)
        identity.flat += atoms.text(atom)
      }
      offsets.append(identity.flat.count)
      while at < chunks.count {
        let chunk = withoutColour(chunks[at], &identity)
        at += 1
        identity.borders.append(Int32(truncatingIfNeeded: offsets[chunk.lowerBound]))
        identity.borders.append(Int32(truncatingIfNeeded: offsets[chunk.upperBound]))
        identity.borders.append(Int32(truncatingIfNeeded: offsets[chunks[at - 1].upperBound]))
        if chunk.contains(where: { atoms.atoms[$0].isNumber }) {
          readNumber(chunk, &identity, &vocabulary)
        } else {
          readWord(chunk, &identity, &vocabulary)
        }
      }
    }

    /// A chunk without the color code that a hyphen hangs on it: `Monitors-BK`, `v2-WH`; not so `CB-PW`.
    private func withoutColour(_ chunk: Range<Int>, _ identity: inout TitleIdentity) -> Range<Int> {
      let last = chunk.upperBound - 1
      guard chunk.count > 1, atoms.atoms[last].joint == .tight, let colour = Lexicon.colour(ofCode: atoms.text(last)),
        chunk.count > 2 || atoms.atoms[chunk.lowerBound].length > 3
          || Revision(word: atoms.text(chunk.lowerBound)) != nil
      else { return chunk }
      identity.colours |= 1 << UInt64(colour)
      return chunk.lowerBound..<last
    }

    private func text(_ chunk: Range<Int>, of identity: TitleIdentity) -> ArraySlice<UInt8> {
      identity.flat[offsets[chunk.lowerBound]..<offsets[chunk.upperBound]]
    }

    // MARK: words

    private mutating func readWord(
      _ chunk: Range<Int>, _ identity: inout TitleIdentity, _ vocabulary: inout Vocabulary
    ) {
      let word = text(chunk, of: identity)
      if let revision = Revision(word: word) {
        readRevision(revision, &identity, &vocabulary)
        return
      }
      if isAfterDesignation, isSuffix(word) {
        extend(&identity, by: word, &vocabulary)
        return
      }
      var isDesignation = false
      defer { isAfterDesignation = isDesignation }
      let number = vocabulary.number(of: Array(word))
      if brandWords.contains(number) {
        previousWord = nil
        return
      }
      switch Lexicon.meaning(of: word) {
      case .for: identity.isFor = true
      case .accessory(let sort):
        if isAfterWith { identity.isBundle = true } else { identity.accessories |= sort }
        previousWord = nil
      case .edition:
        identity.isEdition = true
        previousWord = nil
      case .bundle: identity.isBundle = true
      case .with:
        isAfterWith = true
        previousWord = nil
      case .colour(let index):
        identity.colours |= 1 << UInt64(index)
        previousWord = nil
      case .filler, .keys, .inches, .unit, .accessories: previousWord = nil
      case .noun:
        if !isAfterWith { identity.nouns.append(number) }
        previousWord = word
      case .suffix, nil:
        isDesignation = isLetterDesignation(chunk)
        if isDesignation {
          let head = vocabulary.number(of: Array(atoms.text(chunk.lowerBound)))
          identity.designations.append(Designation(flat: number, head: head, revision: 1))
          previousWord = nil
        } else {
          readName(word, number, &identity)
        }
      }
    }

    /// A word that is part of the product's name.
    private mutating func readName(_ word: ArraySlice<UInt8>, _ number: Int32, _ identity: inout TitleIdentity) {
      previousWord = word
      if isAfterDesignation, word.count <= 3, let colour = Lexicon.colour(ofCode: word) {
        identity.colours |= 1 << UInt64(colour)
      } else if isLatin(word), !isAfterWith {
        // Hebrew words say what a thing is; names are written in Latin letters.
        identity.names.append(number)
        identity.nameFlat += word
      }
    }

    /// What belongs to the designation before it: `RD-2000 EX`, `TD-17 KV`, `Eris 3.5 BT`.
    private func isSuffix(_ word: ArraySlice<UInt8>) -> Bool {
      let meaning = Lexicon.meaning(of: word)
      return meaning == .suffix
        || meaning == nil && word.count <= 2 && isLatin(word) && Lexicon.colour(ofCode: word) == nil
    }

    private func isLatin(_ word: ArraySlice<UInt8>) -> Bool { word.first.map { $0 < 0x80 } ?? false }

    /// `JD-Xi`, `RIC-BPC`: hyphened letters of which the first or last are few, none a word that means something.
    private func isLetterDesignation(_ chunk: Range<Int>) -> Bool {
      let last = chunk.upperBound - 1
      guard chunk.count > 1, atoms.atoms[chunk.lowerBound].length <= 3 || atoms.atoms[last].length <= 2 else {
        return false
      }
      return chunk.allSatisfy {
        Lexicon.meaning(of: atoms.text($0)) == nil && atoms.bytes[atoms.atoms[$0].start] < 0x80
          && ($0 == chunk.lowerBound || atoms.atoms[$0].joint == .tight)
      }
    }

    /// Adds a suffix to the last designation: `RD-2000 EX`.
    private mutating func extend(
      _ identity: inout TitleIdentity, by word: ArraySlice<UInt8>, _ vocabulary: inout Vocabulary
    ) {
      var last = identity.designations.removeLast()
      last.flat = vocabulary.number(of: Array(vocabulary.bytes[vocabulary.byteRange(last.flat)]) + word)
      identity.designations.append(last)
      previousWord = nil
    }

    // MARK: numbers

    private mutating func readNumber(
      _ chunk: Range<Int>, _ identity: inout TitleIdentity, _ vocabulary: inout Vocabulary
    ) {
      let word = text(chunk, of: identity)
      if readGeneration(chunk, &identity, &vocabulary) { return }
      if let revision = Revision(word: word), isAfterDesignation || previousWord != nil {
        readRevision(revision, &identity, &vocabulary)
        return
      }
      if readMeasure(chunk, &identity) {
        previousWord = nil
        return
      }
      readDesignation(chunk, &identity, &vocabulary)
    }

    /// `2nd Gen`.
    private mutating func readGeneration(
      _ chunk: Range<Int>, _ identity: inout TitleIdentity, _ vocabulary: inout Vocabulary
    ) -> Bool {
      guard chunk.count == 2, at < chunks.count, atoms.text(chunk.lowerBound).count == 1,
        let digit = atoms.text(chunk.lowerBound).first, ASCII.isDigit(digit),
        ["st", "nd", "rd", "th"].contains(where: { atoms.text(chunk.lowerBound + 1).elementsEqual($0.utf8) }),
        text(chunks[at], of: identity).starts(with: "gen".utf8)
      else { return false }
      at += 1
      readRevision(Revision(number: Int(digit) - 0x30), &identity, &vocabulary)
      return true
    }

    /// A revision of the designation before it, or of the word: `Faderport V2`.
    private mutating func readRevision(
      _ revision: Revision, _ identity: inout TitleIdentity, _ vocabulary: inout Vocabulary
    ) {
      if !isAfterDesignation {
        guard let previousWord else { return }
        let name = vocabulary.number(of: Array(previousWord))
        identity.designations.append(Designation(flat: name, head: name, revision: 1))
      }
      identity.designations[identity.designations.count - 1].add(revision: revision.number)
      previousWord = nil
      isAfterDesignation = true
    }

    /// A number with its unit (`88 keys`, `10"`, `61-key`), or a number of keys after a designation (`Stage 4 88`).
    private mutating func readMeasure(_ chunk: Range<Int>, _ identity: inout TitleIdentity) -> Bool {
      let first = chunk.lowerBound
      let digits = String(decoding: atoms.text(first), as: UTF8.self)
      if readProduct(chunk, &identity) { return true }
      guard atoms.atoms[first].isNumber, let number = Int(digits), digits.utf8.count <= 6 else { return false }
      var tenths = number * 10
      var end = first + 1
      if end + 1 <= chunk.upperBound - 1 || end == chunk.upperBound - 1, atoms.isPoint(before: end),
        atoms.atoms[end].isNumber
      {
        tenths += Int(String(decoding: atoms.text(end).prefix(1), as: UTF8.self)) ?? 0
        end += 1
      }
      if atoms.isInchMark(after: end - 1) {
        identity.sizes.append(tenths)
        return true
      }
      if end == chunk.upperBound, at < chunks.count, let unit = Lexicon.meaning(of: text(chunks[at], of: identity)) {
        if record(unit, number, tenths, &identity) { return true }
      }
      // `16M` and `16-M` are designations, `16 m` and `16mm` are lengths.
      if end == chunk.upperBound - 1, atoms.atoms[end].length > 1,
        let unit = Lexicon.meaning(of: atoms.text(end)),
        record(unit, number, tenths, &identity)
      {
        return true
      }
      if chunk.count == 1, Lexicon.keyCounts.contains(number), !identity.designations.isEmpty {
        identity.keys = number
        return true
      }
      return false
    }

    /// `14x6.5`: two sizes.
    private func readProduct(_ chunk: Range<Int>, _ identity: inout TitleIdentity) -> Bool {
      if chunk.count > 1, atoms.text(chunk.lowerBound).elementsEqual("x".utf8), !identity.sizes.isEmpty,
        atoms.isInchMark(after: chunk.upperBound - 1)
      {
        // `14"x5.5"`: the second size.
        return true
      }
      let parts = String(
        decoding: atoms.bytes[atoms.atoms[chunk.lowerBound].start..<atoms.atoms[chunk.upperBound - 1].end],
        as: UTF8.self
      )
      .split(separator: "x", omittingEmptySubsequences: false)
      guard parts.count == 2, parts.allSatisfy({ $0.utf8.count <= 4 }) else { return false }
      let sizes = parts.compactMap { Double($0) }
      guard sizes.count == 2 else { return false }
      identity.sizes += sizes.map { Int(($0 * 10).rounded()) }
      return true
    }

    private func record(_ unit: Lexicon.Meaning, _ number: Int, _ tenths: Int, _ identity: inout TitleIdentity) -> Bool
    {
      switch unit {
      case .keys: identity.keys = number
      case .inches: identity.sizes.append(tenths)
      case .unit: break
      default: return false
      }
      return true
    }

    private mutating func readDesignation(
      _ chunk: Range<Int>, _ identity: inout TitleIdentity, _ vocabulary: inout Vocabulary
    ) {
      var end = chunk.upperBound
      let revision = Revision(endOf: chunk, atoms)
      if let revision { end -= revision.atoms }
      while end > chunk.lowerBound + 1, let colour = Lexicon.colour(ofCode: atoms.text(end - 1)),
        (chunk.lowerBound..<end - 1).contains(where: { atoms.atoms[$0].isNumber })
      {
        identity.colours |= 1 << UInt64(colour)
        end -= 1
      }
      // `7.0` is 7.
      while end - chunk.lowerBound >= 2, atoms.isPoint(before: end - 1), atoms.text(end - 1).allSatisfy({ $0 == 0x30 })
      {
        end -= 1
      }
      identity.borders.append(Int32(truncatingIfNeeded: offsets[end]))
      if isAfterDesignation, chunk.count > 1, offsets[end] - offsets[chunk.lowerBound] <= 2 {
        // `Rokit 5 G4`, `H-BR 2X`: too short for a designation of its own.
        extend(&identity, by: identity.flat[offsets[chunk.lowerBound]..<offsets[end]], &vocabulary)
        return
      }
      var flat = Array(identity.flat[offsets[chunk.lowerBound]..<offsets[end]])
      var head = atoms.text(chunk.lowerBound)
      if atoms.atoms[chunk.lowerBound].isNumber || flat.count < 3 {
        // `stage 4`, `electro 6d`, `lead a1`: short ones belong to the word before.
        let digits = flat.count(where: ASCII.isDigit)
        head = digits <= 3 && flat.count <= 5 ? previousWord ?? [] : []
        flat = head + flat
        if chunk.count == 1, flat.count < 3 { return }
      }
      let family = head.isEmpty ? -1 : vocabulary.number(of: Array(head))
      identity.designations.append(
        Designation(flat: vocabulary.number(of: flat), head: family, revision: revision?.number ?? 1))
      previousWord = nil
      isAfterDesignation = true
    }
  }
}

/// A generation of a product: MK2, MKII, II and V2 name the second.
struct Revision {
  var number: Int
  /// How many atoms at the end of a chunk say it.
  var atoms = 0

  init(number: Int) { self.number = number }

  init?(word: ArraySlice<UInt8>) {
    guard let number = Self.words[Array(word)] else { return nil }
    self.number = number
  }

  /// `404MKII`, `88MK2`, `3528V2`.
  init?(endOf chunk: Range<Int>, _ atoms: TitleAtoms) {
    let last = atoms.text(chunk.upperBound - 1)
    if chunk.count >= 2, last.starts(with: "mk".utf8), last.count > 2, let number = Self.words[Array(last)] {
      self.number = number
      self.atoms = 1
    } else if chunk.count >= 3, atoms.atoms[chunk.upperBound - 1].isNumber, last.count == 1, let digit = last.first {
      let mark = atoms.text(chunk.upperBound - 2)
      let isMark =
        mark.elementsEqual("mk".utf8)
        || mark.elementsEqual("v".utf8) && atoms.atoms[chunk.upperBound - 3].isNumber
      guard isMark, digit != 0x30 else { return nil }
      number = Int(digit) - 0x30
      self.atoms = 2
    } else {
      return nil
    }
  }

  private static let words: [[UInt8]: Int] = {
    var words: [[UInt8]: Int] = ["ii": 2, "iii": 3, "iv": 4].reduce(into: [:]) { $0[Array($1.key.utf8)] = $1.value }
    for (digit, roman) in zip(1..., ["i", "ii", "iii", "iv", "v"]) {
      for form in ["mk\(digit)", "mk\(roman)", "v\(digit)"] { words[Array(form.utf8)] = digit }
    }
    return words
  }()
}
