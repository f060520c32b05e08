internal import Catalogue
internal import JSON
internal import Posix
package import Records

extension Publisher {
  /// Publishes one brand's links and the pairs that a person should decide.
  ///
  /// When a match loses many pairs at once, the published links stay and those pairs go to the review.
  package func publishLinks(_ records: [Record], brandID: String) throws -> Report {
    let all = try records.map { try Link($0) }
    let (links, reviews) = (all.filter { !$0.isReview }, all.filter(\.isReview))
    try Self.assertOneClass(links, brandID: brandID)
    var warnings: [String] = []
    let published = try publishedLinks(brandID, &warnings)
    let content = Self.content(of: links)
    let lost = try lostLinks(published, links, brandID)
    if let refusal = try refusal(lost, of: published, content: content, brandID) {
      let known = Set(reviews.map(\.pair))
      let added = try lost.filter { !known.contains($0.pair) }.map { try $0.underReview }
      try tree.publish([(tree.review(brandID), Self.lines(reviews + added))])
      try keep(.init(guards: [refusal], content: content, time: nil), brandID)
      return Report(.refused([refusal]), count: published.count, warnings: warnings)
    }
    try keep(nil, brandID)
    let isChanged = try tree.publish([
      (tree.review(brandID), Self.lines(reviews)), (tree.links(brandID), Self.lines(links)),
    ])
    return Report(isChanged ? .replaced : .unchanged, count: links.count, warnings: warnings)
  }

  private static func lines(_ links: [Link]) -> [UInt8] {
    links.reduce(into: []) { bytes, link in
      bytes.append(contentsOf: link.record.bytes)
      bytes.append(UInt8(ascii: "\n"))
    }
  }

  /// What an acceptance of these links is bound to: who belongs to whom.
  private static func content(of links: [Link]) -> String {
    var content = Content()
    for link in links { content.add("link", .array([JSON(link.brandProductID), JSON(link.halilitID)])) }
    return content.hash
  }

  /// The links that stand; a damaged file counts as absent.
  private func publishedLinks(_ brandID: String, _ warnings: inout [String]) throws -> [Link] {
    do {
      return try tree.readLines(tree.links(brandID)).map { try Link($0) }
    } catch let error as TreeError {
      warnings.append("\(error); it counts as absent")
    } catch let error as RecordError {
      warnings.append("\(tree.links(brandID)): \(error.reason); it counts as absent")
    }
    return []
  }

  /// Published pairs that are none any more although both sides are there and nobody decided so.
  private func lostLinks(_ published: [Link], _ links: [Link], _ brandID: String) throws -> [Link] {
    let kept = Set(links.map(\.pair))
    let lost = published.filter { $0.productClass == .primary && !kept.contains($0.pair) }
    guard !lost.isEmpty else { return [] }
    let (brand, halilit) = try (tree.products(.brand, brandID), tree.products(.halilit, brandID))
    let book = try tree.decisionBook(brandID)
    return lost.filter { link in
      guard let left = link.brandProductID, let right = link.halilitID else { return false }
      return brand[left] != nil && halilit[right] != nil && !book.isSettled(brandProductID: left, halilitID: right)
    }
  }

  private func refusal(_ lost: [Link], of published: [Link], content: String, _ brandID: String) throws -> Refusal? {
    let pairs = published.count { $0.productClass == .primary }
    let guards = settings.guards
    guard lost.count > guards.shrinkItems, Double(lost.count) * 100 > guards.shrinkPercent * Double(pairs),
      try !tree.acceptedGuards(.halilit, brandID, content: content, on: day).contains(Guard.lostLinks)
    else { return nil }
    return Refusal(
      guardName: Guard.lostLinks,
      finding: "\(lost.count) of \(pairs) pairs are none any more; they are in \(tree.review(brandID))")
  }

  /// Notes a match that was refused, for `accept`, or forgets it.
  private func keep(_ refused: SourceState.Refused?, _ brandID: String) throws {
    guard refused != nil || File.exists(tree.state(.halilit, brandID)) else { return }
    var state = try tree.readState(.halilit, brandID) ?? SourceState()
    guard state.refusedLinks != refused else { return }
    state.refusedLinks = refused
    try tree.write(state, .halilit, brandID)
  }

  /// Every product has one class, a pair one record, and a Halilit item one brand product.
  private static func assertOneClass(_ links: [Link], brandID: String) throws {
    var classes: [String: ProductClass] = [:]
    var owners: [String: String?] = [:]
    for link in links {
      let sides = [link.brandProductID.map { "brand product '\($0)'" }, link.halilitID.map { "Halilit item '\($0)'" }]
      for side in sides.compactMap(\.self) {
        let known = classes.updateValue(link.productClass, forKey: side)
        guard known == nil || known == link.productClass && link.productClass == .primary else {
          throw TreeError.malformed("\(brandID): the \(side) is in two classes or twice in one; nothing was stored")
        }
      }
      guard let item = link.halilitID else { continue }
      guard owners.updateValue(link.brandProductID, forKey: item) == nil else {
        throw TreeError.malformed("\(brandID): the Halilit item '\(item)' is in two links; nothing was stored")
      }
    }
  }
}

extension Link {
  /// Both sides, as one text.
  fileprivate var pair: String { "\(brandProductID ?? "") \(halilitID ?? "")" }

  /// The pair as a person is asked about it.
  fileprivate var underReview: Link {
    get throws {
      var changes = Record.Changes()
      changes.set("type", "review")
      changes.set("class", ProductClass.halilitOnly.rawValue)
      changes.set("competitors", .array([]))
      changes.set("reason", "published as a pair, and the last match did not find it")
      return try Link(record.applying(changes))
    }
  }
}
