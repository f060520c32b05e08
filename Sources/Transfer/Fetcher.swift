package import JSON
package import Posix
internal import Text

/// Fetches pages from many hosts at once, politely, and gives the outcomes in the order of the requests.
///
/// One stream per host: requests start an interval apart, robots.txt is asked first, a failing host holds up no other.
/// Not thread-safe. Memory is bounded by `settings.window` and `settings.bufferedBytes`.
package final class Fetcher {
  let settings: FetchSettings
  let transport: any Transport
  let store: PageStore?
  let hostClock: HostClock?
  var chance: any RandomNumberGenerator
  package internal(set) var statistics = FetchStatistics()

  var hosts: [String: HostQueue] = [:]
  var hostOrder: [HostQueue] = []
  var nextHost = 0
  var robots: [String: RobotsState] = [:]
  var active: [Int: Job] = [:]
  private var lastToken = 0
  let startedAt: Double
  private var flushedAt: Double
  /// The second that was last written down, and how.
  private var lastStamp = (second: -1.0, text: "")

  /// What a power cut may cost at most, besides the page that was on its way.
  private static let flushSeconds = 60.0

  private var finished: [Int: Finished] = [:]
  private var submitted = 0
  private var emitted = 0
  private var bufferedBytes = 0

  private enum Finished {
    case outcome(FetchOutcome)
    /// A page whose body is in the store.
    case stored(PageEntry, isFromCache: Bool)
    /// Whatever the store has of it.
    case wanted(Request)
  }

  /// Answers that are being read in the background.
  private var unread = 0

  /// - Parameters:
  ///   - store: where pages are kept and looked up; without one, nothing is remembered.
  ///   - hostClock: the clock shared with other processes; without one, only this run's own requests keep apart.
  package init(
    settings: FetchSettings, transport: any Transport, store: PageStore? = nil, hostClock: HostClock? = nil,
    chance: any RandomNumberGenerator = SystemRandomNumberGenerator()
  ) {
    self.settings = settings
    self.transport = transport
    self.store = store
    self.hostClock = hostClock
    self.chance = chance
    startedAt = transport.monotonicSeconds
    flushedAt = startedAt
  }

  /// Requests that were submitted and whose outcome was not taken yet.
  package var pendingCount: Int { submitted - emitted }
  package var hasRoom: Bool { pendingCount < settings.window }

  /// Adds a request; its outcome comes after those of all earlier ones.
  package func submit(_ request: Request) throws(IOError) {
    let index = submitted
    submitted += 1
    statistics.requests += 1
    let job = Job(request, for: .page(index: index))
    if settings.source == .store {
      finished[index] = .wanted(request)
      return
    }
    if let fresh = settings.freshSeconds, let entry = try stored(job), isFresh(entry, fresh) {
      statistics.fresh += 1
      finished[index] = .stored(entry, isFromCache: true)
      return
    }
    let host = host(of: job.url)
    if let deferral = host.deferral { return try finishDeferred(job, deferral) }
    host.append(job)
  }

  private func notInStore(_ last: PageEntry?, _ request: Request) -> PageFailure {
    let message = last.map { "the store has no page of it; its last fetch gave \($0.error ?? String($0.status))" }
    return PageFailure(
      status: 0, code: "not-in-store", message: message ?? "the store has no page of it; fetch it without --offline",
      attempts: 0, finalURL: request.url.href, isDeferred: false)
  }

  /// The next outcome in order, nil when it is not there yet.
  package func takeReady() throws(IOError) -> FetchOutcome? {
    guard let next = finished.removeValue(forKey: emitted) else { return nil }
    emitted += 1
    let outcome: FetchOutcome
    switch next {
    case .outcome(let result):
      outcome = result
      if case .success(let page) = result { bufferedBytes -= page.body.count }
    case .stored(let entry, let isFromCache): outcome = try load(entry, isFromCache: isFromCache)
    case .wanted(let request):
      let latest = try store?.latest(request.key)
      outcome =
        try latest?.page.map { entry throws(IOError) in try load(entry, isFromCache: true) }
        ?? .failure(notInStore(latest?.any, request))
    }
    count(outcome)
    return outcome
  }

  private func count(_ outcome: FetchOutcome) {
    switch outcome {
    case .success(let page):
      statistics.pages += 1
      statistics.bodyBytes += page.body.count
      if page.isFromCache { statistics.fromStore += 1 }
    case .failure(let failure):
      if failure.isDeferred { statistics.deferred += 1 } else { statistics.failures += 1 }
    }
  }

  /// Works until the next outcome in order is there, `descriptor` has something to read, or the run is `moment` old.
  package func work(orReadable descriptor: Int32? = nil, until moment: Double? = nil) throws(IOError) {
    let end = moment.map { startedAt + $0 }
    while finished[emitted] == nil {
      let due = try startDue()
      try takeRead()
      if finished[emitted] != nil || (active.isEmpty && due == nil && unread == 0) { return }
      if active.isEmpty, due == nil {
        if let end, transport.monotonicSeconds >= end { return }
        store?.waitForRead()
        continue
      }
      if unread > 0, store?.announceNextRead() == false { continue }
      let deadline = min(due ?? .infinity, end ?? .infinity)
      let ended = transport.wait(until: deadline.isFinite ? deadline : nil, orReadable: descriptor)
      for end in ended { try take(end) }
      if transport.monotonicSeconds - flushedAt > Self.flushSeconds { try flush() }
      if let end, transport.monotonicSeconds >= end { return }
      if ended.isEmpty, descriptor != nil, deadline > transport.monotonicSeconds { return }
    }
  }

  /// Does what can be done without waiting.
  package func step() throws(IOError) { try work(until: 0) }

  /// Forces what was stored to the disk; to be called at the end of a run.
  package func flush() throws(IOError) {
    flushedAt = transport.monotonicSeconds
    try store?.flush()
  }

  /// The next outcome in order, nil when every request has had its own.
  package func next() throws(IOError) -> FetchOutcome? {
    guard pendingCount > 0 else { return nil }
    try work()
    return try takeReady()
  }
}

