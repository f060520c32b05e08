internal import Catalogue
internal import JSON
internal import Posix
package import Records

extension Publisher {
  /// Publishes Halilit's official list of brands from brand records, in the order of the page.
  package func publishBrands(_ records: [Record]) throws -> Report {
    var (warnings, published): ([String], Document?) = ([], nil)
    do {
      published = try tree.readDocument(tree.officialBrands, .officialBrands)
    } catch let error as TreeError {
      warnings.append("\(error); it counts as absent")
    }
    var state = try tree.readState(.halilit, indexBrandID, warnings: &warnings) ?? SourceState()
    let before = published?.records.count ?? state.published
    let ids = records.compactMap { $0.string("id") }
    guard ids.count == records.count, ids.allSatisfy(isBrandID), Set(ids).count == ids.count else {
      throw TreeError.malformed("each brand needs an \"id\" of its own that can name a file; nothing was stored")
    }
    let document = Document(
      .officialBrands,
      header: header([
        "source": "halilit", "distributor": "Halilit Music Center",
        "url": .string(settings.halilit.brandIndexURL), "total_brands": JSON(records.count),
        "fetched_at": JSON(records.compactMap { $0.string("fetched_at") }.max()),
      ]), records: records)
    let hash = document.contentHash
    if let refusal = try refusal(of: records.count, before: before, content: hash) {
      state.refused = .init(guards: [refusal], content: hash, time: nil)
      try tree.write(state, .halilit, indexBrandID)
      return Report(.refused([refusal]), count: before, warnings: warnings)
    }
    let isChanged = published?.contentHash != hash
    (state.refused, state.published, state.verifiedAt) = (nil, records.count, document.fetchedAt)
    let stateFile = tree.stateFile(state, .halilit, indexBrandID)
    try tree.publish((isChanged ? [(tree.officialBrands, document.encoded)] : []) + [stateFile])
    return Report(isChanged ? .replaced : .unchanged, count: records.count, warnings: warnings)
  }

  /// The list of brands is guarded as a catalogue is: it may not become empty or lose many at once.
  private func refusal(of count: Int, before: Int, content: String) throws -> Refusal? {
    let fewer = before - count
    let hasShrunk =
      fewer > settings.guards.shrinkItems && Double(fewer) * 100 > settings.guards.shrinkPercent * Double(before)
    guard count == 0 || hasShrunk else { return nil }
    let name = count == 0 ? Guard.noProducts.name : Guard.shrink.name
    guard try !tree.acceptedGuards(.halilit, indexBrandID, content: content, on: day).contains(name) else { return nil }
    return Refusal(guardName: name, finding: "\(count) brands, \(before) are published")
  }

  /// The document of one record: a header, then its members, its long list one element a line.
  func report(of record: Record, list: StaticString) -> [UInt8] {
    var layout = DocumentLayout()
    for member in header(JSONObject()).members { layout.append(member.name, member.value) }
    for (name, value) in zip(record.names, record.rawMembers.map(\.value)) {
      if name == list.description, value.first == UInt8(ascii: "[") {
        layout.append(name, lines: record.elements(list).map(\.bytes))
      } else {
        layout.append(name, raw: value)
      }
    }
    return layout.finished()
  }
}

extension Tree {
  /// The record that a report was made of, nil when there is no report.
  package func readReport(_ path: String) throws -> Record? {
    guard let bytes = try File.readIfPresent(path) else { return nil }
    guard var object = (try? JSON(parsing: bytes))?.object, object["type"] != nil else {
      throw TreeError.malformed("\(path) is damaged; store it again or restore a backup")
    }
    for name in ["tool", "version", "schema"] { object[name] = nil }
    return Record(object)
  }
}
