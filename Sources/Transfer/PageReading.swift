internal import Digest

/// An answer with success on its way to a page: decoded, judged and digested apart from the network.
final class PageReading: Sendable {
  indirect enum Outcome: Sendable {
    case page(Page, PageEntry)
    /// The answer is no page; the entry says so in the store.
    case problem(PageFailure, PageEntry)

    var entry: PageEntry {
      switch self {
      case .page(_, let entry), .problem(_, let entry): entry
      }
    }
  }

  /// What is known before the body is looked at.
  private let entry: PageEntry
  private let headers: HeaderFields
  let body: [UInt8]
  /// The path of the address after all redirects.
  private let finalPath: String

  init(entry: PageEntry, headers: HeaderFields, body: [UInt8], finalPath: String) {
    self.entry = entry
    self.headers = headers
    self.body = body
    self.finalPath = finalPath
  }

  /// O(length of the body).
  func outcome() -> Outcome {
    guard let text = Charset.decode(body, contentType: entry.contentType) else {
      return problem("not-text", "the page is no text but \(entry.contentType ?? "of an unnamed type")")
    }
    let problem = PageProblem.find(
      status: entry.status, headers: headers, contentType: entry.contentType, text: text.utf8, finalPath: finalPath)
    if let problem { return self.problem(problem.code, problem.message) }
    var entry = entry
    entry.charset = text.charset
    entry.sha256 = SHA256.hex(body)
    let page = Page(
      status: entry.status, finalURL: entry.finalURL, fetchedAt: entry.fetchedAt, contentType: entry.contentType,
      charset: text.charset, sha256: entry.sha256 ?? "", isFromCache: false, body: text.utf8,
      rendering: entry.rendering)
    return .page(page, entry)
  }

  private func problem(_ code: String, _ message: String) -> Outcome {
    var failed = PageEntry(
      url: entry.url, method: entry.method, finalURL: entry.finalURL, status: entry.status, fetchedAt: entry.fetchedAt)
    failed.attempts = entry.attempts
    failed.error = code
    let failure = PageFailure(
      status: entry.status, code: code, message: message, attempts: entry.attempts.count, finalURL: entry.finalURL,
      isDeferred: false)
    return .problem(failure, failed)
  }
}
