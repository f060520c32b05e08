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

  func write(to object: inout ObjectWriter) {
    object.write("at", at)
    object.write("url", url)
    if let status { object.write("status", status) }
    object.write("error", error)
    object.write("ms", milliseconds)
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
    var line = ObjectWriter()
    line.write("key", key)
    line.write("sha256", sha256)
    line.write("url", url)
    if method != "GET" { line.write("method", method) }
    if finalURL != url { line.write("final_url", finalURL) }
    line.write("status", status)
    line.write("fetched_at", fetchedAt)
    line.write("content_type", contentType)
    line.write("charset", charset)
    line.write("etag", etag)
    line.write("last_modified", lastModified)
    line.write("error", error)
    if !headers.isEmpty {
      line.write("headers") { fields in for header in headers { fields.write(header.name, header.value) } }
    }
    if isConfirmation { line.write("confirmed", JSON.bool(true)) }
    line.write("rendered", rendering)
    line.write("attempts", count: attempts.count) { attempts[$0].write(to: &$1) }
    var bytes = line.encoded()
    bytes.append(UInt8(ascii: "\n"))
    return bytes
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
