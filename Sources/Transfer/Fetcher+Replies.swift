internal import Digest
internal import Posix
internal import Text

extension Fetcher {
  /// Takes an exchange that ended: a page, a redirect, another attempt or a failure.
  func take(_ ended: Ended) throws(IOError) {
    guard let job = active.removeValue(forKey: ended.token) else { return }
    let host = job.host ?? host(of: job.url)
    host.end()
    statistics.countExchange(host.name, seconds: ended.seconds)
    record(ended, in: job)
    switch ended.outcome {
    case .success(let reply):
      host.failuresInRow = 0
      statistics.wireBytes += reply.wireBytes
      if host.intervalSeconds > 0 { try space(host, after: job, reply, ended) }
      try take(reply, for: job, from: host)
    case .failure(let error):
      if error.isTransient, try retry(job, on: host, retryAfter: nil, status: 0) { return }
      try conclude(job, failure(job, status: 0, error.code.rawValue, "\(error.message); \(error.advice)"))
      if error.isUnreachable { try noteUnreachable(host) }
    }
  }

  /// Counts the interval from when the server got the request: after it was sent and before it was answered. An answer
  /// later than usual moves it by a quarter of the interval at most.
  private func space(_ host: HostQueue, after job: Job, _ reply: Reply, _ ended: Ended) throws(IOError) {
    let answerSeconds = max(0, reply.answeredAfterSeconds - reply.sentAfterSeconds)
    let late = min(host.lateness(of: answerSeconds, isRobots: job.isRobots), host.intervalSeconds / 4)
    let got = reply.sentAfterSeconds + late
    host.nextStart = max(host.nextStart, job.startedAt + got + host.paddedInterval)
    try hostClock?.note(host.name, at: transport.wallSeconds - ended.seconds + got)
  }

  private func record(_ ended: Ended, in job: Job) {
    let status: Int? = if case .success(let reply) = ended.outcome { reply.status } else { nil }
    let error: String? = if case .failure(let error) = ended.outcome { error.code.rawValue } else { nil }
    job.attempts.append(
      Attempt(
        at: timestamp(transport.wallSeconds - ended.seconds), url: job.address, status: status, error: error,
        milliseconds: Int((ended.seconds * 1000).rounded())))
  }

  private func take(_ reply: Reply, for job: Job, from host: HostQueue) throws(IOError) {
    switch reply.status {
    case 304 where job.sentValidators: try takeConfirmation(reply, for: job, on: host)
    case 300..<400:
      guard let location = reply.headers.value("Location") else { return try refuse(reply, job) }
      try redirect(job, to: location, reply)
    case 200..<300: try takePage(reply, for: job)
    default:
      if let problem = challenge(reply, job) {
        return try conclude(job, failure(job, status: reply.status, problem.code, problem.message))
      }
      guard RetryRule.isTransient(status: reply.status) else { return try refuse(reply, job) }
      let wait = RetryRule.seconds(retryAfter: reply.headers.value("Retry-After"), now: transport.wallSeconds)
      if try retry(job, on: host, retryAfter: wait, status: reply.status) { return }
      try refuse(reply, job)
    }
  }

  /// A status that is no page.
  private func refuse(_ reply: Reply, _ job: Job) throws(IOError) {
    try conclude(job, failure(job, status: reply.status, "http-\(reply.status)", "the server answered \(reply.status)"))
  }

  /// The stored page is still right; where its body is damaged it is asked for again, without validators.
  private func takeConfirmation(_ reply: Reply, for job: Job, on host: HostQueue) throws(IOError) {
    guard var entry = job.stored, let body = try store?.body(entry) else {
      job.stored = nil
      return host.prepend(job)
    }
    statistics.notModified += 1
    entry.fetchedAt = timestamp(transport.wallSeconds)
    entry.isConfirmation = true
    entry.attempts = job.attempts
    entry.etag = reply.headers.value("ETag") ?? entry.etag
    entry.lastModified = reply.headers.value("Last-Modified") ?? entry.lastModified
    try store?.append(entry, for: job.key)
    if case .robots(let origin) = job.purpose {
      return try concludeRobots(origin, job, status: 200, body: body)
    }
    let outcome = try load(entry, isFromCache: true)
    finish(job, outcome, entry: entry)
  }

  private func takePage(_ reply: Reply, for job: Job) throws(IOError) {
    var entry = entry(of: job, status: reply.status)
    entry.contentType = reply.headers.value("Content-Type")
    entry.etag = reply.headers.value("ETag")
    entry.lastModified = reply.headers.value("Last-Modified")
    entry.headers = Self.keptHeaders.compactMap { name in reply.headers.value(name).map { Header(name, $0) } }
    if case .robots(let origin) = job.purpose {
      entry.sha256 = SHA256.hex(reply.body)
      try keep(entry, reply.body, for: job)
      return try concludeRobots(origin, job, status: reply.status, body: reply.body)
    }
    var body = reply.body
    if Gunzip.isPacked(body) {
      do throws(TransferError) {
        body = try Gunzip.unpack(body, limit: settings.limits.bodyBytes)
      } catch {
        return try conclude(job, failure(job, status: reply.status, error.code.rawValue, error.message))
      }
    }
    entry.rendering = reply.rendering
    try read(
      PageReading(entry: entry, headers: reply.headers, body: body, finalPath: job.url.path),
      for: job)
  }

