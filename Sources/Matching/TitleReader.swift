/// Reads the chunks of a title from left to right.
struct TitleReader {
  let atoms: TitleAtoms
  let chunks: [Range<Int>]
  let brandWords: Set<Int32>
  var offsets: [Int] = []
  var at = 0
  /// The word before, if a number after it would belong to it: `stage 4`.
  var previousWord: ArraySlice<UInt8>?
  var isAfterDesignation = false
  var isAfterWith = false

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

  func text(_ chunk: Range<Int>, of identity: TitleIdentity) -> ArraySlice<UInt8> {
    identity.flat[offsets[chunk.lowerBound]..<offsets[chunk.upperBound]]
  }
}

/// Chunks without digits.
extension TitleReader {
  mutating func readWord(
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
  mutating func extend(
    _ identity: inout TitleIdentity, by word: ArraySlice<UInt8>, _ vocabulary: inout Vocabulary
  ) {
    var last = identity.designations.removeLast()
    last.flat = vocabulary.number(of: Array(vocabulary.bytes[vocabulary.byteRange(last.flat)]) + word)
    identity.designations.append(last)
    previousWord = nil
  }
}
