package import Catalogue
package import JSON
internal import Posix

/// What is known of a source's last crawl beyond its document (`state/<source>/<id>.json`): moves with every run.
package struct SourceState: Sendable, Equatable {
  /// A crawl that a guard kept from being published.
  package struct Refused: Sendable, Equatable {
    package var guards: [Refusal]
    /// The content hash that an acceptance is bound to.
    package var content: String
    package var time: String?
  }

  /// When the published content was last seen to be true: the newest fetch of the last crawl that gave it.
  package var verifiedAt: String?
  /// The crawl that last gave the published content.
  package var crawlID: String?
  package var declared: Int?
  /// Products that the crawl gave, without those carried over.
  package var extracted = 0
  /// Products in the published document.
  package var published = 0
  package var carried = 0
  package var suspects = 0
  package var isComplete = false
  package var excluded: [String: Int] = [:]
  package var refused: Refused?
  /// A match that lost too many pairs.
  package var refusedLinks: Refused?
  /// When each item page was last asked for, by address: the memory of the rotation.
  package var itemVisits: [String: String] = [:]
  /// Content hash of the crawl, for acceptances of single items' prices.
  package var content: String?

  package init() {}

  package func object(source: Source, brandID: String) -> JSONObject {
    var object: JSONObject = [
      "schema": 1, "source": .string(source.rawValue), "brand_id": .string(brandID), "verified_at": JSON(verifiedAt),
      "crawl_id": JSON(crawlID), "complete": .bool(isComplete), "declared": declared.map { JSON($0) } ?? .null,
      "extracted": JSON(extracted), "published": JSON(published), "carried": JSON(carried),
      "suspects": JSON(suspects),
      "excluded": .object(JSONObject(excluded.sorted { $0.key < $1.key }.map { .init($0.key, JSON($0.value)) })),
      "content": JSON(content),
    ]
    if !itemVisits.isEmpty {
      let visits = itemVisits.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      object["item_visits"] = .object(JSONObject(visits.map { .init($0.key, .string($0.value)) }))
    }
    if let refused { object["refused"] = refused.json }
    if let refusedLinks { object["refused_links"] = refusedLinks.json }
    return object
  }

  package init(_ json: JSON) {
    verifiedAt = json["verified_at"]?.string
    crawlID = json["crawl_id"]?.string
    declared = json["declared"]?.int
    extracted = json["extracted"]?.int ?? 0
    published = json["published"]?.int ?? 0
    carried = json["carried"]?.int ?? 0
    suspects = json["suspects"]?.int ?? 0
    isComplete = json["complete"]?.bool ?? false
    for member in json["excluded"]?.object?.members ?? [] { excluded[member.name] = member.value.int }
    for member in json["item_visits"]?.object?.members ?? [] { itemVisits[member.name] = member.value.string }
    content = json["content"]?.string
    refused = Refused(json["refused"])
    refusedLinks = Refused(json["refused_links"])
  }
}

extension SourceState.Refused {
  fileprivate init?(_ json: JSON?) {
    guard let json, let content = json["content"]?.string else { return nil }
    let guards = (json["guards"]?.array ?? []).compactMap { row in
      row["guard"]?.string.map { Refusal(guardName: $0, finding: row["finding"]?.string ?? "") }
    }
    self.init(guards: guards, content: content, time: json["fetched_at"]?.string)
  }

  fileprivate var json: JSON {
    [
      "guards": .array(guards.map { ["guard": .string($0.guardName), "finding": .string($0.finding)] }),
      "content": .string(content), "fetched_at": JSON(time),
    ]
  }
}

extension SourceState {
  /// Notes when item pages were asked for; a failure without a time counts as of the newest page.
  ///
  /// A clock that went back must not make the pages just read the oldest ones, so no time is before those known.
  mutating func note(_ visits: [String: String], newest: String) {
    let latest = itemVisits.values.max() ?? ""
    for (url, time) in visits { itemVisits[url] = max(time.isEmpty ? newest : time, latest) }
  }

  /// The content hash of the last crawl if this guard refused it, or this check doubted prices in it.
  package func content(refusedBy name: String) -> String? {
    if name == Guard.lostLinks { return refusedLinks?.content }
    let isItemCheck = ItemCheck.all.contains { $0.name == name }
    guard let refused else { return suspects > 0 && isItemCheck ? content : nil }
    let names = refused.guards.map(\.guardName)
    return names.contains(name) || (isItemCheck && names.contains("suspect")) ? refused.content : nil
  }
}

extension Tree {
  /// A source's state; a damaged file counts as absent, because everything in it is found again by the next crawl.
  package func readState(_ source: Source, _ brandID: String) throws -> SourceState? {
    var warnings: [String] = []
    return try readState(source, brandID, warnings: &warnings)
  }

  /// The same with a word on a file that is damaged.
  func readState(_ source: Source, _ brandID: String, warnings: inout [String]) throws -> SourceState? {
    let path = state(source, brandID)
    guard let bytes = try File.readIfPresent(path) else { return nil }
    guard let json = try? JSON(parsing: bytes), json.object != nil else {
      warnings.append("\(path) is damaged; it counts as absent")
      return nil
    }
    return SourceState(json)
  }

  func stateFile(_ state: SourceState, _ source: Source, _ brandID: String) -> (path: String, bytes: [UInt8]) {
    let object = JSON.object(state.object(source: source, brandID: brandID))
    return (self.state(source, brandID), object.encoded + [UInt8(ascii: "\n")])
  }

  func write(_ state: SourceState, _ source: Source, _ brandID: String) throws {
    try publish([stateFile(state, source, brandID)])
  }
}
