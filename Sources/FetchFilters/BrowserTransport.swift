internal import JSON
internal import Posix
internal import Rendering
internal import Transfer

/// Renders pages one at a time in a browser; what is no page, such as robots.txt, goes by libcurl.
///
/// The browser starts with the first page, and anew after a crash and after `pagesPerBrowser` pages.
final class BrowserTransport: Transport {
  private let plain: CurlTransport
  private let limits: TransferLimits
  private let introduction: String
  private let temporaryFolder: String
  private let pagesPerBrowser: Int
  private var browser: Browser?
  private var waiting: [(call: Call, rendering: Request.Rendering, token: Int)] = []
  /// Whether a page failed because there is no browser at all.
  private(set) var lacksBrowser = false

  init(userAgent: String, limits: TransferLimits, temporaryFolder: String, pagesPerBrowser: Int) {
    plain = CurlTransport(userAgent: userAgent, limits: limits)
    self.limits = limits
    introduction = userAgent
    self.temporaryFolder = temporaryFolder
    self.pagesPerBrowser = pagesPerBrowser
  }

  var monotonicSeconds: Double { plain.monotonicSeconds }
  var wallSeconds: Double { plain.wallSeconds }
  var wake: @Sendable () -> Void { plain.wake }

  func start(_ call: Call, token: Int) {
    guard let rendering = call.rendering else { return plain.start(call, token: token) }
    waiting.append((call, rendering, token))
  }

  func wait(until deadline: Double?, orReadable descriptor: Int32?) -> [Ended] {
    guard !waiting.isEmpty else { return plain.wait(until: deadline, orReadable: descriptor) }
    let (call, rendering, token) = waiting.removeFirst()
    let start = monotonicSeconds
    let outcome: Result<Reply, TransferError>
    do throws(RenderError) {
      outcome = accept(try reply(call, rendering), for: call)
    } catch {
      if case .browserEnded = error { browser = nil }
      if error == .timeout { browser = nil }
      if error == .missingBrowser { lacksBrowser = true }
      outcome = .failure(TransferError(error))
    }
    return [Ended(token: token, outcome: outcome, seconds: monotonicSeconds - start)]
  }

  /// Ends the browser and removes its profile.
  func close() { browser = nil }

  private func reply(_ call: Call, _ rendering: Request.Rendering) throws(RenderError) -> Reply {
    var options = RenderOptions()
    options.timeLimit = limits.totalSeconds
    options.waitFor = rendering.waitFor
    options.loadMore = rendering.loadMore
    options.introduction = introduction
    // Starting the browser is part of the wait for the request.
    let start = monotonicSeconds
    let browser = try ready()
    let startSeconds = monotonicSeconds - start
    switch try browser.render(call.url, options) {
    case .page(let page, let seconds):
      var reply = Reply(page)
      reply.sentAfterSeconds = startSeconds + seconds
      return reply
    case .redirect(let target, let address, let seconds):
      var reply = Reply(status: 302, from: address)
      reply.sentAfterSeconds = startSeconds + seconds
      reply.headers = HeaderFields([Header("Location", target)])
      return reply
    }
  }

  private func ready() throws(RenderError) -> Browser {
    if let browser, browser.pagesRendered < pagesPerBrowser { return browser }
    browser = nil
    let new: Browser
    do {
      new = try Browser.start(temporaryFolder: temporaryFolder)
    } catch let error as RenderError {
      throw error
    } catch {
      throw .browserEnded("it could not be started: \(error)")
    }
    browser = new
    return new
  }

  private func accept(_ reply: Reply, for call: Call) -> Result<Reply, TransferError> {
    if reply.body.count > limits.bodyBytes {
      return .failure(TransferError(.tooLarge, "the page exceeds \(limits.bodyBytes) bytes"))
    }
    if call.refusesPrivateAddresses, !reply.isFromPublicAddress {
      return .failure(TransferError(.privateAddress, "a public page redirects to a private address"))
    }
    return .success(reply)
  }
}

extension Reply {
  fileprivate init(status: Int, from address: String?) {
    self.init(status: status)
    isFromPublicAddress = address.flatMap { NetworkAddress($0) }?.isPublic ?? false
  }

  /// The document as it stands after its scripts, which is UTF-8 and has no validators whatever the server sent.
  fileprivate init(_ page: RenderedPage) {
    self.init(status: page.status, from: page.address)
    let replaced = ["content-type", "etag", "last-modified"]
    headers = HeaderFields(
      page.headers.filter { !replaced.contains($0.name.lowercased()) }.map { Header($0.name, $0.value) })
    headers.append(Header("Content-Type", "text/html; charset=utf-8"))
    body = Array(page.html.utf8)
    wireBytes = body.count
    rendering = RenderedCalls.rendering(page)
  }
}

extension TransferError {
  /// Chromium's words for what failed in the words of `fetch`.
  fileprivate init(_ error: RenderError) {
    let code: Code =
      switch error {
      case .missingBrowser: .noBrowser
      case .browserEnded: .browserEnded
      case .pageCrashed: .pageCrashed
      case .timeout: .timeout
      case .protocol: .script
      case .navigation(let reason): Self.code(ofNavigation: reason)
      }
    self.init(code, error.description)
  }

  private static func code(ofNavigation reason: String) -> Code {
    let marks: [(String, Code)] = [
      ("NAME_", .resolve), ("PROXY", .proxy), ("CERT", .tls), ("SSL", .tls), ("TIMED_OUT", .timeout),
      ("CONNECTION_RESET", .reset), ("CONNECTION_CLOSED", .reset), ("EMPTY_RESPONSE", .reset),
      ("CONTENT_LENGTH_MISMATCH", .shortBody), ("INCOMPLETE_CHUNKED", .shortBody), ("CONNECTION_", .connect),
      ("ADDRESS_", .connect), ("INTERNET_DISCONNECTED", .connect),
    ]
    return marks.first { reason.contains($0.0) }?.1 ?? .other
  }
}
