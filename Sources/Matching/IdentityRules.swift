/// What the designations, kinds and identifiers of two records of one brand say about their being one product.
enum Identity: Equatable {
  /// The same by an identifier or designation that both give.
  case same(String)
  /// Two products: why.
  case different(String)
  /// One names more than the other, or each something else: only a person can tell.
  case unclear

  var isSame: Bool { if case .same = self { true } else { false } }
  var isDifferent: Bool { if case .different = self { true } else { false } }
}

/// The rules by which products of one brand are told apart; they hold where both catalogues are of one brand.
struct IdentityRules {
  private let left: IdentityIndex
  private let right: IdentityIndex
  private let vocabulary: Vocabulary
  private let likeness: WordLikeness
  let keys: ModelKeys
  private let series: Set<Int32>
  private let accessoriesOfFamily: [Int32: UInt32]
  /// Models of which the left catalogue lists the variants one by one: there a variant is a product.
  private let splitKeys: Set<Int32>

  /// Designations this alike that differ are siblings.
  static let siblingLikeness = 0.6

  /// The rules, where both catalogues are of one brand.
  init?(
    _ left: [MatchRecord], _ right: [MatchRecord], _ leftCorpus: Corpus, _ rightCorpus: Corpus,
    _ vocabulary: inout Vocabulary
  ) {
    guard let brandWords = CommonBrand.words(leftCorpus, rightCorpus) else { return nil }
    self.left = IdentityIndex(left, brandWords: brandWords, &vocabulary)
    self.right = IdentityIndex(right, brandWords: brandWords, &vocabulary)
    self.vocabulary = vocabulary
    likeness = WordLikeness(vocabulary)
    var numbers: [String: Int32] = [:]
    let leftKeys = Self.keys(self.left, vocabulary, &numbers)
    keys = ModelKeys(left: leftKeys, right: Self.keys(self.right, vocabulary, &numbers))
    accessoriesOfFamily = Self.accessoriesOfFamily([self.left, self.right])
    series = Self.series(self.left).union(Self.series(self.right))
    var counts: [Int32: Int] = [:]
    for key in leftKeys { counts[key, default: 0] += 1 }
    splitKeys = Set(counts.filter { $0.value > 1 }.keys)
  }

  /// Designations that one catalogue gives to products of different names: `PST 7` is a series, not a model.
  private static func series(_ index: IdentityIndex) -> Set<Int32> {
    var names: [[Int32]: [Int32]] = [:]
    var series: Set<Int32> = []
    for title in index.records.map(\.title) {
      for designation in title.designations {
        let product = [designation.flat, Int32(truncatingIfNeeded: designation.revision)]
        let key = product + [Int32(bitPattern: title.accessories), title.isEdition ? 1 : 0, title.isBundle ? 1 : 0]
        let name = title.names + title.nouns
        if let known = names[key], known != name { series.insert(designation.flat) }
        names[key] = name
      }
    }
    return series
  }

  /// Equal numbers for records whose titles give the same designation, or the same name.
  private static func keys(
    _ index: IdentityIndex, _ vocabulary: Vocabulary, _ numbers: inout [String: Int32]
  ) -> [Int32] {
    index.records.map { record in
      let title = record.title
      var key = "\(title.accessories) \(title.isEdition) \(title.isBundle) "
      key += (title.names + title.nouns).map(vocabulary.text).joined(separator: " ")
      key += title.designations.map { "\(vocabulary.text($0.flat))@\($0.revision)" }.joined(separator: " ")
      let number = numbers[key] ?? Int32(truncatingIfNeeded: numbers.count)
      numbers[key] = number
      return number
    }
  }

  /// What the rules say of each candidate pair.
  func identities(_ candidates: Candidates) -> [Identity] {
    var identities = (0..<candidates.count).map { identity(Int(candidates.left[$0]), Int(candidates.right[$0])) }
    for l in left.records.indices where !left.records[l].title.hasNumber {
      let pairs = candidates.rowStarts[l]..<candidates.rowStarts[l + 1]
      let members = seriesMembers(
        l, pairs.filter { identities[$0].isDifferent }.map { ($0, Int(candidates.right[$0])) })
      if pairs.contains(where: { identities[$0].isSame }) { continue }
      for pair in members { identities[pair] = .same("series") }
    }
    return identities
  }

  /// A page for a whole series (`FANTOM EX`) stands for the models whose designations differ from it, and from each
  /// other, in a number only (`FANTOM 6 EX`, `FANTOM 7 EX`); with a single one it is another model.
  private func seriesMembers(_ l: Int, _ others: [(pair: Int, right: Int)]) -> [Int] {
    let name = left.records[l].title.nameFlat
    guard name.count >= 3 else { return [] }
    var models: Set<Int32> = []
    let members = others.filter { _, r in
      let title = right.records[r].title
      guard title.designations.count == 1, title.accessories == left.records[l].title.accessories else { return false }
      let flat = title.designations[0].flat
      let letters = vocabulary.bytes[vocabulary.byteRange(flat)].filter { !ASCII.isDigit($0) }
      guard letters == name else { return false }
      models.insert(flat)
      return true
    }
    return models.count > 1 ? members.map(\.pair) : []
  }

