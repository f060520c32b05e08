import Text
import Transfer

/// A network and a clock that a test plays: replies by URL, each after its own delay, no waiting.
final class PlayedTransport: Transport {
  struct Answer: Sendable {
    var outcome: Result<Reply, TransferError>
    var seconds: Double
  }

  /// What the network was asked, and when.
  struct Asked: Equatable {
    var url: String
    var at: Double
  }

  var monotonicSeconds = 1000.0
  var wallSeconds: Double { 1_800_000_000 + monotonicSeconds }
  /// A played wait never takes time.
  let wake: @Sendable () -> Void = {}
  private(set) var asked: [Asked] = []
  private(set) var calls: [Call] = []
  private(set) var mostAtOnce = 0
  private var running: [(token: Int, until: Double, from: Double, outcome: Result<Reply, TransferError>)] = []
  private let answer: (Call, Int) -> Answer

  /// A network that several transports can play.
  struct Answering: Sendable {
    let answer: @Sendable (Call, Int) -> Answer
    init(_ answer: @escaping @Sendable (Call, Int) -> Answer) { self.answer = answer }
  }

  /// - Parameter answer: the reply to the n-th exchange with a URL, counted from 0.
  init(_ answer: @escaping (Call, Int) -> Answer) { self.answer = answer }

  convenience init(_ network: Answering) { self.init(network.answer) }

  func start(_ call: Call, token: Int) {
    let answer = answer(call, asked.count { $0.url == call.url })
    asked.append(Asked(url: call.url, at: monotonicSeconds))
    calls.append(call)
    running.append((token, monotonicSeconds + answer.seconds, monotonicSeconds, answer.outcome))
    mostAtOnce = max(mostAtOnce, running.count)
  }

  func wait(until deadline: Double?, orReadable descriptor: Int32?) -> [Ended] {
    let next = running.map(\.until).min()
    monotonicSeconds = max(monotonicSeconds, min(next ?? .infinity, deadline ?? .infinity, 1e9))
    let ended = running.filter { $0.until <= monotonicSeconds }
    running.removeAll { $0.until <= monotonicSeconds }
    return ended.map { Ended(token: $0.token, outcome: $0.outcome, seconds: $0.until - $0.from) }
  }
}

extension PlayedTransport.Answer {
  static func page(_ text: String = "<p>a page", after seconds: Double = 0.1, _ headers: [Header] = []) -> Self {
    status(200, text, after: seconds, headers)
  }

  static func status(_ status: Int, _ text: String = "", after seconds: Double = 0.1, _ headers: [Header] = []) -> Self
  {
    var reply = Reply(status: status)
    reply.headers = HeaderFields([Header("Content-Type", "text/html; charset=utf-8")] + headers)
    reply.body = Array(text.utf8)
    return Self(outcome: .success(reply), seconds: seconds)
  }

  static func failure(_ code: TransferError.Code, after seconds: Double = 0.1) -> Self {
    Self(outcome: .failure(TransferError(code, "played")), seconds: seconds)
  }
}

/// A generator that always gives the least value, so that retries come without jitter.
struct NoChance: RandomNumberGenerator {
  func next() -> UInt64 { 0 }
}

extension Fetcher {
  /// The outcomes of all `urls`, in order.
  func outcomes(_ urls: [String]) throws -> [FetchOutcome] {
    for url in urls { try submit(Request(WebURL(url))) }
    var outcomes: [FetchOutcome] = []
    while let outcome = try next() { outcomes.append(outcome) }
    return outcomes
  }
}

extension FetchOutcome {
  var page: Page? { if case .success(let page) = self { page } else { nil } }
  var failureCode: String? { if case .failure(let failure) = self { failure.code } else { nil } }
}

extension Page {
  var text: String { String(decoding: body, as: UTF8.self) }
}
