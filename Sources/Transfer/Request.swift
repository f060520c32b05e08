internal import Digest
package import JSON
package import Text

/// One page that is wanted.
package struct Request: Sendable {
  package var url: WebURL
  package var method = "GET"
  package var body: [UInt8]?
  /// Fields with secrets, sent to the request's own origin only and never stored.
  package var headers: [Header] = []
  /// What a browser has to do on the page; nil for a plain exchange.
  package var rendering: Rendering?

  /// How a page is rendered.
  package struct Rendering: Sendable, Equatable {
    /// A CSS selector that must match before the page counts as there.
    package var waitFor: String?
    /// A CSS selector of a button to click until it is gone.
    package var loadMore: String?

    package init(waitFor: String? = nil, loadMore: String? = nil) {
      self.waitFor = waitFor
      self.loadMore = loadMore
    }
  }

  package init(_ url: WebURL) { self.url = url }

  /// What makes two requests the same: method, address without fragment and tracking parameters, and body.
  ///
  /// A page as a browser shows it is another page than the one the server sends.
  package var key: String {
    var text = Array((rendering == nil ? method : "RENDER").utf8)
    text.append(UInt8(ascii: " "))
    text += url.identity.href.utf8
    text.append(UInt8(ascii: "\n"))
    if let body { text += body }
    return SHA256.hex(text)
  }
}

/// A page as it goes on to the parsers: text that is valid UTF-8, and the facts of its fetching.
package struct Page: Sendable, Equatable {
  package var status: Int
  package var finalURL: String
  /// RFC 3339 UTC: when the server last sent or confirmed it.
  package var fetchedAt: String
  package var contentType: String?
  /// The encoding that the bytes came in.
  package var charset: String
  /// Of the bytes as they came, content codings undone.
  package var sha256: String
  package var isFromCache: Bool
  package var body: [UInt8]
  /// What the browser did on a rendered page.
  package var rendering: JSON?
}

/// Why there is no page.
package struct PageFailure: Error, Sendable, Equatable {
  /// The server's last status, 0 when there was none.
  package var status: Int
  /// One word for programs: a `TransferError.Code`, `http-404`, `robots`, `deferred`, `soft-404`, `challenge`, …
  package var code: String
  /// One sentence for people.
  package var message: String
  /// Exchanges that were made for it, redirects included.
  package var attempts: Int
  package var finalURL: String
  /// Worth asking again later, though not now.
  package var isDeferred: Bool

  package init(
    status: Int, code: String, message: String, attempts: Int, finalURL: String, isDeferred: Bool
  ) {
    self.status = status
    self.code = code
    self.message = message
    self.attempts = attempts
    self.finalURL = finalURL
    self.isDeferred = isDeferred
  }
}

/// What became of a request.
package typealias FetchOutcome = Result<Page, PageFailure>
