internal import JSON
internal import Posix

/// One headless Chromium with a fresh profile, driven over a pipe: no port, no driver.
package final class Browser {
  private let process: ChildProcess
  private let profile: String
  let tools: DevTools
  /// Pages rendered so far; the owner starts a new browser when memory should be given back.
  package internal(set) var pagesRendered = 0

  /// Debian's names for the browser.
  private static let names = ["/usr/bin/chromium", "/usr/bin/chromium-browser"]

  /// The first installed browser, nil when there is none.
  package static var installed: String? { names.first(where: File.exists) }

  /// Starts a browser whose profile lies in a new folder below `folder`.
  ///
  /// As root Chromium refuses its sandbox and needs `--no-sandbox`; run `render` as an unprivileged user where there is one.
  package init(executable: String? = Browser.installed, temporaryFolder folder: String, isRoot: Bool) throws {
    guard let executable else { throw RenderError.missingBrowser }
    profile = "\(folder)/stocktake-render-\(currentProcessID)-\(Int(Clock.monotonicSeconds * 1000))"
    try File.createFolders(profile)
    let (childReads, weWrite) = try ChildProcess.pipe()
    let (weRead, childWrites) = try ChildProcess.pipe()
    let null = try Descriptor(opening: "/dev/null", for: .append)
    var arguments = [
      "--headless=new", "--remote-debugging-pipe", "--user-data-dir=\(profile)", "--no-first-run", "--disable-gpu",
      "--disable-dev-shm-usage", "--disable-extensions", "--disable-background-networking", "--disable-sync",
      "--disable-component-update", "--disable-breakpad", "--mute-audio", "--hide-scrollbars",
      "--blink-settings=imagesEnabled=false", "--js-flags=--max-old-space-size=512", "--window-size=1280,2000",
    ]
    if isRoot { arguments.append("--no-sandbox") }
    process = try ChildProcess.start(
      executable, arguments,
      inheriting: [.init(null, as: 1), .init(null, as: 2), .init(childReads, as: 3), .init(childWrites, as: 4)])
    tools = DevTools(commands: weWrite, answers: weRead)
    try tools.call("Browser.getVersion", until: Clock.monotonicSeconds + 20)
  }

  deinit {
    process.end()
    try? File.removeFolder(profile)
  }

  package var hasEnded: Bool { process.poll() != nil }
}
