internal import Text

/// Chunks with digits: designations, revisions and measures.
extension TitleReader {
  mutating func readNumber(
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
  mutating func readRevision(
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

  private func record(_ unit: Lexicon.Meaning, _ number: Int, _ tenths: Int, _ identity: inout TitleIdentity) -> Bool {
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
    while end - chunk.lowerBound >= 2, atoms.isPoint(before: end - 1), atoms.text(end - 1).allSatisfy({ $0 == 0x30 }) {
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