extension Fetcher {
  func host(of url: WebURL) -> HostQueue {
    if let host = hosts[url.authority] { return host }
    let host = HostQueue(name: url.authority, intervalSeconds: settings.interval(of: url.host))
    hosts[url.authority] = host
    hostOrder.append(host)
    return host
  }

  func newToken() -> Int {
    lastToken += 1
    return lastToken
  }

  /// A moment, in seconds since 1970, as text; most are of the same second as the last.
  func timestamp(_ moment: Double) -> String {
    let second = moment.rounded(.down)
    if second != lastStamp.second { lastStamp = (second, Timestamp.text(second)) }
    return lastStamp.text
  }

  package var elapsedSeconds: Double { transport.monotonicSeconds - startedAt }
  /// Hosts that still have requests.
  package var busyHostCount: Int { hostOrder.count { $0.jobCount > 0 } }
  /// The run so far as one JSON object.
  package var summary: JSON { statistics.json(seconds: elapsedSeconds) }

  /// When the run's time is over (monotonic).
  var endsAt: Double { startedAt + (settings.maximumRunSeconds ?? .infinity) }
  var isOverTime: Bool { transport.monotonicSeconds >= endsAt }

  /// Reads an answer, in the background where there is a store.
  func read(_ reading: PageReading, for job: Job) throws(IOError) {
    guard case .page(let index) = job.purpose else { return }
    guard let store else { return finish(index, reading.outcome()) }
    unread += 1
    try store.read(reading, index: index, key: job.key)
  }

  private func takeRead() throws(IOError) {
    guard unread > 0, let store else { return }
    for (index, outcome) in try store.takeRead() {
      unread -= 1
      finish(index, outcome)
    }
  }

  private func finish(_ index: Int, _ outcome: PageReading.Outcome) {
    switch outcome {
    case .page(let page, let entry): finish(index, .success(page), entry: entry)
    case .problem(let failure, _): finish(index, .failure(failure))
    }
  }

  func finish(_ job: Job, _ outcome: FetchOutcome, entry: PageEntry? = nil) {
    if case .page(let index) = job.purpose { finish(index, outcome, entry: entry) }
  }

  /// Puts an outcome in its place in the order.
  private func finish(_ index: Int, _ outcome: FetchOutcome, entry: PageEntry? = nil) {
    if case .success(let page) = outcome {
      if let entry, bufferedBytes + page.body.count > settings.bufferedBytes, index != emitted {
        finished[index] = .stored(entry, isFromCache: page.isFromCache)
        return
      }
      bufferedBytes += page.body.count
    }
    finished[index] = .outcome(outcome)
  }

  /// What the store has of a job's request, looked up when it is first needed so that waiting jobs stay small.
  func stored(_ job: Job) throws(IOError) -> PageEntry? {
    if !job.isLookedUp {
      job.isLookedUp = true
      job.stored = try store?.latest(job.key).page
    }
    return job.stored
  }

  /// A page out of the store.
  func load(_ entry: PageEntry, isFromCache: Bool) throws(IOError) -> FetchOutcome {
    guard let body = try store?.body(entry), let text = Charset.decode(body, contentType: entry.contentType) else {
      return .failure(
        PageFailure(
          status: 0, code: "not-in-store", message: "the stored body of this page is missing or damaged", attempts: 0,
          finalURL: entry.finalURL, isDeferred: false))
    }
    return .success(
      Page(
        status: entry.status, finalURL: entry.finalURL, fetchedAt: entry.fetchedAt, contentType: entry.contentType,
        charset: text.charset, sha256: entry.sha256 ?? "", isFromCache: isFromCache, body: text.utf8,
        rendering: entry.rendering))
  }
}
