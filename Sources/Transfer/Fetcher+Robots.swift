internal import Posix
internal import Text

/// What is known of an origin's robots.txt.
enum RobotsState {
  case asked
  case known(RobotsRules)
  /// It could not be had, and so nothing may be fetched (RFC 9309 §2.3.1.4).
  case unreachable(String)
}

enum RobotsVerdict {
  case allowed
  /// The rules are not there yet; the job that gets them when nobody has begun.
  case unknown(Job?)
  case refused(PageFailure)
  case deferred(String)
}

extension Fetcher {
  /// RFC 9309 §2.4: not to be used longer than a day, unless the file is unreachable.
  private static var robotsLifeSeconds: Double { 86400 }
  static var robotsRedirects: Int { 5 }

  func robotsVerdict(on job: Job) throws(IOError) -> RobotsVerdict {
    let origin = job.url.origin
    switch robots[origin] {
    case nil:
      guard let wanted = try robotsJob(origin) else { return try robotsVerdict(on: job) }
      robots[origin] = .asked
      // What a public page redirects to is not asked for its rules either where it is private.
      wanted.isUnderPublicRedirect = job.isUnderPublicRedirect
      return .unknown(wanted)
    case .asked: return .unknown(nil)
    case .unreachable(let reason):
      return .refused(
        failure(job, "robots-unreachable", "robots.txt of \(origin) is unreachable (\(reason)), so nothing is fetched"))
    case .known(let rules):
      guard rules.allows(path: job.url.target) else {
        return .refused(failure(job, "robots", "robots.txt of \(origin) does not allow \(job.url.target.prefix(200))"))
      }
      if let window = rules.visitTime, !window.contains(minute: Int(transport.wallSeconds / 60) % 1440) {
        return .deferred("robots.txt asks for visits between \(window) UTC only")
      }
      return .allowed
    }
  }

  private func failure(_ job: Job, _ code: String, _ message: String) -> PageFailure {
    PageFailure(
      status: 0, code: code, message: message, attempts: job.attempts.count, finalURL: job.address, isDeferred: false)
  }

  /// The job that asks for an origin's rules; when the store has them from today, they are taken from there.
  private func robotsJob(_ origin: String) throws(IOError) -> Job? {
    guard let url = try? WebURL(origin + "/robots.txt") else {
      robots[origin] = .unreachable("not an address")
      return nil
    }
    let request = Request(url)
    let latest = try store?.latest(request.key)
    if settings.source == .network, let entry = latest?.any, isFresh(entry, Self.robotsLifeSeconds) {
      if entry.error == nil, let body = try store?.body(entry) {
        learn(origin, RobotsRules(parsing: body, for: settings.userAgent))
        return nil
      } else if (400..<500).contains(entry.status), !RetryRule.isTransient(status: entry.status) {
        learn(origin, .allowAll)
        return nil
      }
    }
    let job = Job(request, for: .robots(origin: origin))
    (job.stored, job.isLookedUp) = (latest?.page, true)
    return job
  }

  /// Whether an entry is no older than `seconds`; a clock that went back makes it 0 seconds old.
  func isFresh(_ entry: PageEntry, _ seconds: Double) -> Bool {
    Timestamp.seconds(entry.fetchedAt).map { max(0, transport.wallSeconds - $0) <= seconds } ?? false
  }

  private func learn(_ origin: String, _ rules: RobotsRules) {
    robots[origin] = .known(rules)
    guard let seconds = rules.intervalSeconds, let url = try? WebURL(origin) else { return }
    let host = host(of: url)
    host.intervalSeconds = max(host.intervalSeconds, seconds)
  }

  /// Takes the answer to a robots.txt request: its body, or the status that says there is none.
  func concludeRobots(_ origin: String, _ job: Job, status: Int, body: [UInt8]?) throws(IOError) {
    if let body {
      learn(origin, RobotsRules(parsing: body, for: settings.userAgent))
    } else if (300..<500).contains(status), !RetryRule.isTransient(status: status) {
      // Also for redirects beyond the fifth (RFC 9309 §2.3.1.2).
      learn(origin, .allowAll)
    } else if let stored = job.stored, let body = try store?.body(stored) {
      learn(origin, RobotsRules(parsing: body, for: settings.userAgent))
    } else {
      robots[origin] = .unreachable(status == 0 ? job.attempts.last?.error ?? "no reply" : "status \(status)")
    }
  }
}

extension RobotsRules.DailyWindow: CustomStringConvertible {
  package var description: String { [startMinute, endMinute].map(Self.time).joined(separator: " and ") }

  private static func time(_ minute: Int) -> String {
    let digits = String(minute / 60 * 100 + minute % 60)
    return String(repeating: "0", count: 4 - digits.count) + digits
  }
}
