package import JSON
package import Records

/// A page to be fetched (design §3, `request`).
package struct Request: Sendable {
  package let record: Record
  package let url: String
  package let source: Source
  package let role: Role
  package let brandID: String
  package let depth: Int

  package init(_ record: Record) throws(RecordError) {
    self.record = record
    url = try record.requiredString("url")
    brandID = record.string("brand_id") ?? ""
    guard let source = record.string("source").flatMap(Source.init), let role = record.string("role").flatMap(Role.init)
    else { throw RecordError("the \(record.type ?? "request") needs a known \"source\" and \"role\"") }
    self.source = source
    self.role = role
    depth = record.int("depth") ?? 0
  }

  package var method: String { record.string("method") ?? "GET" }
  package var body: String? { record.string("body") }
  package var isRendered: Bool { record.bool("render") ?? false }

  /// The members of a new request, in the declared order.
  package static func object(
    url: String, source: Source, brandID: String, role: Role, render: Bool = false, depth: Int
  ) -> JSONObject {
    var object: JSONObject = [
      "type": "request", "url": .string(url), "method": "GET", "source": .string(source.rawValue),
      "brand_id": .string(brandID), "role": .string(role.rawValue),
    ]
    if render { object["render"] = true }
    object["depth"] = JSON(depth)
    return object
  }
}

/// A fetched page, or the failure to fetch one (design §3, `page`).
package struct Page: Sendable {
  package let request: Request
  package let status: Int
  package let finalURL: String
  package let fetchedAt: String
  package let sha256: String

  package init(_ record: Record) throws(RecordError) {
    request = try Request(record)
    guard let status = record.int("status") else { throw RecordError(#"the page has no "status""#) }
    self.status = status
    finalURL = record.string("final_url") ?? request.url
    fetchedAt = record.string("fetched_at") ?? ""
    sha256 = record.string("sha256") ?? ""
  }

  /// The page's text as UTF-8, nil when fetching failed.
  package var body: ArraySlice<UInt8>? { failure == nil ? request.record.utf8("body") : nil }

  /// Why there is no page: the error member, or a status other than 2xx.
  package var failure: JSONObject? {
    if let error = request.record.value("error")?.object { return error }
    guard !(200..<300).contains(status) else { return nil }
    return ["code": .string("http-\(status)"), "message": .string("the server answered \(status)")]
  }
}
