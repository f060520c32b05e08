internal import Catalogue
internal import Digest
package import Filtering
internal import JSON
internal import Posix
internal import Text
internal import Transfer

/// Makes a page record of a page that somebody saved.
package struct Page: Program {
  package static let manual = Manual(
    name: "page",
    summary: "Reads a saved page and writes it as a page record for the parsers.",
    details: ["The encoding is found as fetch finds it: declared by --content-type, by the page, or by its bytes."],
    usageExample:
      "page --url https://www.halilit.com/g/5193 --source halilit --role listing saved.html | parse-halilit",
    statuses: [.rejected, .noInput, .inputOutput])

  package static var options: [Option<Self>] {
    [
      .value("--url", "URL", \.url, "Where the page is from."),
      .value("--source", "SOURCE", \.source, "Whose page it is: halilit, brand or production."),
      .value("--role", "ROLE", \.role, "What kind of page: brand-index, listing, item, api or sitemap."),
      .value("--brand", "ID", \.brandID, "The brand it belongs to."),
      .value("--content-type", "TYPE", \.contentType, "What the server called it, such as text/html; charset=utf-8."),
      .value("--fetched-at", "TIME", \.fetchedAt, "When it was saved, RFC 3339 UTC (default the file's time, or now)."),
      .operand("FILE", \.file, "The saved page; without it, or for -, standard input."),
    ]
  }

  private var url: String?
  private var source: String?
  private var role: String?
  private var brandID = ""
  private var contentType: String?
  private var fetchedAt: String?
  private var file: String?

  package init() {}

  package mutating func run(_ session: Session) throws -> Status {
    let url = try address()
    guard let source = source.flatMap(Source.init) else {
      throw UsageError("--source must be one of \(Source.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    guard let role = role.flatMap(Role.init) else {
      throw UsageError("--role must be one of \(Role.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    if let fetchedAt, Timestamp.seconds(fetchedAt) == nil {
      throw UsageError("--fetched-at must look like 2026-01-19T04:05:06Z")
    }
    let bytes = try read(session)
    guard let text = Charset.decode(bytes, contentType: contentType) else {
      throw RunFailure(.rejected, "this is no text; a page of HTML, XML or JSON is needed")
    }
    var record: JSONObject = [
      "type": "page", "url": .string(url), "method": "GET", "source": .string(source.rawValue),
      "brand_id": .string(brandID),
      "role": .string(role.rawValue), "depth": 0, "status": 200, "final_url": .string(url),
      "fetched_at": .string(savedAt),
    ]
    record["content_type"] = JSON(contentType)
    record["charset"] = .string(text.charset)
    record["sha256"] = .string(SHA256.hex(bytes))
    record["from_cache"] = false
    record["body"] = .string(String(decoding: text.utf8, as: UTF8.self))
    session.out.emit(record)
    return .done
  }

  private func address() throws -> String {
    guard let url else { throw UsageError("--url is needed: links on the page are resolved against it") }
    do {
      return try WebURL(url).href
    } catch {
      throw UsageError("--url: \(error)")
    }
  }

  private func read(_ session: Session) throws -> [UInt8] {
    if let file, file != "-" { return try File.read(file) }
    var bytes: [UInt8] = []
    while try session.input.read(upTo: 1 << 18, appendingTo: &bytes) > 0 {}
    return bytes
  }

  private var savedAt: String {
    if let fetchedAt { return fetchedAt }
    guard let file, let changed = File.modificationTime(file) else { return Environment.currentTime }
    return Timestamp.text(Double(changed))
  }
}
