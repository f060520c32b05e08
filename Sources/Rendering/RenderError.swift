/// Why a page could not be rendered.
package enum RenderError: Error, Equatable, CustomStringConvertible {
  /// No Chromium under any of its names.
  case missingBrowser
  /// The browser did not start or went away.
  case browserEnded(String)
  /// The page's own process crashed; the browser lives on.
  case pageCrashed
  /// The page did not load, in Chromium's own words, such as `net::ERR_CONNECTION_REFUSED`.
  case navigation(String)
  case timeout
  /// The browser refused a command or answered what nobody expects.
  case `protocol`(String)

  /// A stable short name, as in a page record's `error.code`.
  package var code: String {
    switch self {
    case .missingBrowser: "no-browser"
    case .browserEnded: "browser-ended"
    case .pageCrashed: "page-crashed"
    case .navigation: "navigation"
    case .timeout: "timeout"
    case .protocol: "devtools"
    }
  }

  package var description: String {
    switch self {
    case .missingBrowser: "Chromium is missing: install the Debian package 'chromium'"
    case .browserEnded(let reason): "the browser ended: \(reason)"
    case .pageCrashed: "the page crashed its renderer"
    case .navigation(let reason): "the page did not load: \(reason)"
    case .timeout: "the page did not load in time"
    case .protocol(let reason): "DevTools: \(reason)"
    }
  }
}