  /// Header fields that explain a page later on.
  private static let keptHeaders = [
    "Cache-Control", "Content-Language", "Date", "Link", "X-Robots-Tag",
  ]

  /// A bot check that comes with an error status.
  private func challenge(_ reply: Reply, _ job: Job) -> PageProblem? {
    let contentType = reply.headers.value("Content-Type")
    guard !job.isRobots, let text = Charset.decode(reply.body, contentType: contentType)?.utf8 else { return nil }
    return PageProblem.find(
      status: reply.status, headers: reply.headers, contentType: contentType, text: text, finalPath: job.url.path)
  }

  private func keep(_ entry: PageEntry, _ body: [UInt8], for job: Job) throws(IOError) {
    guard let store, let sha256 = entry.sha256 else { return }
    try store.keep(body, sha256: sha256)
    try store.append(entry, for: job.key)
  }

  private func entry(of job: Job, status: Int) -> PageEntry {
    var entry = PageEntry(
      url: job.request.url.href, method: job.request.method, finalURL: job.address, status: status,
      fetchedAt: timestamp(transport.wallSeconds))
    entry.attempts = job.attempts
    return entry
  }
}

extension Fetcher {
  /// Follows a redirect where the rules allow it; the hop waits its turn like any request.
  private func redirect(_ job: Job, to location: String, _ reply: Reply) throws(IOError) {
    let rule = RedirectRule(
      maximum: job.isRobots ? Self.robotsRedirects : settings.maximumRedirects,
      followsOffSite: job.isRobots || settings.followsOffSite)
    let isPublic = job.isUnderPublicRedirect || reply.isFromPublicAddress
    switch rule.target(of: location, from: job.url, after: job.redirects, isPublic: isPublic) {
    case .failure(var refusal):
      refusal.status = reply.status
      refusal.attempts = job.attempts.count
      try conclude(job, refusal)
    case .success(let target):
      statistics.redirects += 1
      job.redirects.append(job.address)
      job.url = target
      job.isUnderPublicRedirect = isPublic
      if reply.status == 303 || ((301...302).contains(reply.status) && job.method == "POST") {
        (job.method, job.body) = ("GET", nil)
      }
      let host = host(of: target)
      if let deferral = host.deferral { return try finishDeferred(job, deferral) }
      host.prepend(job)
    }
  }

  /// Puts a job back for another attempt; false when it has had its last, or its host is left for another run.
  private func retry(_ job: Job, on host: HostQueue, retryAfter: Double?, status: Int) throws(IOError) -> Bool {
    let rule = RetryRule(delays: settings.retryDelays, maximumWaitSeconds: settings.maximumWaitSeconds)
    let verdict = rule.verdict(
      retries: job.retries, retryAfterSeconds: retryAfter, chance: Double.random(in: 0..<1, using: &chance))
    switch verdict {
    case .giveUp: return false
    case .again(let seconds):
      statistics.retries += 1
      job.retries += 1
      let now = transport.monotonicSeconds
      job.notBefore = now + seconds
      // A host that names a time speaks for all of its pages.
      if retryAfter != nil { host.nextStart = max(host.nextStart, now + seconds) }
      host.prepend(job)
      return true
    case .deferHost(let seconds):
      let reason = "\(host.name) asks to wait \(Int(min(seconds, 1e9))) s, longer than --max-wait"
      if case .robots(let origin) = job.purpose { robots[origin] = .unreachable(reason) }
      try finishDeferred(job, reason, status: status)
      try deferHost(host, reason)
      return true
    }
  }

  /// A host that several requests in a row could not even reach is not asked again in this run.
  private func noteUnreachable(_ host: HostQueue) throws(IOError) {
    host.failuresInRow += 1
    guard host.failuresInRow >= settings.hostFailureLimit else { return }
    for job in host.removeAll() {
      try conclude(
        job,
        failure(job, status: 0, "host-down", "\(host.name) could not be reached \(host.failuresInRow) times in a row"))
    }
  }

  private func failure(_ job: Job, status: Int, _ code: String, _ message: String) -> PageFailure {
    PageFailure(
      status: status, code: code, message: message, attempts: job.attempts.count, finalURL: job.address,
      isDeferred: false)
  }

  /// Ends a job without a page, unless a stored one is young enough to stand in while the source is down.
  func conclude(_ job: Job, _ failure: PageFailure) throws(IOError) {
    if !job.attempts.isEmpty {
      var entry = entry(of: job, status: failure.status)
      entry.error = failure.code
      try store?.append(entry, for: job.key)
    }
    if case .robots(let origin) = job.purpose {
      guard robots[origin].map({ if case .unreachable = $0 { false } else { true } }) ?? true else { return }
      return try concludeRobots(origin, job, status: failure.status, body: nil)
    }
    if let limit = settings.staleSeconds, failure.isSourceDown, let stored = try stored(job), isFresh(stored, limit) {
      let outcome = try load(stored, isFromCache: true)
      if case .success = outcome { return finish(job, outcome, entry: stored) }
    }
    finish(job, .failure(failure))
  }
}

extension PageFailure {
  /// Whether the failure says nothing of the page, only that its source cannot be asked now (RFC 5861 §4).
  var isSourceDown: Bool {
    if code == "challenge" { return false }
    if isDeferred || RetryRule.isTransient(status: status) { return true }
    if code == "host-down" || code == "robots-unreachable" { return true }
    return status == 0 && TransferError.Code(rawValue: code).map { TransferError($0, "").isTransient } ?? false
  }
}
