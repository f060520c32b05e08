internal import Filtering
internal import JSON
internal import Posix
internal import Records
internal import Text
internal import Transfer

/// One run of `fetch`: the records on their way, each kept in its place until its page is there.
final class FetchRun {
  private enum Item {
    case page(Record)
    case failed(Record, PageFailure)
    case other(Record)
  }

  private let session: Session
  private let fetcher: Fetcher
  private let window: Int
  private let statisticsPath: String?
  private var progress: FetchProgress
  /// Nil where it went out: a record keeps the chunk of input alive that it was read in.
  private var items: [Item?] = []
  private var head = 0
  private var changes = Record.Changes()
  /// Written by this run alone: pages go out while requests are still read.
  private var out = Output()
  private var flushedAt = -1.0
  private var pageCount = 0
  private var requestCount = 0
  private var deferredCount = 0

  init(
    settings: FetchSettings, transport: any Transport, data: String, session: Session, statisticsPath: String?
  ) throws {
    self.session = session
    self.statisticsPath = statisticsPath
    window = settings.window
    let isReading = settings.source == .store
    let store =
      isReading
      ? PageStore(reading: "\(data)/pages") : try PageStore(folder: "\(data)/pages", wake: transport.wake)
    if let statisticsPath {
      let folder = File.folder(of: statisticsPath)
      guard File.isWritable(folder.isEmpty ? "." : folder) else { throw IOError(.create, statisticsPath) }
    }
    fetcher = Fetcher(
      settings: settings, transport: transport, store: store,
      hostClock: isReading ? nil : HostClock(folder: store.hostsFolder))
    progress = FetchProgress(session)
  }

  /// Adds a request, after making room for it.
  func add(_ record: Record) throws {
    guard let text = record.string("url"), !text.isEmpty else { throw RecordError(#"the request has no "url""#) }
    try makeRoom()
    requestCount += 1
    do {
      let request = try Request(record, text)
      items.append(.page(record))
      try fetcher.submit(request)
      // The network is busy while requests are still read.
      if requestCount.isMultiple(of: Self.requestsPerStep) { try fetcher.step() }
    } catch let failure as PageFailure {
      items.append(.failed(record, failure))
    }
  }

  func pass(_ record: Record) throws {
    try makeRoom()
    items.append(.other(record))
  }

  private func makeRoom() throws {
    while items.count - head >= window { try advance() }
  }

  /// Works while there is something to do and nothing to read.
  func work(until input: Descriptor) throws {
    try emitReady()
    while head < items.count, !input.isReadable {
      try fetcher.work(orReadable: input.number, until: pauseDue)
      try emitReady()
    }
    try flush()
  }

  func finish() throws {
    while head < items.count { try advance() }
    try flush()
    progress.clear()
    try fetcher.flush()
    try writeStatistics()
    if deferredCount > 0 {
      throw RunFailure(.tryLater, "\(deferredCount) of \(requestCount) requests are left for another run")
    }
    if requestCount > 0, pageCount == 0 {
      throw RunFailure(.unavailable, "none of \(requestCount) requests gave a page")
    }
  }

  private func advance() throws {
    try fetcher.work(until: pauseDue)
    try emitReady()
  }

  /// Emits what is ready at the head, in order.
  private func emitReady() throws {
    while head < items.count {
      switch items[head] {
      case nil: break
      case .other(let record): out.emit(record)
      case .failed(let record, let failure): emit(record, .failure(failure))
      case .page(let record):
        guard let outcome = try fetcher.takeReady() else {
          progress.show(fetcher, requests: requestCount)
          return try flushIfDue()
        }
        emit(record, outcome)
      }
      items[head] = nil
      head += 1
      // A page may be large; it goes out before the next is loaded.
      if out.bytes.count > 1 << 18 { try flush() }
      if head > 1024, head * 2 > items.count {
        items.removeFirst(head)
        head = 0
      }
    }
    try flushIfDue()
  }

  /// When what was emitted must go out: pages in quick succession leave together.
  private var flushDue: Double? { out.bytes.isEmpty ? nil : flushedAt + Self.flushSeconds }
  private static let flushSeconds = 0.02
  /// Requests are read a few at a time: looking at the network takes as long as reading some.
  private static let requestsPerStep = 16
  /// When the fetcher is to pause for the output or the progress line.
  private var pauseDue: Double? { [flushDue, progress.due].compactMap(\.self).min() }

  private func flushIfDue() throws {
    if let due = flushDue, fetcher.elapsedSeconds >= due { try flush() }
  }

  private func flush() throws {
    try out.flush(to: session.output)
    flushedAt = fetcher.elapsedSeconds
  }

  private func emit(_ record: Record, _ outcome: FetchOutcome) {
    changes.removeAll()
    changes.set("type", "page")
    switch outcome {
    case .success(let page):
      pageCount += 1
      changes.set("status", JSON(page.status))
      changes.set("final_url", page.finalURL)
      changes.set("fetched_at", page.fetchedAt)
      changes.set("content_type", JSON(page.contentType))
      changes.set("charset", page.charset)
      changes.set("sha256", page.sha256)
      changes.set("from_cache", .bool(page.isFromCache))
      if let rendering = page.rendering { changes.set("rendered", rendering) }
      changes.set("body") { $0.append(jsonString: page.body[...]) }
      out.emit(record, applying: changes)
      RenderedCalls.requests(page.rendering, of: record).forEach { out.emit($0) }
    case .failure(let failure):
      if failure.isDeferred { deferredCount += 1 }
      // A request's own body is none of the page's.
      changes.remove("body")
      changes.set("status", JSON(failure.status >= 400 ? failure.status : 0))
      changes.set("final_url", failure.finalURL)
      changes.set("from_cache", false)
      changes.set(
        "error",
        ["code": .string(failure.code), "message": .string(failure.message), "attempts": JSON(failure.attempts)])
      progress.clear()
      session.log.say(.warning, "\(record.string("url") ?? ""): \(failure.code): \(failure.message)")
      out.emit(record, applying: changes)
    }
  }

  private func writeStatistics() throws {
    guard let statisticsPath else { return }
    try File.replace(statisticsPath, with: fetcher.summary.encoded + [UInt8(ascii: "\n")])
  }
}

extension Request {
  /// Reads what a request record asks for; what cannot be asked is a failed page.
  fileprivate init(_ record: Record, _ text: String) throws(PageFailure) {
    func failure(_ code: String, _ message: String) -> PageFailure {
      PageFailure(status: 0, code: code, message: message, attempts: 0, finalURL: text, isDeferred: false)
    }
    let url: WebURL
    do {
      url = try WebURL(text)
    } catch {
      throw failure("bad-url", "\(error); correct the request")
    }
    self.init(url)
    if let method = record.string("method") {
      guard !method.isEmpty, method.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) else {
        throw failure("bad-method", "'\(method.prefix(20))' is not a method; GET and POST are")
      }
      self.method = method
    }
    body = record.utf8("body").map { Array($0) }
    if record.bool("render") == true {
      guard method == "GET", body == nil, record.value("headers_env") == nil else {
        throw failure(
          "not-renderable", "a browser opens pages with GET and without secrets; drop method, body, headers_env")
      }
      rendering = Rendering(waitFor: record.string("wait_for"), loadMore: record.string("load_more"))
    }
    for member in record.value("headers_env")?.object?.members ?? [] {
      guard let name = member.value.string, let value = Environment.value(name) else {
        throw failure(
          "missing-secret", "the environment variable \(member.value.string ?? "") for \(member.name) is not set")
      }
      headers.append(Header(member.name, value))
    }
  }
}
