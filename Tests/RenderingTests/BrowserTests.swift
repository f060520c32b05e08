import Foundation
import Posix
import Rendering
import Testing

@Suite(.serialized, .enabled(if: Browser.installed != nil, "needs Debian's chromium"))
struct BrowserTests {
  private func render(_ html: String, _ options: RenderOptions = RenderOptions()) throws -> RenderedPage {
    let page = FileManager.default.temporaryDirectory.appending(path: "render-\(UUID()).html")
    try html.write(to: page, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: page) }
    // The browser may run as another user.
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: page.path())
    return try #require(try Self.browser.get().render(page.absoluteString, options).page)
  }

  /// One for all tests but those of its end: starting one takes longer than most pages. It ends with this process.
  nonisolated(unsafe) private static let browser = Result {
    try Browser.start(temporaryFolder: FileManager.default.temporaryDirectory.path())
  }

  /// List items before the script, whose text has some too.
  private func items(_ page: RenderedPage) -> Int {
    (page.html.split(separator: "<script").first ?? "").split(separator: "<li").count - 1
  }

  @Test func `a list that a script builds is on the page`() throws {
    let page = try render(
      """
      <!DOCTYPE html><ul id=list></ul><script>setTimeout(() => {
        list.innerHTML = [1, 2, 3].map(n => `<li>Model ${n}`).join('') }, 200)</script>
      """, options { $0.waitFor = "#list li" })
    #expect(items(page) == 3)
    #expect(page.html.hasPrefix("<!DOCTYPE html>"))
    #expect(page.wasIdle)
  }

  @Test func `an endless list is scrolled to its end`() throws {
    let page = try render(
      """
      <!DOCTYPE html><ul id=list></ul><script>
        const more = () => { for (let n = 0; n < 50 && list.children.length < 200; n++) {
          list.insertAdjacentHTML('beforeend', `<li style="height:200px">Item ${list.children.length}`) } }
        more(); addEventListener('scroll', () => setTimeout(more, 30))</script>
      """)
    #expect(items(page) == 200)
  }

  @Test func `a button that loads more is clicked until it is gone`() throws {
    let page = try render(
      """
      <!DOCTYPE html><ul id=list></ul><button id=b>Load more</button><script>
        const more = () => { for (let n = 0; n < 20; n++) list.insertAdjacentHTML('beforeend', '<li>Item')
          if (list.children.length >= 60) b.remove() }
        more(); b.onclick = () => setTimeout(more, 30)</script>
      """)
    #expect(items(page) == 60)
  }

  @Test func `a page that never goes idle is read at the time limit and says so`() throws {
    let page = try render(
      "<!DOCTYPE html><ul><li>One</ul><p id=p></p><script>setInterval(() => { p.append('.') }, 100)</script>",
      options {
        $0.timeLimit = 4
        $0.waitFor = "#never"
      })
    #expect(!page.wasIdle)
    #expect(items(page) == 1)
  }

  @Test func `a page that crashes its renderer costs only itself`() throws {
    let browser = try Self.browser.get()
    #expect(throws: RenderError.self) {
      try browser.render("chrome://crash", options { $0.timeLimit = 10 })
    }
    #expect(try browser.render("data:text/html,<li>after").page?.html.contains("<li>after") == true)
  }

  @Test func `an address that does not answer says so in Chromium's words`() throws {
    #expect(throws: RenderError.navigation("net::ERR_CONNECTION_REFUSED")) {
      try Self.browser.get().render("http://127.0.0.1:2/")
    }
  }

  @Test func `the profile goes with the browser`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "profiles-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    do {
      let browser = try Browser.start(temporaryFolder: folder.path())
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path()).count == 1)
      _ = try browser.render("data:text/html,<p>x")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path()).isEmpty)
  }

  private func options(_ change: (inout RenderOptions) -> Void) -> RenderOptions {
    var options = RenderOptions()
    options.timeLimit = 15
    change(&options)
    return options
  }
}

extension Rendering {
  fileprivate var page: RenderedPage? { if case .page(let page, _) = self { page } else { nil } }
}
