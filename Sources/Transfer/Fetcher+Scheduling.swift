internal import Posix
internal import Text

extension Fetcher {
  /// Starts every exchange that is due; gives the moment at which the next one will be.
  func startDue() throws(IOError) -> Double? {
    var earliest: Double?
    func consider(_ moment: Double) { earliest = min(earliest ?? moment, moment) }
    if isOverTime { try deferEverything("the run's time is over") }
    for offset in hostOrder.indices {
      let host = hostOrder[(nextHost + offset) % hostOrder.count]
      while !host.isEmpty, active.count < settings.limits.connections, host.active < streams(of: host) {
        let now = transport.monotonicSeconds
        let (job, due) = try nextAllowed(host, now)
        guard let job else {
          if let due { consider(due) }
          break
        }
        if let moment = try turn(of: host, now) {
          consider(moment)
          break
        }
        try start(job, on: host, now)
      }
    }
    if !hostOrder.isEmpty { nextHost = (nextHost + 1) % hostOrder.count }
    return earliest.map { min($0, endsAt) }
  }

  /// A host with an interval gets one request at a time; without one, whatever the run allows.
  private func streams(of host: HostQueue) -> Int { host.intervalSeconds > 0 ? 1 : settings.limits.connections }

  /// When the host may next be asked, nil for now: after its own last request, and in turn with other processes.
  private func turn(of host: HostQueue, _ now: Double) throws(IOError) -> Double? {
    if host.nextStart > now { return host.nextStart }
    guard let hostClock, host.intervalSeconds > 0 else { return nil }
    let wait = try hostClock.take(host.name, interval: host.paddedInterval, now: transport.wallSeconds)
    guard wait > 0 else { return nil }
    host.nextStart = now + wait
    return host.nextStart
  }

  /// The first job that robots.txt allows; those it forbids are finished on the way.
  private func nextAllowed(_ host: HostQueue, _ now: Double) throws(IOError) -> (job: Job?, due: Double?) {
    while true {
      let (job, due) = host.peek(at: now)
      guard let job else { return (nil, due) }
      if job.isRobots { return (job, nil) }
      switch try robotsVerdict(on: job) {
      case .allowed: return (job, nil)
      case .unknown(let wanted):
        guard let wanted else { return (nil, host.earliestRetry) }
        host.prepend(wanted)
        return (wanted, nil)
      case .refused(let failure):
        host.remove(job)
        try conclude(job, failure)
      case .deferred(let reason): try deferHost(host, reason)
      }
    }
  }

  private func start(_ job: Job, on host: HostQueue, _ now: Double) throws(IOError) {
    host.remove(job)
    host.begin()
    job.startedAt = now
    host.nextStart = max(host.nextStart, now + host.paddedInterval)
    let call = try call(for: job)
    let token = newToken()
    active[token] = job
    transport.start(call, token: token)
  }

  private func call(for job: Job) throws(IOError) -> Call {
    var call = Call(url: job.address)
    call.method = job.method
    call.body = job.body
    if !job.isRobots { call.rendering = job.request.rendering }
    call.refusesPrivateAddresses = job.isUnderPublicRedirect
    call.secondsLeft = settings.maximumRunSeconds.map { $0 - elapsedSeconds }
    call.headers.append(Header("Accept", job.isRobots ? "text/plain,*/*;q=0.5" : Self.accepts))
    if let body = job.body {
      let isJSON = body.first { !$0.isASCIISpace }.map { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "[") } ?? false
      call.headers.append(Header("Content-Type", isJSON ? "application/json" : "application/x-www-form-urlencoded"))
    }
    // Secrets stay with the site they were meant for.
    if !job.request.headers.isEmpty, job.url.origin == job.request.url.origin { call.headers += job.request.headers }
    job.sentValidators = false
    if settings.source == .network, let stored = try stored(job), stored.finalURL == job.address {
      if let etag = stored.etag { call.headers.append(Header("If-None-Match", etag)) }
      if let date = stored.lastModified { call.headers.append(Header("If-Modified-Since", date)) }
      job.sentValidators = stored.etag != nil || stored.lastModified != nil
    }
    return call
  }

  private static let accepts =
    "text/html,application/xhtml+xml,application/json;q=0.9,application/xml;q=0.9,*/*;q=0.5"

  /// Leaves the rest of a host's requests for another run.
  func deferHost(_ host: HostQueue, _ reason: String) throws(IOError) {
    host.deferral = reason
    statistics.hosts[host.name, default: .init()].deferral = reason
    for job in host.removeAll() { try finishDeferred(job, reason) }
  }

  func deferEverything(_ reason: String) throws(IOError) {
    for host in hostOrder where host.deferral == nil { try deferHost(host, reason) }
  }

  /// A deferred request, or its page of the store where that is young enough to stand in.
  func finishDeferred(_ job: Job, _ reason: String, status: Int = 0) throws(IOError) {
    try conclude(
      job,
      PageFailure(
        status: status, code: "deferred", message: "left for another run: \(reason)", attempts: job.attempts.count,
        finalURL: job.address, isDeferred: true))
  }
}

extension HostQueue {
  /// The interval with a little on top, so that jitter between here and the server never makes it shorter there.
  var paddedInterval: Double { intervalSeconds + min(0.01, intervalSeconds / 50) }
}

extension WebURL {
  /// The address as it is asked for.
  var withoutFragment: WebURL {
    var url = self
    url.fragment = nil
    return url
  }
}
