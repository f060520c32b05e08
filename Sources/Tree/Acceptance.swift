package import Catalogue
internal import JSON
internal import Posix
internal import Records

/// A person's word that a crawl which a guard stopped is true, bound to that crawl's content.
package struct Acceptance: Sendable, Equatable {
  package var source: Source
  package var brandID: String
  package var guardName: String
  /// The content hash of the crawl that was refused; another crawl needs another acceptance.
  package var content: String
  /// The last day on which it counts, `2026-11-30`; nil without end.
  package var until: String?
  /// When it was given (RFC 3339 UTC).
  package var at: String
  package var note: String

  package init(
    source: Source, brandID: String, guardName: String, content: String, until: String?, at: String, note: String
  ) {
    self.source = source
    self.brandID = brandID
    self.guardName = guardName
    self.content = content
    self.until = until
    self.at = at
    self.note = note
  }

  init?(_ json: JSON) {
    guard let source = json["source"]?.string.flatMap(Source.init), let brandID = json["brand_id"]?.string,
      let guardName = json["guard"]?.string, let content = json["content"]?.string
    else { return nil }
    self.init(
      source: source, brandID: brandID, guardName: guardName, content: content, until: json["until"]?.string,
      at: json["at"]?.string ?? "", note: json["note"]?.string ?? "")
  }

  var object: JSONObject {
    var object: JSONObject = [
      "type": "acceptance", "source": .string(source.rawValue), "brand_id": .string(brandID),
      "guard": .string(guardName), "content": .string(content),
    ]
    if let until { object["until"] = .string(until) }
    object["at"] = .string(at)
    object["note"] = .string(note)
    return object
  }
}

extension Tree {
  /// The guards that people let through for this content, on a day such as `2026-11-30`.
  func acceptedGuards(_ source: Source, _ brandID: String, content: String, on day: String) throws -> Set<String> {
    let rows = try readLines(acceptances).compactMap { Acceptance(.object($0.object)) }
    return Set(
      rows.filter { row in
        row.source == source && row.brandID == brandID && row.content == content
          && (row.until.map { day <= $0 } ?? true)
      }.map(\.guardName))
  }

  /// Appends an acceptance to the file that people keep.
  package func accept(_ acceptance: Acceptance) throws {
    var bytes = JSON.object(acceptance.object).encoded
    bytes.append(UInt8(ascii: "\n"))
    try File.append(bytes, to: acceptances)
  }
}
