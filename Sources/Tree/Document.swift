package import JSON
package import Records

/// A published JSON document: a header and one list whose records stand verbatim, one a line.
///
/// The layout (one header member a line, one record a line) keeps `git diff`, grep and jq useful.
package struct Document: Sendable {
  /// Where a kind of document keeps its records, and which header members are content.
  package struct Shape: Sendable {
    package let list: StaticString
    /// Header members that count when two documents are compared; all others are provenance or derived.
    package let contentMembers: [StaticString]

    package static let halilit = Shape(list: "products", contentMembers: [])
    package static let brand = Shape(list: "products", contentMembers: ["brand_identity"])
    package static let officialBrands = Shape(list: "brands", contentMembers: [])
    package static let unified = Shape(list: "products", contentMembers: ["metadata", "gap_analysis"])
  }

  package let shape: Shape
  package var header: JSONObject
  package var records: [Record]

  package init(_ shape: Shape, header: JSONObject, records: [Record]) {
    self.shape = shape
    self.header = header
    self.records = records
  }

  /// Reads a document; a member named as the shape's list must be an array of objects. O(length).
  package init(parsing bytes: [UInt8], _ shape: Shape) throws {
    let whole = try RecordParser().parse(bytes, in: bytes.indices)
    guard whole.raw(shape.list)?.first == UInt8(ascii: "[") else {
      throw RecordError("it has no list \"\(shape.list)\"")
    }
    self.shape = shape
    header = JSONObject()
    for name in ["fetched_at", "brand_id"] + shape.contentMembers { header[name.description] = whole.value(name) }
    records = whole.elements(shape.list).map(\.onOneLine)
  }

  /// The bytes of the file.
  package var encoded: [UInt8] {
    var layout = DocumentLayout()
    for member in header.members { layout.append(member.name, member.value) }
    layout.append(shape.list.description, lines: records.map(\.bytes))
    return layout.finished()
  }

  /// The SHA-256 of what counts: records and content members without provenance.
  package var contentHash: String {
    var content = Content()
    for name in shape.contentMembers { content.add(name, header[name.description] ?? .null) }
    for record in records { content.add(record) }
    return content.hash
  }
}

/// Builds a document's text: an object with one member a line and the records of long lists one a line.
package struct DocumentLayout {
  private var bytes: [UInt8] = Array("{".utf8)
  private var isFirst = true

  package init() {}

  package mutating func append(_ name: String, _ value: JSON) {
    open(name)
    bytes.append(json: value)
  }

  package mutating func append(_ name: String, raw: some Sequence<UInt8>) {
    open(name)
    bytes.append(contentsOf: raw)
  }

  package mutating func append(_ name: String, lines: [ArraySlice<UInt8>]) {
    open(name)
    bytes.append(lines: lines)
  }

  private mutating func open(_ name: String) {
    bytes.append(contentsOf: (isFirst ? "\n" : ",\n").utf8)
    isFirst = false
    bytes.append(jsonString: name)
    bytes.append(UInt8(ascii: ":"))
  }

  package consuming func finished() -> [UInt8] {
    bytes.append(contentsOf: "\n}\n".utf8)
    return bytes
  }
}

extension [UInt8] {
  /// Appends a JSON array with one element a line.
  package mutating func append(lines: [ArraySlice<UInt8>]) {
    append(UInt8(ascii: "["))
    for (index, line) in lines.enumerated() {
      append(contentsOf: (index == 0 ? "\n" : ",\n").utf8)
      append(contentsOf: line)
    }
    append(contentsOf: (lines.isEmpty ? "]" : "\n]").utf8)
  }
}

extension Record {
  /// The record itself, or its compact encoding where somebody spread it over several lines.
  var onOneLine: Record {
    bytes.contains(UInt8(ascii: "\n")) ? Record(object) : self
  }
}
