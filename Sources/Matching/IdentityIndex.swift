extension TitleIdentity {
  func hasDesignation(_ flat: Int32) -> Bool { designations.contains { $0.flat == flat } }
}

/// A record's identity: its title's and its identifying fields'.
struct RecordIdentity {
  var title: TitleIdentity
  /// The item code without prefix, revision and colour code; -1 where there is none.
  var itemCode: Int32 = -1
  var itemRevision = 1
  /// Bits of the colours that title and item code name.
  var colours: UInt64
  var gtin: String?
  var kind: MatchRecord.Kind
  /// Bits of the one sort of accessories that its category holds.
  var categoryAccessories: UInt32 = 0
  var isInAccessoryCategory = false

  /// Whether the item code is a designation of the title.
  var isNamedByItsCode: Bool {
    itemCode >= 0 && title.designations.contains { $0.flat == itemCode && $0.revision == itemRevision }
  }
}

/// The identities of one catalogue.
struct IdentityIndex {
  private(set) var records: [RecordIdentity] = []

  init(_ records: [MatchRecord], brandWords: Set<Int32>, _ vocabulary: inout Vocabulary) {
    let prefixes = ItemCode.sharedPrefix(records.map(\.itemCode))
    for record in records {
      let title = TitleIdentity(record.title, brandWords: brandWords, &vocabulary)
      var identity = RecordIdentity(
        title: title, colours: title.colours, gtin: Self.gtin(record.gtin), kind: record.kind)
      Self.read(ItemCode.stripped(record.itemCode, prefixes), &identity, &vocabulary)
      for word in TitleAtoms(Words.folded(record.category)).words {
        switch Lexicon.meaning(of: word) {
        case .accessory(let sort): identity.categoryAccessories |= sort
        case .accessories: identity.isInAccessoryCategory = true
        default: break
        }
      }
      // `Bags and accessories` says less than `Bags`.
      if identity.isInAccessoryCategory { identity.categoryAccessories = 0 }
      self.records.append(identity)
    }
  }

  /// GTINs of different lengths are the same number with leading zeros.
  private static func gtin(_ gtin: String?) -> String? {
    guard let digits = gtin?.filter(\.isNumber), digits.count >= 8 else { return nil }
    return String(digits.drop { $0 == "0" })
  }

  private static func read(_ code: String, _ identity: inout RecordIdentity, _ vocabulary: inout Vocabulary) {
    let atoms = TitleAtoms(Words.folded(code))
    guard !atoms.atoms.isEmpty else { return }
    var end = atoms.atoms.count
    while end > 1, let colour = Lexicon.colour(ofCode: atoms.text(end - 1)) {
      identity.colours |= 1 << UInt64(colour)
      end -= 1
    }
    if let revision = Revision(endOf: 0..<end, atoms) {
      identity.itemRevision = revision.number
      end -= revision.atoms
    }
    let flat = (0..<end).flatMap { Array(atoms.text($0)) }
    if flat.count >= 3 { identity.itemCode = vocabulary.number(of: flat) }
  }
}
