internal import Digest
package import JSON
package import Records

/// What counts when two documents are compared: everything but provenance, which every crawl changes.
package struct Content {
  /// Facts of fetching, at any depth; test servers and shops put the clock and a random token into every page, and one
  /// new product moves others to the next page of a listing.
  package static let provenance: Set<String> = [
    "fetched_at", "page_sha256", "from_cache", "verified_at", "stock_checked_at", "page_url",
  ]

  private static let provenanceNames = provenance.map { ArraySlice($0.utf8) }

  fileprivate static func isProvenance(_ name: ArraySlice<UInt8>) -> Bool {
    provenanceNames.contains { $0.count == name.count && $0.elementsEqual(name) }
  }

  private var bytes: [UInt8] = []

  package init() {}

  package mutating func add(_ name: StaticString, _ value: JSON) {
    bytes.append(jsonString: name)
    bytes.append(json: Self.stripped(value))
    bytes.append(UInt8(ascii: "\n"))
  }

  /// Adds a record's members in their order. O(length).
  package mutating func add(_ record: Record) {
    for member in record.rawMembers where !Self.isProvenance(member.name) {
      bytes.append(contentsOf: member.name)
      bytes.append(UInt8(ascii: "\""))
      bytes.append(content: member.value)
      bytes.append(UInt8(ascii: ","))
    }
    bytes.append(UInt8(ascii: "\n"))
  }

  /// 64 hexadecimal digits.
  package var hash: String { SHA256.hex(bytes) }

  /// The value without provenance members at any depth.
  static func stripped(_ value: JSON) -> JSON {
    switch value {
    case .array(let values): .array(values.map(stripped))
    case .object(let object):
      .object(
        JSONObject(
          object.members.filter { !provenance.contains($0.name) }.map { .init($0.name, stripped($0.value)) }))
    default: value
    }
  }
}

extension [UInt8] {
  /// Appends a raw value, without provenance where an object inside it may have some.
  fileprivate mutating func append(content raw: ArraySlice<UInt8>) {
    guard raw.first == UInt8(ascii: "{") || raw.first == UInt8(ascii: "["), raw.count > 2,
      let value = try? JSON(parsing: Array(raw))
    else { return append(contentsOf: raw) }
    append(json: Content.stripped(value))
  }
}