  /// What each record says about a feature of one brand; nil for the others.
  func said(_ feature: Feature, _ l: Int, _ r: Int) -> (left: String, right: String)? {
    switch feature {
    case .identity:
      guard case .same(let what) = identity(l, r) else { return ("series", "series") }
      return (what, what)
    case .variant:
      let (a, b) = (traits(left.records[l]), traits(right.records[r]))
      return (a.map(\.value).joined(separator: " "), b.map(\.value).joined(separator: " "))
    default: return nil
    }
  }

  /// What a right record says of the properties in which variants differ.
  func variant(_ r: Int) -> [MatchRecord.Trait] { traits(right.records[r]) }

  private func traits(_ record: RecordIdentity) -> [MatchRecord.Trait] {
    var traits: [MatchRecord.Trait] = []
    let colours = Lexicon.colours.indices.filter { record.colours & 1 << UInt64($0) != 0 }.map {
      Lexicon.colours[$0].name
    }
    if !colours.isEmpty { traits.append(MatchRecord.Trait("color", colours.joined(separator: "/"))) }
    if !record.title.sizes.isEmpty {
      let sizes = record.title.sizes.map { $0 % 10 == 0 ? "\($0 / 10)" : "\($0 / 10).\($0 % 10)" }
      traits.append(MatchRecord.Trait("size", sizes.joined(separator: "x")))
    }
    if record.title.keys > 0 { traits.append(MatchRecord.Trait("keys", "\(record.title.keys)")) }
    return traits
  }

  /// In what both are said to differ without being two products.
  func variations(_ l: Int, _ r: Int) -> [String] {
    let (a, b) = (left.records[l], right.records[r])
    var variations: [String] = []
    if a.title.keys > 0, b.title.keys > 0, a.title.keys != b.title.keys { variations.append("keys") }
    if !a.title.sizes.isEmpty, !b.title.sizes.isEmpty, a.title.sizes != b.title.sizes { variations.append("size") }
    if a.colours != 0, b.colours != 0, a.colours & b.colours == 0 { variations.append("colour") }
    return variations
  }

  func identity(_ l: Int, _ r: Int) -> Identity {
    let (a, b) = (left.records[l], right.records[r])
    if let gtin = a.gtin, gtin == b.gtin { return .same("gtin") }
    if a.gtin == nil || b.gtin == nil, a.itemCode >= 0, a.itemCode == b.itemCode { return .same("item code") }
    let isProven = isDesignation(ofItemCode: a, in: b) || isDesignation(ofItemCode: b, in: a)
    let kinds = compareKinds(a, b)
    if kinds.isDifferent { return kinds }
    let designation = compareDesignations(a.title, b.title)
    if case .different = designation { return designation }
    if splitKeys.contains(keys.left[l]), let variation = variations(l, r).first {
      return .different("\(variation) of a model listed by \(variation)")
    }
    if a.title.isEdition != b.title.isEdition || a.title.isBundle != b.title.isBundle || kinds == .unclear {
      return .unclear
    }
    if isProven { return .same("item code") }
    return designation == .unclear ? compareNames(a.title, b.title) : designation
  }

  /// Accessories carry the designation of what they are made for: only one that is named so itself is the product.
  private func compareKinds(_ a: RecordIdentity, _ b: RecordIdentity) -> Identity {
    let (x, y) = (a.title.accessories, b.title.accessories)
    if x == y, x != 0 { return .same("accessory") }
    if x & y != 0 { return a.title.isFor == b.title.isFor ? .unclear : .different("accessory for it") }
    if x == y {
      let isConflict = a.kind != .unknown && b.kind != .unknown && (a.kind == .accessory) != (b.kind == .accessory)
      return isConflict ? .different("\(a.kind.rawValue) and \(b.kind.rawValue)") : .same("kind")
    }
    guard x == 0 || y == 0 else { return .different("accessories of different sorts") }
    let (accessory, plain) = x == 0 ? (b, a) : (a, b)
    if accessory.title.isFor { return .different("accessory for it") }
    if accessory.isNamedByItsCode { return .same("item code") }
    let implied = plain.title.designations.reduce(plain.categoryAccessories) {
      $0 | accessoriesOfFamily[$1.head, default: 0]
    }
    if implied & accessory.title.accessories != 0 { return .same("accessory") }
    return plain.isInAccessoryCategory ? .unclear : .different("accessory for it")
  }

  /// What sorts of accessories a family of designations is, by at least two that bear its name in title and item code.
  private static func accessoriesOfFamily(_ indexes: [IdentityIndex]) -> [Int32: UInt32] {
    var once: [Int32: UInt32] = [:]
    var twice: [Int32: UInt32] = [:]
    for record in indexes.flatMap(\.records) where record.isNamedByItsCode {
      for head in Set(record.title.designations.map(\.head)) where head >= 0 {
        twice[head, default: 0] |= once[head, default: 0] & record.title.accessories
        once[head, default: 0] |= record.title.accessories
      }
    }
    return twice
  }

