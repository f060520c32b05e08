package import Filtering
package import Posix
package import Records
internal import Transfer

/// Turns requests for pages that scripts build into pages, politely.
package struct Render: Filter {
  package static let manual = Manual(
    name: "render",
    summary: "Reads requests with render:true and writes their pages as Chromium shows them after their scripts.",
    details: [
      "A page record is like one of fetch, its body the document as UTF-8 after the scripts ran; rendered says whether "
        + "the page went idle, how often its list was extended, and which JSON it loaded. Each such call follows the "
        + "page as a request with role api. Other records pass through in their place.",
      "A page is there when nothing is in flight and the selector of the request's wait_for matches; then it is "
        + "scrolled to its end, and a button that loads more, or the one that load_more selects, is clicked until it is "
        + "gone. A page that never comes to rest is taken as it is when its time is up.",
      "Robots.txt, the interval of each host, redirects, retries and the page store are those of fetch, DATA/settings.json "
        + "too; every page has two attempts, and a browser that crashes costs one page. Pictures, fonts and films are not loaded.",
      "Needs the Debian package chromium (status 69 without it). The browser has a fresh profile in TMPDIR, removed at "
        + "the end. Run render as an unprivileged user: root's browser runs as the user nobody and, where that fails, "
        + "as root with --no-sandbox.",
    ],
    usageExample:
      "load requests --brand nord | fetch --data data | render --data data | parse-brand --configs data/brands",
    statuses: [.rejected, .noInput, .unavailable, .cannotCreate, .inputOutput, .tryLater, .configuration])

  package static var options: [Option<Self>] {
    [
      .value("--data", "DIR", \.data, "The data tree whose pages/ keeps what is rendered (default data)."),
      .flag("--offline", \.isOffline, "Take pages from the store only; a missing one is a failed page."),
      .value(
        "--fresh", "AGE", \.fresh, "Take stored pages younger than AGE without asking, to go on after a broken run."),
      .value("--max-age", "AGE", \.maximumAge, "When a source is down, use stored pages up to AGE, such as 14d."),
      .value("--interval", "SECONDS", \.interval, "Seconds between two pages of a host, for every host."),
      .value("--timeout", "TIME", \.timeout, "Read a page as it is after TIME (default 30s)."),
      .value("--max-bytes", "SIZE", \.maximumBytes, "Refuse documents of more bytes (default 16M)."),
      .value("--pages-per-browser", "N", \.pagesPerBrowser, "Start a new browser after N pages (default 50)."),
      .value("--stats", "FILE", \.statisticsPath, "Write what was done to FILE, one JSON object."),
    ]
  }

  package static let reads = ["request"]
  package static let passesOthers = true

  private var data = "data"
  private var isOffline = false
  private var fresh: TimeSpan?
  private var maximumAge: TimeSpan?
  private var interval: Double?
  private var timeout: TimeSpan?
  private var maximumBytes: ByteCount?
  private var pagesPerBrowser = 50
  private var statisticsPath: String?

  private var run: FetchRun?
  private var transport: BrowserTransport?

  package init() {}

  package mutating func start(_ session: Session) throws {
    guard pagesPerBrowser > 0 else { throw UsageError("--pages-per-browser must be at least 1") }
    let settings = try settings()
    let transport = BrowserTransport(
      userAgent: settings.userAgent, limits: settings.limits, temporaryFolder: Environment.value("TMPDIR") ?? "/tmp",
      pagesPerBrowser: pagesPerBrowser)
    self.transport = transport
    run = try FetchRun(
      settings: settings, transport: transport, data: data, session: session, statisticsPath: statisticsPath)
  }

  private func settings() throws -> FetchSettings {
    var settings = try FetchSettings(tree: data)
    // A browser has no use for validators: its page is made anew each time.
    settings.source = isOffline ? .store : .network
    settings.retryDelays = Array(settings.retryDelays.prefix(1))
    settings.limits.connections = 1
    settings.limits.totalSeconds = 30
    if let interval {
      guard (0...3600).contains(interval) else { throw UsageError("--interval must lie in 0...3600") }
      settings.intervalSeconds = interval
      settings.hostIntervals = [:]
    }
    if let timeout {
      guard timeout.seconds > 0 else { throw UsageError("--timeout must be longer than nothing") }
      settings.limits.totalSeconds = timeout.seconds
    }
    if let maximumBytes { settings.limits.bodyBytes = maximumBytes.bytes }
    settings.freshSeconds = fresh?.seconds
    settings.staleSeconds = maximumAge?.seconds
    return settings
  }

  package mutating func process(_ record: Record, _ output: inout Output) throws {
    guard record.bool("render") == true else { return try pass(record, &output) }
    try run?.add(record)
  }

  package mutating func pass(_ record: Record, _ output: inout Output) throws { try run?.pass(record) }

  package mutating func work(until input: Descriptor) throws { try run?.work(until: input) }

  package mutating func finish(_ output: inout Output) throws {
    defer { transport?.close() }
    let lacksBrowser: Bool
    do {
      try run?.finish()
      lacksBrowser = transport?.lacksBrowser ?? false
    } catch is RunFailure where transport?.lacksBrowser == true {
      lacksBrowser = true
    }
    if lacksBrowser {
      throw RunFailure(.unavailable, "Chromium is missing: install the Debian package 'chromium'")
    }
  }
}
