internal import JSON
internal import Posix

/// One headless Chromium with a fresh profile, driven over a pipe: no port, no driver.
package final class Browser {
  private let process: ChildProcess
  private let profile: String
  let tools: DevTools
  /// Chromium's own way to introduce itself.
  package let userAgent: String
  /// Pages rendered so far; the owner starts a new browser when memory should be given back.
  package internal(set) var pagesRendered = 0

  /// Under whom the browser runs.
  private enum Account {
    case own
    /// Chromium's sandbox works, and what breaks out of it owns nothing.
    case nobody
    /// Chromium refuses its sandbox to root.
    case rootWithoutSandbox
  }

  /// Debian's names for the browser.
  private static let names = ["/usr/bin/chromium", "/usr/bin/chromium-browser"]
  private static let startSeconds = 20.0
  private static let endSeconds = 5.0

  /// The first installed browser, nil when there is none.
  package static var installed: String? { names.first(where: File.isExecutable) }

  /// Starts a browser whose profile lies in a new folder below `folder` and goes when the browser goes.
  ///
  /// Root's browser runs as the user `nobody`, and only where that fails as root with `--no-sandbox`.
  package static func start(_ executable: String? = installed, temporaryFolder: String) throws -> Browser {
    guard let executable else { throw RenderError.missingBrowser }
    guard isRoot else { return try Browser(executable, .own, temporaryFolder) }
    do {
      return try Browser(executable, .nobody, temporaryFolder)
    } catch is RenderError {
      return try Browser(executable, .rootWithoutSandbox, temporaryFolder)
    }
  }

  private init(_ executable: String, _ account: Account, _ temporaryFolder: String) throws {
    profile = try File.createTemporaryFolder("\(temporaryFolder)/stocktake-render-")
    let (childReads, weWrite) = try ChildProcess.pipe()
    let (weRead, childWrites) = try ChildProcess.pipe()
    let null = try Descriptor(opening: "/dev/null", for: .append)
    process = try ChildProcess.start(
      "/bin/sh", ["-c", Self.script(account), profile, executable] + Self.arguments(profile, account),
      inheriting: [.init(null, as: 1), .init(null, as: 2), .init(childReads, as: 3), .init(childWrites, as: 4)])
    tools = DevTools(commands: weWrite, answers: weRead)
    let version = try tools.call("Browser.getVersion", until: Clock.monotonicSeconds + Self.startSeconds)
    userAgent = version["userAgent"]?.string ?? ""
    try tools.call(
      "Browser.setDownloadBehavior", ["behavior": "deny"], until: Clock.monotonicSeconds + Self.startSeconds)
  }

  /// Chromium ends when its pipe closes, whatever ended this program; the shell around it then removes the profile.
  private static func script(_ account: Account) -> String {
    let run =
      switch account {
      case .own, .rootWithoutSandbox: #""$@""#
      case .nobody:
        // Where nobody cannot write, Chromium would not end but wait.
        #"chown nobody "$0" && as="setpriv --reuid=nobody --regid=nogroup --clear-groups" && $as test -w "$0""#
          + #" && $as env HOME="$0" TMPDIR="$0" "$@""#
      }
    return run + #"; exec 3<&- 4>&-; rm -rf -- "$0" || { sleep 1; rm -rf -- "$0"; }"#
  }

  private static func arguments(_ profile: String, _ account: Account) -> [String] {
    let arguments = [
      "--headless=new", "--remote-debugging-pipe", "--user-data-dir=\(profile)", "--no-first-run", "--disable-gpu",
      "--disable-dev-shm-usage", "--disable-extensions", "--disable-background-networking", "--disable-sync",
      "--disable-component-update", "--disable-breakpad", "--mute-audio", "--hide-scrollbars",
      "--blink-settings=imagesEnabled=false", "--js-flags=--max-old-space-size=512", "--window-size=1280,2000",
    ]
    return account == .rootWithoutSandbox ? arguments + ["--no-sandbox"] : arguments
  }

  deinit {
    // A browser that is asked ends all of its processes, so that none writes into the profile while it is removed.
    if (try? tools.post("Browser.close")) != nil {
      let deadline = Clock.monotonicSeconds + Self.endSeconds
      while process.poll() == nil, Clock.monotonicSeconds < deadline { Clock.sleep(seconds: 0.02) }
    }
    process.end()
    try? File.removeFolder(profile)
  }
}
