/// How titles, kinds and item codes of two records are compared.
extension IdentityRules {
  /// Accessories carry the designation of what they are made for: only one that is named so itself is the product.
  func compareKinds(_ a: RecordIdentity, _ b: RecordIdentity) -> Identity? {
    let (x, y) = (a.title.accessories, b.title.accessories)
    if x == y, x != 0 { return nil }
    if x & y != 0 { return a.title.isFor == b.title.isFor ? .unclear : .different(.accessory) }
    if x == y {
      let isConflict = a.kind != .unknown && b.kind != .unknown && (a.kind == .accessory) != (b.kind == .accessory)
      return isConflict ? .different(.kind) : nil
    }
    guard x == 0 || y == 0 else { return .different(.accessory) }
    let (accessory, plain) = x == 0 ? (b, a) : (a, b)
    if accessory.title.isFor { return .different(.accessory) }
    if accessory.isNamedByItsCode { return nil }
    let implied = plain.title.designations.reduce(plain.categoryAccessories) {
      $0 | accessoriesOfFamily[$1.head, default: 0]
    }
    if implied & accessory.title.accessories != 0 { return nil }
    return plain.isInAccessoryCategory ? .unclear : .different(.accessory)
  }

  func compareDesignations(_ a: TitleIdentity, _ b: TitleIdentity) -> Identity {
    let common = a.designations.filter { b.hasDesignation($0.flat) }
    for ours in common {
      if let other = b.designations.first(where: { $0.flat == ours.flat }), other.revision != ours.revision {
        return .different(.revision)
      }
    }
    let ours = a.designations.filter { !b.hasDesignation($0.flat) }
    let theirs = b.designations.filter { !a.hasDesignation($0.flat) }
    if ours.contains(where: { x in theirs.contains { areAligned(x, $0) } }) { return .different(.designation) }
    if let first = common.first {
      return common.allSatisfy { series.contains($0.flat) }
        ? compareSeries(a, b, first.flat) : .same(.designation(first.flat))
    }
    for (unmatched, title) in [(ours, b), (theirs, a)] {
      guard let first = unmatched.first, unmatched.allSatisfy({ title.holds($0.flat, vocabulary) }) else { continue }
      return unmatched.allSatisfy { $0.revision == 1 }
        ? .same(.designation(first.flat)) : .different(.revision)
    }
    if !ours.isEmpty, !theirs.isEmpty { return .different(.designation) }
    return missingNumber(ours, in: b) ?? missingNumber(theirs, in: a) ?? .unclear
  }

  /// Two products of one series: the rest of the name decides.
  private func compareSeries(_ a: TitleIdentity, _ b: TitleIdentity, _ series: Int32) -> Identity {
    let ours = (a.names + a.nouns).filter { !b.holds($0, vocabulary) }
    let theirs = (b.names + b.nouns).filter { !a.holds($0, vocabulary) }
    if !ours.isEmpty, !theirs.isEmpty { return .different(.series) }
    let isNamed = (ours + theirs).contains { a.names.contains($0) || b.names.contains($0) }
    return isNamed ? .unclear : .same(.designation(series))
  }

  /// Designations of one family, or spelled much alike.
  private func areAligned(_ a: Designation, _ b: Designation) -> Bool {
    if a.head >= 0, a.head == b.head, vocabulary.length(a.head) >= 2 { return true }
    return WordLikeness.indel(a.flat, b.flat, vocabulary) >= Self.siblingLikeness
  }

  /// `Organ 3` against a title that names an organ without number: another generation.
  private func missingNumber(_ designations: [Designation], in title: TitleIdentity) -> Identity? {
    for designation in designations where designation.head >= 0 && designation.head != designation.flat {
      let isFamily = title.names.contains {
        vocabulary.length($0) >= 4 && vocabulary.starts(designation.flat, with: $0)
      }
      if isFamily || title.holds(designation.head, vocabulary) { return .different(.number) }
    }
    return nil
  }

  /// Titles without a common designation: one product where each names what the other names.
  func compareNames(_ a: TitleIdentity, _ b: TitleIdentity) -> Identity {
    if !a.names.isEmpty, a.designations.isEmpty, b.designations.isEmpty, a.nameFlat == b.nameFlat {
      return .same(.name)
    }
    let ours = a.names.filter { !b.holds($0, vocabulary) }
    let theirs = b.names.filter { !a.holds($0, vocabulary) }
    if a.names.isEmpty, b.names.isEmpty, a.designations.isEmpty, b.designations.isEmpty, !a.sizes.isEmpty,
      a.sizes == b.sizes, a.nouns == b.nouns
    {
      return .same(.name)
    }
    if ours.isEmpty, theirs.isEmpty {
      return a.designations.isEmpty && b.designations.isEmpty && !a.names.isEmpty ? .same(.name) : .unclear
    }
    let hasCommon = ours.count < a.names.count || theirs.count < b.names.count
    let isBothSided =
      !(ours.isEmpty && a.designations.isEmpty) && !(theirs.isEmpty && b.designations.isEmpty)
    return isBothSided && !hasCommon ? .different(.name) : .unclear
  }
}
