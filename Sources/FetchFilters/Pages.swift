package import Filtering
internal import JSON
internal import Posix
internal import Transfer

/// Shows and tidies the page store.
package struct Pages: Program {
  package static let manual = Manual(
    name: "pages",
    summary: "Lists what the page store has, removes what nobody needs, or exports it as a web archive.",
    details: [
      "'pages ls' writes one stored-page record per request that was ever fetched, by address: the last fetch, the size "
        + "of the stored body, and how often it was fetched.",
      "'pages gc' removes all but the last fetches of each request and its latest page, and the bodies that neither a "
        + "kept fetch nor a crawl of pages/crawls names; bodies younger than an hour stay. It may run beside fetch.",
      "'pages export-warc' writes every stored page in the WARC 1.1 format for web archives and their tools: a response "
        + "record per page, a revisit record where a later fetch found it unchanged.",
    ],
    usageExample: "pages ls --data data | jq -r 'select(.error) | .url'",
    statuses: [.noInput, .inputOutput])

  package static var options: [Option<Self>] {
    [
      .operand("VERB", \.verb, "What to do: ls, gc or export-warc."),
      .value("--data", "DIR", \.data, "The data tree (default data)."),
      .value("--keep", "N", \.keep, "With gc: how many fetches of a request stay (default 10)."),
      .flag("--dry-run", \.isRehearsal, "With gc: only say what would go."),
    ]
  }

  private enum Verb: String, CaseIterable {
    case ls, gc
    case exportWARC = "export-warc"
  }

  private var verb: String?
  private var data = "data"
  private var keep = 10
  private var isRehearsal = false

  package init() {}

  package mutating func run(_ session: Session) throws -> Status {
    guard let verb = verb.flatMap(Verb.init) else {
      throw UsageError("say what to do: pages \(Verb.allCases.map(\.rawValue).joined(separator: ", pages "))")
    }
    guard keep >= 1 else { throw UsageError("--keep must be 1 or more") }
    guard File.isFolder("\(data)/pages") else {
      throw RunFailure(.noInput, "\(data)/pages is missing: nothing was fetched into this tree yet")
    }
    let store = PageStore(reading: "\(data)/pages")
    switch verb {
    case .ls: try list(store, session)
    case .gc: try collect(store, session)
    case .exportWARC: try export(store, session)
    }
    return .done
  }

  private func list(_ store: PageStore, _ session: Session) throws {
    for holding in try store.holdings() {
      let entry = holding.page ?? holding.newest
      var record: JSONObject = .init([.init("type", "stored-page"), .init("url", .string(entry.url))])
      record["method"] = .string(entry.method)
      record["status"] = JSON(holding.newest.status)
      record["fetched_at"] = .string(holding.newest.fetchedAt)
      record["fetches"] = JSON(holding.fetches)
      if let page = holding.page {
        record["sha256"] = page.sha256.map(JSON.string)
        record["bytes"] = store.bodySize(page).map { JSON($0) } ?? .null
        record["content_type"] = page.contentType.map(JSON.string)
        record["charset"] = page.charset.map(JSON.string)
      }
      record["error"] = holding.newest.error.map(JSON.string)
      session.out.emit(record)
      if session.out.bytes.count > 1 << 18 { try session.flush() }
    }
  }

  private func collect(_ store: PageStore, _ session: Session) throws {
    let garbage = try store.collectGarbage(
      keeping: keep, referenced: try crawled(), now: Clock.wallSeconds, isRehearsal: isRehearsal)
    let what = "\(garbage.fetches) fetches and \(garbage.bodies) bodies of \(garbage.bytes) bytes"
    session.log.say(.note, isRehearsal ? "would remove \(what)" : "removed \(what)")
  }

  private func export(_ store: PageStore, _ session: Session) throws {
    let output = session.output
    let count = try WebArchive.write(store, software: "stocktake/\(version)") { bytes throws(IOError) in
      try output.write(bytes)
    }
    let missing = count.missing > 0 ? "; \(count.missing) bodies are missing or damaged" : ""
    session.log.say(
      count.missing > 0 ? .warning : .note, "exported \(count.responses) pages and \(count.revisits) revisits\(missing)"
    )
  }

  /// The digests that the complete crawls name: what replay reads.
  private func crawled() throws -> Set<String> {
    var digests: Set<String> = []
    let crawls = "\(data)/pages/crawls"
    for source in try File.list(crawls) {
      for name in try File.list("\(crawls)/\(source)") where name.hasSuffix(".jsonl") {
        for line in try File.read("\(crawls)/\(source)/\(name)").split(separator: UInt8(ascii: "\n")) {
          if let sha256 = (try? JSON(parsing: Array(line)))?["sha256"]?.string { digests.insert(sha256) }
        }
      }
    }
    return digests
  }
}
