package import JSON

/// One exchange that was made for a request.
package struct Attempt: Sendable, Equatable {
  package var at: String
  package var url: String
  /// The status, nil when no reply came.
  package var status: Int?
  /// The failure's code, nil when a reply came.
  package var error: String?
  package var milliseconds: Int

  var json: JSON {
    var object = JSONObject([.init("at", .string(at)), .init("url", .string(url))])
    if let status { object["status"] = JSON(status) }
    if let error { object["error"] = .string(error) }
    object["ms"] = JSON(milliseconds)
    return .object(object)
  }

  package init(at: String, url: String, status: Int? = nil, error: String? = nil, milliseconds: Int) {
    self.at = at
    self.url = url
    self.status = status
    self.error = error
    self.milliseconds = milliseconds
  }

  init?(_ json: JSON) {
    guard let at = json["at"]?.string, let url = json["url"]?.string else { return nil }
    self.init(
      at: at, url: url, status: json["status"]?.int, error: json["error"]?.string, milliseconds: json["ms"]?.int ?? 0)
  }
}

/// One line of the page store: what a fetch of a request gave.
package struct PageEntry: Sendable, Equatable {
  package var url: String
  package var method: String
  package var finalURL: String
  package var status: Int
  package var fetchedAt: String
  /// Nil when the fetch gave no page.
  package var sha256: String?
  package var contentType: String?
  package var charset: String?
  package var etag: String?
  package var lastModified: String?
  /// The fields that matter beyond those above.
  package var headers: [Header] = []
  /// The server confirmed an earlier body instead of sending one.
  package var isConfirmation = false
  package var error: String?
  package var attempts: [Attempt] = []
  /// What the browser did on a rendered page.
  package var rendering: JSON?

  package init(url: String, method: String, finalURL: String, status: Int, fetchedAt: String) {
    self.url = url
    self.method = method
    self.finalURL = finalURL
    self.status = status
    self.fetchedAt = fetchedAt
  }

  /// The entry as a line of the store; the index finds key and digest by their places.
  func line(key: String) -> [UInt8] {
    var object = JSONObject([.init("key", .string(key))])
    object["sha256"] = sha256.map(JSON.string)
    object.members += members
    return JSON.object(object).encoded + [UInt8(ascii: "\n")]
  }

  private var members: [JSONObject.Member] {
    var object = JSONObject([.init("url", .string(url))])
    if method != "GET" { object["method"] = .string(method) }
    if finalURL != url { object["final_url"] = .string(finalURL) }
    object["status"] = JSON(status)
    object["fetched_at"] = .string(fetchedAt)
    let texts: [(String, String?)] = [
      ("content_type", contentType), ("charset", charset), ("etag", etag),
      ("last_modified", lastModified), ("error", error),
    ]
    for (name, text) in texts { object[name] = text.map(JSON.string) }
    if !headers.isEmpty {
      object["headers"] = .object(JSONObject(headers.map { .init($0.name, .string($0.value)) }))
    }
    if isConfirmation { object["confirmed"] = true }
    object["rendered"] = rendering
    object["attempts"] = .array(attempts.map(\.json))
    return object.members
  }

  /// Nil when a line lacks what every entry has.
  package init?(_ json: JSON) {
    guard let url = json["url"]?.string, let status = json["status"]?.int, let at = json["fetched_at"]?.string else {
      return nil
    }
    self.init(
      url: url, method: json["method"]?.string ?? "GET", finalURL: json["final_url"]?.string ?? url, status: status,
      fetchedAt: at)
    sha256 = json["sha256"]?.string
    contentType = json["content_type"]?.string
    charset = json["charset"]?.string
    etag = json["etag"]?.string
    lastModified = json["last_modified"]?.string
    error = json["error"]?.string
    rendering = json["rendered"]
    isConfirmation = json["confirmed"]?.bool ?? false
    headers =
      json["headers"]?.object?.members.compactMap { member in
        member.value.string.map { Header(member.name, $0) }
      } ?? []
    attempts = json["attempts"]?.array?.compactMap { Attempt($0) } ?? []
  }

  /// Whether `sha256` can name a body file: text from a damaged line must not become a path.
  package var namesBody: Bool {
    guard let sha256 else { return false }
    return sha256.utf8.count == 64 && sha256.utf8.allSatisfy { $0.isDigit || (0x61...0x66).contains($0) }
  }
}
