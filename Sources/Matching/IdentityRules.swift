internal import Text

/// What the designations, kinds and identifiers of two records of one brand say about their being one product.
enum Identity: Equatable, Sendable {
  /// One product, by what both give.
  case same(Proof)
  /// Two products.
  case different(Conflict)
  /// One names more than the other, or each something else: only a person can tell.
  case unclear

  enum Proof: Equatable, Sendable {
    case gtin, itemCode, name, series
    /// A vocabulary number.
    case designation(Int32)
  }

  enum Conflict: Equatable, Sendable {
    /// One goes with the other, or they go with something in different ways.
    case accessory
    case kind, revision, designation, series, name
    /// One has a number where the other has none: `Organ 3` and `Organ`.
    case number
    /// A color, size or number of keys of a model whose variants the brand lists one by one.
    case variant
  }

  var isSame: Bool { if case .same = self { true } else { false } }
  var isDifferent: Bool { if case .different = self { true } else { false } }
}

/// The rules by which products of one brand are told apart; they hold where both catalogues are of one brand.
struct IdentityRules: Sendable {
  let left: IdentityIndex
  let right: IdentityIndex
  let vocabulary: Vocabulary
  let keys: ModelKeys
  let series: Set<Int32>
  let accessoriesOfFamily: [Int32: UInt32]
  /// Models of which the left catalogue lists the variants one by one: there a variant is a product.
  private let splitKeys: Set<Int32>

  /// Designations this alike that differ are siblings.
  static let siblingLikeness = 0.6

  /// The rules, where both catalogues are of one brand: `isOneBrand` says so where it is known.
  init?(
    _ left: [MatchRecord], _ right: [MatchRecord], _ leftCorpus: Corpus, _ rightCorpus: Corpus,
    _ vocabulary: inout Vocabulary, isOneBrand: Bool? = nil
  ) {
    guard let brandWords = CommonBrand.words(leftCorpus, rightCorpus, isOneBrand: isOneBrand) else { return nil }
    self.left = IdentityIndex(left, brandWords: brandWords, &vocabulary)
    self.right = IdentityIndex(right, brandWords: brandWords, &vocabulary)
    self.vocabulary = vocabulary
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
  func identities(_ candidates: Candidates, _ parallel: Parallel) -> [Identity] {
    var identities = parallel.map(candidates.count) { range in
      range.map { identity(Int(candidates.left[$0]), Int(candidates.right[$0])) }
    }
    for l in left.records.indices where !left.records[l].title.hasNumber {
      let pairs = candidates.rowStarts[l]..<candidates.rowStarts[l + 1]
      let members = seriesMembers(
        l, pairs.filter { identities[$0].isDifferent }.map { ($0, Int(candidates.right[$0])) })
      if pairs.contains(where: { identities[$0].isSame }) { continue }
      for pair in members { identities[pair] = .same(.series) }
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
    case .identity: return proof(l, r)
    case .variant:
      let (a, b) = (traits(left.records[l]), traits(right.records[r]))
      return (a.map(\.value).joined(separator: " "), b.map(\.value).joined(separator: " "))
    default: return nil
    }
  }

  /// What proves that two records are one product, as each writes it.
  private func proof(_ l: Int, _ r: Int) -> (left: String, right: String) {
    let (a, b) = (left.records[l], right.records[r])
    func name(_ title: TitleIdentity) -> String { title.names.map(vocabulary.text).joined(separator: " ") }
    switch identity(l, r) {
    case .same(.gtin): return (a.gtin ?? "", b.gtin ?? "")
    case .same(.itemCode):
      return (
        a.itemCode >= 0 ? vocabulary.text(a.itemCode) : designations(a),
        b.itemCode >= 0 ? vocabulary.text(b.itemCode) : designations(b)
      )
    case .same(.designation(let flat)): return (vocabulary.text(flat), vocabulary.text(flat))
    case .same(.name): return (name(a.title), name(b.title))
    default: return (name(a.title), designations(b))
    }
  }

  private func designations(_ record: RecordIdentity) -> String {
    record.title.designations.map { vocabulary.text($0.flat) }.joined(separator: " ")
  }

  /// What a right record says of the properties in which variants differ.
  func variant(_ r: Int) -> [MatchRecord.Trait] { traits(right.records[r]) }

  func leftVariant(_ l: Int) -> [MatchRecord.Trait] { traits(left.records[l]) }

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

  /// In how many of keys, size and color both are said to differ.
  func variations(_ l: Int, _ r: Int) -> Int {
    let (a, b) = (left.records[l], right.records[r])
    let differ = [
      a.title.keys > 0 && b.title.keys > 0 && a.title.keys != b.title.keys,
      !a.title.sizes.isEmpty && !b.title.sizes.isEmpty && a.title.sizes != b.title.sizes,
      a.colours != 0 && b.colours != 0 && a.colours & b.colours == 0,
    ]
    return differ.count { $0 }
  }

  func identity(_ l: Int, _ r: Int) -> Identity {
    let (a, b) = (left.records[l], right.records[r])
    if let gtin = a.gtin, gtin == b.gtin { return .same(.gtin) }
    if a.gtin == nil || b.gtin == nil, a.itemCode >= 0, a.itemCode == b.itemCode { return .same(.itemCode) }
    let isProven = isDesignation(ofItemCode: a, in: b) || isDesignation(ofItemCode: b, in: a)
    let kinds = compareKinds(a, b)
    if let kinds, kinds.isDifferent { return kinds }
    let designation = compareDesignations(a.title, b.title)
    if case .different = designation { return designation }
    if splitKeys.contains(keys.left[l]), variations(l, r) > 0 { return .different(.variant) }
    if a.title.isEdition != b.title.isEdition || a.title.isBundle != b.title.isBundle || kinds == .unclear {
      return .unclear
    }
    if isProven { return .same(.itemCode) }
    return designation == .unclear ? compareNames(a.title, b.title) : designation
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
}
