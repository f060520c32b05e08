internal import JSON
internal import Posix

/// What to wait for and to do on a page before it is read.
package struct RenderOptions: Sendable {
  /// Seconds for everything on one page.
  package var timeLimit = 30.0
  /// Seconds without any request in flight that count as idle.
  package var idleSeconds = 0.5
  /// A CSS selector that must match before the page counts as there.
  package var waitFor: String?
  /// A CSS selector of a button to click until it is gone; without one, a button is found by its words.
  package var loadMore: String?
  /// What is added to Chromium's own User-Agent: who asks, and whom to write to.
  package var introduction: String?
  /// How often a list is scrolled or extended at most.
  package var maximumSteps = 100

  package init() {}
}

/// A page as the browser shows it after its scripts have run.
package struct RenderedPage: Sendable {
  /// A JSON response that the page loaded: where a site's own API is.
  package struct Call: Sendable, Equatable {
    package let method: String
    package let url: String
    package let body: String?
  }

  package let status: Int
  package let finalURL: String
  package let headers: [(name: String, value: String)]
  /// The peer's address as Chromium names it, nil when unknown.
  package let address: String?
  package let html: String
  package let calls: [Call]
  /// False when requests were still running at the time limit.
  package let wasIdle: Bool
  package let steps: Int
}

/// What came of opening an address.
package enum Rendering: Sendable {
  case page(RenderedPage, sentAfterSeconds: Double)
  /// The server or a script leads elsewhere, which was not asked for yet.
  case redirect(to: String, address: String?, sentAfterSeconds: Double)
}

extension Browser {
  /// Loads `url` in a tab of its own, extends its lists to the end, and reads the document.
  ///
  /// A page that never goes idle is read at the time limit and says so; a crash costs only this page.
  package func render(_ url: String, _ options: RenderOptions = RenderOptions()) throws(RenderError) -> Rendering {
    pagesRendered += 1
    let start = Clock.monotonicSeconds
    let deadline = start + options.timeLimit
    let target = try tools.call("Target.createTarget", ["url": "about:blank"], until: deadline)
    guard let targetID = target["targetId"]?.string else { throw .protocol("no target") }
    defer {
      _ = try? tools.call("Target.closeTarget", ["targetId": .string(targetID)], until: Clock.monotonicSeconds + 5)
    }
    let attached = try tools.call(
      "Target.attachToTarget", ["targetId": .string(targetID), "flatten": true], until: deadline)
    guard let session = attached["sessionId"]?.string else { throw .protocol("no session") }
    var tab = Tab(tools: tools, session: session, frame: targetID, deadline: deadline, options: options)
    try tab.open(url, userAgent: options.introduction.map { "\(userAgent) \($0)" })
    // The last part of the time is for reading the page, whatever state it is in.
    let extendUntil = start + options.timeLimit * 0.8
    let wasIdle = try tab.settle(until: extendUntil)
    if let target = tab.redirect {
      return .redirect(to: target, address: tab.address, sentAfterSeconds: tab.sentAt - start)
    }
    let steps = wasIdle ? try tab.extend(until: extendUntil) : 0
    return .page(try tab.read(wasIdle: wasIdle, steps: steps), sentAfterSeconds: tab.sentAt - start)
  }
}
