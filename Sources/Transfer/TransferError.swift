/// Why an exchange gave no usable reply, with what to do about it.
package struct TransferError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The names under which failures are recorded.
  package enum Code: String, Sendable, CaseIterable {
    case resolve, connect, timeout, reset, tls
    case shortBody = "short-body"
    case badReply = "bad-reply"
    case badEncoding = "bad-encoding"
    case tooLarge = "too-large"
    case headersTooLarge = "headers-too-large"
    case privateAddress = "private-address"
    case proxy
    case noBrowser = "no-browser"
    case browserEnded = "browser-ended"
    case pageCrashed = "page-crashed"
    case script
    case other
  }

  package let code: Code
  package let message: String

  package init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// Whether the same exchange may well succeed a few seconds later.
  package var isTransient: Bool {
    switch code {
    case .resolve, .connect, .timeout, .reset, .shortBody, .proxy, .browserEnded, .pageCrashed: true
    case .tls, .badReply, .badEncoding, .tooLarge, .headersTooLarge, .privateAddress, .noBrowser,
      .script, .other:
      false
    }
  }

  /// Whether no connection came about at all: a host that fails so several times in a row is down.
  package var isUnreachable: Bool { code == .resolve || code == .connect || code == .proxy }

  package var description: String { "\(code.rawValue): \(message)" }

  /// What to try, in one sentence.
  package var advice: String {
    switch code {
    case .resolve: "check the host name and the network"
    case .connect: "check that the site is up and the port is right"
    case .timeout: "try later or raise --timeout"
    case .reset, .shortBody: "try later; the server broke off"
    case .tls: "check the site's certificate and this machine's ca-certificates and clock"
    case .badReply, .badEncoding: "the server does not speak HTTP as it should; look at it with curl -v"
    case .tooLarge: "raise --max-bytes if the page is really that large"
    case .headersTooLarge: "the server sends absurd headers; look at it with curl -v"
    case .privateAddress: "the site redirects into a private network; correct the address"
    case .noBrowser: "install the Debian package chromium"
    case .browserEnded, .pageCrashed: "try later, or look at the page with chromium"
    case .script: "check the selectors wait_for and load_more, and look at the page with chromium"
    case .proxy: "check the proxy variables"
    case .other: "look at it with curl -v"
    }
  }
}
