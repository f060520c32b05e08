package import Catalogue
internal import Digest
internal import JSON
internal import Posix
package import Records
internal import Text

/// The page records of a complete crawl without their bodies, one file a source and brand.
package struct CrawlPart: Sendable {
  package let source: Source
  package let brandID: String
  /// Page records without bodies, in the order of the crawl.
  package var lines: [UInt8] = []
  package var pageCount = 0
  package var failureCount = 0
  /// Addresses of item pages that were read well.
  fileprivate var readItems: Set<String> = []
  /// When each item page was asked for; empty where a failure has no time.
  fileprivate var itemVisits: [String: String] = [:]
  fileprivate var content = Content()
  fileprivate var newestFetch: String?

  init(source: Source, brandID: String) {
    self.source = source
    self.brandID = brandID
  }
}

extension CrawlPart {
  /// Sorts the page records of a finished file by source and brand, in the order in which they first occur.
  package static func read(_ path: String, into tree: Tree) throws -> [CrawlPart] {
    var parts: [CrawlPart] = []
    var index: [String: Int] = [:]
    try PartFile.forEachRecord(path) { record in
      guard record.type == "page" else {
        throw RecordError("a record of type '\(record.type ?? "none")' is no page")
      }
      let page = try Page(record)
      let brandID = page.request.role == .brandIndex ? indexBrandID : page.request.brandID
      guard isBrandID(brandID) else { throw RecordError("'\(brandID)' cannot be a brand id: it names a file") }
      let key = "\(page.request.source.rawValue)/\(brandID)"
      let at = index[key] ?? parts.count
      if at == parts.count {
        index[key] = at
        parts.append(CrawlPart(source: page.request.source, brandID: brandID))
      }
      if page.failure == nil, !isDigest(page.sha256) || !File.exists(tree.body(page.sha256)) {
        throw RecordError("the body of \(page.request.url) is not in the page store \(tree.root)/pages")
      }
      parts[at].add(page)
    }
    return parts
  }

  fileprivate mutating func add(_ page: Page) {
    var changes = Record.Changes()
    changes.remove("body")
    let record = page.request.record.applying(changes)
    lines.append(contentsOf: record.bytes)
    lines.append(UInt8(ascii: "\n"))
    content.add(record)
    pageCount += 1
    if page.request.role == .item { itemVisits[page.request.url] = page.fetchedAt }
    if page.failure != nil {
      failureCount += 1
    } else if page.request.role == .item {
      readItems.insert(page.request.url)
    }
    newestFetch = [newestFetch, page.fetchedAt].compactMap { $0 }.max()
  }

  /// Names the crawl by what it read: equal for two crawls that got the same pages.
  package var id: String { String(content.hash.prefix(16)) }
}

/// Whether a text is a SHA-256 and so may be part of a path.
func isDigest(_ text: String) -> Bool {
  text.utf8.count == 64 && text.utf8.allSatisfy { ASCII.isDigit($0) || (97...102).contains($0) }
}

extension Publisher {
  /// Adds the item pages of the last crawl that this one did not read again: reading all takes several runs.
  ///
  /// Pages of items that are no longer published are left behind; pages of this crawl keep their order and come first.
  private func withEarlierItems(_ crawl: CrawlPart) throws -> CrawlPart {
    guard crawl.source == .halilit, crawl.brandID != indexBrandID,
      let earlier = try? tree.readLines(tree.crawl(crawl.source, crawl.brandID)),
      let published = try? tree.readDocument(tree.catalogue(.halilit, crawl.brandID), .halilit)
    else { return crawl }
    let wanted = Set(published.records.compactMap { $0.string("url") })
    let pages = try earlier.map { try Page($0) }.filter { page in
      let url = page.request.url
      return page.request.role == .item && page.failure == nil && wanted.contains(url)
        && !crawl.readItems.contains(url) && isDigest(page.sha256) && File.exists(tree.body(page.sha256))
    }
    var crawl = crawl
    for page in pages.sorted(by: { $0.request.url.utf8.lexicographicallyPrecedes($1.request.url.utf8) }) {
      crawl.add(page)
    }
    return crawl
  }

  /// Publishes a crawl; one that got the same pages as the last keeps the file and moves only `verified_at`.
  package func publish(_ crawl: CrawlPart) throws -> Report {
    let whole = try withEarlierItems(crawl)
    let isNew = try tree.crawlID(crawl.source, crawl.brandID) != whole.id
    if isNew { try tree.publish([(tree.crawl(crawl.source, crawl.brandID), whole.lines)]) }
    let before = try tree.readState(crawl.source, crawl.brandID)
    var state = before ?? SourceState()
    if !isNew, state.crawlID == whole.id {
      state.verifiedAt = [state.verifiedAt, crawl.newestFetch].compactMap { $0 }.max()
    }
    if crawl.source == .halilit, let newest = crawl.newestFetch { state.note(crawl.itemVisits, newest: newest) }
    if state != before ?? SourceState() { try tree.write(state, crawl.source, crawl.brandID) }
    return report(isNew ? .replaced : .unchanged, whole)
  }

  private func report(_ outcome: Report.Outcome, _ crawl: CrawlPart) -> Report {
    let failures = "\(crawl.failureCount) of \(crawl.pageCount) pages failed"
    return Report(outcome, count: crawl.pageCount, warnings: crawl.failureCount > 0 ? [failures] : [])
  }
}

extension Tree {
  /// What names the last complete crawl, nil when there was none or its file cannot be read.
  func crawlID(_ source: Source, _ brandID: String) throws -> String? {
    guard File.exists(crawl(source, brandID)), let records = try? readLines(crawl(source, brandID)) else { return nil }
    var content = Content()
    for record in records { content.add(record) }
    return String(content.hash.prefix(16))
  }

  /// Hands over a crawl's pages, each with its body from the page store.
  package func forEachPage(_ source: Source, _ brandID: String, _ body: (Record) throws -> Void) throws {
    for record in try readLines(crawl(source, brandID)) {
      let page = try Page(record)
      guard page.failure == nil else {
        try body(record)
        continue
      }
      guard isDigest(page.sha256), let bytes = try File.readIfPresent(self.body(page.sha256)),
        SHA256.hex(bytes) == page.sha256
      else {
        throw TreeError.missing(
          "the body of \(page.request.url) is damaged or gone from the page store: crawl the brand again")
      }
      var changes = Record.Changes()
      changes.set("body") { $0.append(jsonString: Self.text(bytes, charset: record.string("charset"))) }
      try body(record.applying(changes))
    }
  }

  /// A stored body as text, by the encoding that was found when it was fetched.
  private static func text(_ bytes: [UInt8], charset: String?) -> String {
    guard let charset, charset != "utf-8" else {
      return String(decoding: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...], as: UTF8.self)
    }
    let hasByteOrderMark = charset.hasPrefix("utf-16") && bytes.count >= 2
    let utf8 = CharsetConverter.utf8(from: charset, hasByteOrderMark ? bytes[2...] : bytes[...])
    return String(decoding: utf8 ?? bytes, as: UTF8.self)
  }
}