  /// Whether the item code of `a` is a designation of `b`, with or without revision.
  private func isDesignation(ofItemCode a: RecordIdentity, in b: RecordIdentity) -> Bool {
    guard a.itemCode >= 0 else { return false }
    return b.title.designations.contains { $0.flat == a.itemCode && $0.revision == a.itemRevision }
  }

  private func compareDesignations(_ a: TitleIdentity, _ b: TitleIdentity) -> Identity {
    let common = a.designations.filter { b.hasDesignation($0.flat) }
    for ours in common {
      if let other = b.designations.first(where: { $0.flat == ours.flat }), other.revision != ours.revision {
        return .different("\(vocabulary.text(ours.flat)): revisions \(ours.revision) and \(other.revision)")
      }
    }
    let ours = a.designations.filter { !b.hasDesignation($0.flat) }
    let theirs = b.designations.filter { !a.hasDesignation($0.flat) }
    for x in ours {
      if let y = theirs.first(where: { areAligned(x, $0) }) {
        return .different("\(vocabulary.text(x.flat)) and \(vocabulary.text(y.flat))")
      }
    }
    if let first = common.first {
      return common.allSatisfy { series.contains($0.flat) }
        ? compareSeries(a, b, vocabulary.text(first.flat)) : .same(vocabulary.text(first.flat))
    }
    for (unmatched, title) in [(ours, b), (theirs, a)] {
      guard let first = unmatched.first, unmatched.allSatisfy({ title.holds($0.flat, vocabulary) }) else { continue }
      return unmatched.allSatisfy { $0.revision == 1 }
        ? .same(vocabulary.text(first.flat)) : .different("revisions of \(vocabulary.text(first.flat))")
    }
    if let x = ours.first, let y = theirs.first {
      return .different("\(vocabulary.text(x.flat)) and \(vocabulary.text(y.flat))")
    }
    return missingNumber(ours, in: b) ?? missingNumber(theirs, in: a) ?? .unclear
  }

  /// Two products of one series: the rest of the name decides.
  private func compareSeries(_ a: TitleIdentity, _ b: TitleIdentity, _ series: String) -> Identity {
    let ours = (a.names + a.nouns).filter { !b.holds($0, vocabulary) }
    let theirs = (b.names + b.nouns).filter { !a.holds($0, vocabulary) }
    if let x = ours.first, let y = theirs.first {
      return .different("\(series) \(vocabulary.text(x)) and \(vocabulary.text(y))")
    }
    let isNamed = (ours + theirs).contains { a.names.contains($0) || b.names.contains($0) }
    return isNamed ? .unclear : .same(series)
  }

  /// Designations of one family, or spelled much alike.
  private func areAligned(_ a: Designation, _ b: Designation) -> Bool {
    if a.head >= 0, a.head == b.head, vocabulary.length(a.head) >= 2 { return true }
    return likeness.indel(a.flat, b.flat) >= Self.siblingLikeness
  }

  /// `Organ 3` against a title that names an organ without number: another generation.
  private func missingNumber(_ designations: [Designation], in title: TitleIdentity) -> Identity? {
    for designation in designations where designation.head >= 0 && designation.head != designation.flat {
      let family = title.names.first { vocabulary.length($0) >= 4 && vocabulary.starts(designation.flat, with: $0) }
      if let family = family ?? (title.holds(designation.head, vocabulary) ? designation.head : nil) {
        return .different("\(vocabulary.text(designation.flat)) and \(vocabulary.text(family))")
      }
    }
    return nil
  }

  /// Titles without a common designation: one product where each names what the other names.
  private func compareNames(_ a: TitleIdentity, _ b: TitleIdentity) -> Identity {
    if !a.names.isEmpty, a.designations.isEmpty, b.designations.isEmpty, a.nameFlat == b.nameFlat {
      return .same("name")
    }
    let ours = a.names.filter { !b.holds($0, vocabulary) }
    let theirs = b.names.filter { !a.holds($0, vocabulary) }
    if a.names.isEmpty, b.names.isEmpty, a.designations.isEmpty, b.designations.isEmpty, !a.sizes.isEmpty,
      a.sizes == b.sizes, a.nouns == b.nouns
    {
      return .same("name and size")
    }
    if ours.isEmpty, theirs.isEmpty {
      return a.designations.isEmpty && b.designations.isEmpty && !a.names.isEmpty ? .same("name") : .unclear
    }
    let hasCommon = ours.count < a.names.count || theirs.count < b.names.count
    let isBothSided =
      !(ours.isEmpty && a.designations.isEmpty) && !(theirs.isEmpty && b.designations.isEmpty)
    return isBothSided && !hasCommon ? .different("nothing in common") : .unclear
  }
}

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
