internal import Text

/// One wanted exchange on its way: a page of the caller's, or a robots.txt that must be known first.
final class Job {
  enum Purpose {
    case page(index: Int)
    case robots(origin: String)
  }

  let purpose: Purpose
  let request: Request
  private(set) lazy var key = request.key
  /// Where the redirects have led so far, without a fragment.
  var url: WebURL { didSet { address = url.href } }
  /// The same as text: it is written down more than once.
  private(set) var address: String
  var method: String
  var body: [UInt8]?
  var attempts: [Attempt] = []
  var retries = 0
  /// The addresses that redirected, in order.
  var redirects: [String] = []
  /// Not to be started before this moment (monotonic).
  var notBefore = 0.0
  var startedAt = 0.0
  /// Where it waits or is under way.
  unowned var host: HostQueue?
  /// The newest page that the store has of this request, once it was looked up.
  var stored: PageEntry?
  var isLookedUp = false
  var sentValidators = false
  var isUnderPublicRedirect = false

  init(_ request: Request, for purpose: Purpose) {
    self.request = request
    self.purpose = purpose
    url = request.url.withoutFragment
    address = url.href
    method = request.method
    body = request.body
  }

  var isRobots: Bool {
    if case .robots = purpose { true } else { false }
  }
}

/// One host's jobs and manners: a single stream of requests, each an interval after the last.
final class HostQueue {
  let name: String
  var intervalSeconds: Double
  private(set) var active = 0
  /// The next request may start then (monotonic).
  var nextStart = 0.0
  /// Why the rest of this host's requests are left for another run.
  var deferral: String?
  var failuresInRow = 0
  /// Seconds in which the host answered a page soonest.
  private var soonestAnswer = Double.infinity

  /// Retries and redirect hops, which go before new requests.
  private var urgent: [Job] = []
  /// Nil where it was taken out.
  private var waiting: [Job?] = []
  private var head = 0

  init(name: String, intervalSeconds: Double) {
    self.name = name
    self.intervalSeconds = intervalSeconds
  }

  var isEmpty: Bool { urgent.isEmpty && head == waiting.count }
  var jobCount: Int { urgent.count + waiting.count - head + active }

  func append(_ job: Job) {
    job.host = self
    waiting.append(job)
  }

  func prepend(_ job: Job) {
    job.host = self
    urgent.insert(job, at: 0)
  }

  /// The first job that is due at `now`, or when the earliest one will be.
  func peek(at now: Double) -> (job: Job?, due: Double?) {
    if let job = urgent.first(where: { $0.notBefore <= now }) { return (job, nil) }
    if head < waiting.count { return (waiting[head], nil) }
    return (nil, earliestRetry)
  }

  /// When the first retry that waits is due.
  var earliestRetry: Double? { urgent.map(\.notBefore).min() }

  /// Takes out a job that `peek` gave.
  func remove(_ job: Job) {
    if head < waiting.count, waiting[head] === job {
      waiting[head] = nil
      head += 1
      if head > 1024, head * 2 > waiting.count {
        waiting.removeFirst(head)
        head = 0
      }
    } else {
      urgent.removeAll { $0 === job }
    }
  }

  /// Takes out everything that has not started.
  func removeAll() -> [Job] {
    defer { (urgent, waiting, head) = ([], [], 0) }
    return urgent + waiting[head...].compactMap(\.self)
  }

  /// How late the host can have got a request that it answered after so many seconds: what an answer took longer than
  /// the soonest. Of the first answer all counts, and robots.txt, a file, says nothing of pages.
  func lateness(of answerSeconds: Double, isRobots: Bool) -> Double {
    guard !isRobots else { return answerSeconds }
    defer { soonestAnswer = min(soonestAnswer, answerSeconds) }
    return soonestAnswer.isFinite ? max(0, answerSeconds - soonestAnswer) : answerSeconds
  }

  func begin() { active += 1 }
  func end() { active -= 1 }
}
