package import Filtering
internal import JSON
package import Posix
package import Records
internal import Text
internal import Transfer

/// Turns requests into pages, politely.
package struct Fetch: Filter {
  package static let manual = Manual(
    name: "fetch",
    summary: "Reads requests, fetches them over HTTP and writes pages in the order of the requests.",
    details: [
      "A page record has its request's members plus status, final_url, fetched_at, content_type, charset, sha256, "
        + "from_cache and body (UTF-8). Where there is no page, error has a code, a message and the number of attempts "
        + "instead of body. Requests with render:true and records of other types pass through in their place.",
      "Each host gets one stream of requests, an interval apart, after its robots.txt (RFC 9309) was read. Transient "
        + "failures are asked again after 1, 2 and 4 seconds; Retry-After is obeyed, and a host that asks for more than "
        + "--max-wait is left for another run. Every page is kept in DATA/pages and asked for conditionally.",
      "DATA/settings.json gives the defaults: halilit.interval_s for halilit.hosts and fetch.brand_interval_s for all "
        + "others, fetch.timeout_s, max_bytes, max_wait_s, retry_delays_s and contact, the address in the User-Agent; "
        + "interval_s of DATA/brands/*/scrape_config.json is for that brand's hosts. Proxy variables are those of curl.",
    ],
    usageExample: "load requests --brand nord | fetch --data data | parse-halilit",
    statuses: [.rejected, .noInput, .unavailable, .cannotCreate, .inputOutput, .tryLater, .configuration])

  package static var options: [Option<Self>] {
    [
      .value("--data", "DIR", \.data, "The data tree whose pages/ keeps what is fetched (default data)."),
      .flag("--offline", \.isOffline, "Take pages from the store only; a missing one is a failed page."),
      .flag("--refresh", \.isRefresh, "Ask for every page anew, even where the stored one may be unchanged."),
      .value(
        "--fresh", "AGE", \.fresh, "Take stored pages younger than AGE without asking, to go on after a broken run."),
      .value("--max-age", "AGE", \.maximumAge, "When a source is down, use stored pages up to AGE, such as 14d."),
      .value("--interval", "SECONDS", \.interval, "Seconds between two requests to a host, for every host."),
      .value("--max-wait", "TIME", \.maximumWait, "Leave hosts that ask for a longer pause (default 10m)."),
      .value("--max-time", "TIME", \.maximumTime, "Leave what is not done by then for another run, such as 2h."),
      .value("--timeout", "TIME", \.timeout, "Give up an exchange after TIME (default 30s)."),
      .value("--max-bytes", "SIZE", \.maximumBytes, "Refuse pages of more decoded bytes (default 16M)."),
      .value("--parallel", "N", \.parallel, "Exchanges at once, over all hosts (default 8)."),
      .flag("--follow-off-site", \.followsOffSite, "Follow redirects to other sites too."),
      .value("--user-agent", "TEXT", \.userAgent, "How to introduce itself: product/version (+contact address)."),
      .value("--stats", "FILE", \.statisticsPath, "Write what was done to FILE, one JSON object."),
    ]
  }

  package static let reads = ["request"]
  package static let passesOthers = true

  private var data = "data"
  private var isOffline = false
  private var isRefresh = false
  private var fresh: TimeSpan?
  private var maximumAge: TimeSpan?
  private var interval: Double?
  private var maximumWait: TimeSpan?
  private var maximumTime: TimeSpan?
  private var timeout: TimeSpan?
  private var maximumBytes: ByteCount?
  private var parallel: Int?
  private var followsOffSite = false
  private var userAgent: String?
  private var statisticsPath: String?

  private var run: FetchRun?

  package init() {}

  package mutating func start(_ session: Session) throws {
    guard !(isOffline && isRefresh) else { throw UsageError("--offline and --refresh exclude each other") }
    guard !(isRefresh && fresh != nil) else { throw UsageError("--refresh and --fresh exclude each other") }
    let settings = try settings()
    run = try FetchRun(
      settings: settings, transport: CurlTransport(userAgent: settings.userAgent, limits: settings.limits), data: data,
      session: session, statisticsPath: statisticsPath)
  }

  private func settings() throws -> FetchSettings {
    var settings = try FetchSettings(tree: data)
    if isOffline { settings.source = .store }
    if isRefresh { settings.source = .networkAnew }
    if let interval {
      guard (0...3600).contains(interval) else { throw UsageError("--interval must lie in 0...3600") }
      settings.intervalSeconds = interval
      settings.hostIntervals = [:]
    }
    if let parallel {
      guard (1...256).contains(parallel) else { throw UsageError("--parallel must lie in 1...256") }
      settings.limits.connections = parallel
    }
    if let timeout {
      guard timeout.seconds > 0 else { throw UsageError("--timeout must be longer than nothing") }
      settings.limits.totalSeconds = timeout.seconds
      settings.limits.connectSeconds = min(settings.limits.connectSeconds, timeout.seconds)
    }
    if let maximumBytes { settings.limits.bodyBytes = maximumBytes.bytes }
    if let maximumWait { settings.maximumWaitSeconds = maximumWait.seconds }
    if let userAgent { settings.userAgent = userAgent }
    settings.freshSeconds = fresh?.seconds
    settings.staleSeconds = maximumAge?.seconds
    settings.maximumRunSeconds = maximumTime?.seconds
    settings.followsOffSite = followsOffSite
    return settings
  }

  package mutating func process(_ record: Record, _ output: inout Output) throws {
    if record.bool("render") == true { return try pass(record, &output) }
    guard let run else { return }
    try run.add(record)
  }

  package mutating func pass(_ record: Record, _ output: inout Output) throws { try run?.pass(record) }

  package mutating func work(until input: Descriptor) throws { try run?.work(until: input) }

  package mutating func finish(_ output: inout Output) throws { try run?.finish() }
}
