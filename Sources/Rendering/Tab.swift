internal import JSON
internal import Posix

/// One page being rendered: its traffic so far and what remains to be done on it.
struct Tab {
  let tools: DevTools
  let session: String
  /// The page's main frame.
  let frame: String
  let deadline: Double
  let options: RenderOptions

  private var inFlight: Set<String> = []
  private var quietSince = Clock.monotonicSeconds
  private var hasLoaded = false
  private var mainRequest: String?
  /// Where the server or a script leads instead of showing a page.
  private(set) var redirect: String?
  private(set) var address: String?
  /// When the page itself was asked for.
  private(set) var sentAt = Clock.monotonicSeconds
  /// Whether the page may still lead elsewhere; not once it is being extended.
  private var isOpening = true
  private var documents = 0
  private var response: JSON = .null
  private var sent: [String: RenderedPage.Call] = [:]
  private var calls: [RenderedPage.Call] = []

  init(tools: DevTools, session: String, frame: String, deadline: Double, options: RenderOptions) {
    self.tools = tools
    self.session = session
    self.frame = frame
    self.deadline = deadline
    self.options = options
  }

  /// What nobody reads, by what it is for: addresses need not tell. Images are off from the start, but for odd ones;
  /// the site's icon is an "Other".
  private static let unwanted = ["Image", "Font", "Media", "Other"]

  @discardableResult
  private func call(_ method: String, _ parameters: JSONObject = [:]) throws(RenderError) -> JSON {
    try tools.call(method, parameters, session: session, until: deadline)
  }

  /// Dialogs and windows would wait for a person.
  private static let unattended = "alert = confirm = prompt = print = open = () => null"

  /// Begins to load `url`; every document is held until `take` has looked at its address.
  mutating func open(_ url: String, userAgent: String?) throws(RenderError) {
    for domain in ["Page", "Network", "Runtime", "Inspector"] { try call("\(domain).enable") }
    if let userAgent { try call("Network.setUserAgentOverride", ["userAgent": .string(userAgent)]) }
    try call("Page.addScriptToEvaluateOnNewDocument", ["source": .string(Self.unattended)])
    let held = (["Document"] + Self.unwanted).map { ["urlPattern": "*", "resourceType": .string($0)] as JSON }
    try call("Fetch.enable", ["patterns": .array(held)])
    // Answered only once the document begins, which waits for `take`.
    try tools.post("Page.navigate", ["url": .string(url)], session: session)
  }

  /// Waits until the page has loaded, nothing is in flight, and the awaited element is there; false at the time limit
  /// and where the page leads elsewhere.
  mutating func settle(until limit: Double) throws(RenderError) -> Bool {
    while Clock.monotonicSeconds < limit {
      let wait = min(limit, Clock.monotonicSeconds + options.idleSeconds / 2)
      if let event = try tools.nextEvent(until: wait) {
        try take(event)
        if redirect != nil { return false }
        continue
      }
      let isQuiet = inFlight.isEmpty && Clock.monotonicSeconds - quietSince >= options.idleSeconds
      if hasLoaded, isQuiet, try isAwaitedThere() { return true }
    }
    return false
  }

  /// Scrolls to the end and clicks "load more" until neither adds anything; the number of steps that did.
  mutating func extend(until limit: Double) throws(RenderError) -> Int {
    isOpening = false
    var steps = 0
    var size = try measure()
    while steps < options.maximumSteps, Clock.monotonicSeconds < limit {
      let clicked = try evaluate(Self.clickScript(options.loadMore))["value"]?.bool ?? false
      if !clicked { try evaluate("window.scrollTo(0, document.documentElement.scrollHeight)") }
      quietSince = Clock.monotonicSeconds
      guard try settle(until: limit) else { break }
      let next = try measure()
      guard next > size else { break }
      size = next
      steps += 1
    }
    return steps
  }

  func read(wasIdle: Bool, steps: Int) throws(RenderError) -> RenderedPage {
    let html = try evaluate("(document.doctype ? '<!DOCTYPE html>' : '') + document.documentElement.outerHTML")
    let address = try evaluate("location.href")
    guard let text = html["value"]?.string, let url = address["value"]?.string else { throw .protocol("no document") }
    return RenderedPage(
      status: response["status"]?.int ?? 200, finalURL: url,
      headers: response["headers"]?.object?.members.map { ($0.name, $0.value.string ?? "") } ?? [],
      address: self.address,
      html: text, calls: calls, wasIdle: wasIdle, steps: steps)
  }

  private func isAwaitedThere() throws(RenderError) -> Bool {
    guard let selector = options.waitFor else { return true }
    let quoted = JSON.string(selector).text
    return try evaluate("document.querySelector(\(quoted)) !== null")["value"]?.bool ?? false
  }

  /// How much there is: elements count, since a list in a box of its own does not make the page higher.
  private func measure() throws(RenderError) -> Int {
    try evaluate("document.getElementsByTagName('*').length")["value"]?.int ?? 0
  }

  @discardableResult
  private func evaluate(_ expression: String) throws(RenderError) -> JSON {
    let answer = try call("Runtime.evaluate", ["expression": .string(expression), "returnByValue": true])
    if let problem = answer["exceptionDetails"] {
      throw .protocol(problem["exception"]?["description"]?.string ?? problem["text"]?.string ?? "script error")
    }
    return answer["result"] ?? .null
  }

  /// Clicks the visible button that asks for more of the list; true when there was one.
  private static func clickScript(_ selector: String?) -> String {
    let find =
      selector.map { "[...document.querySelectorAll(\(JSON.string($0).text))]" }
      ?? "[...document.querySelectorAll('button, a, [role=button]')].filter(e => words.test(e.textContent.trim()))"
    return """
      (() => { const words = /^(load|show|view|see) (more|all)\\b|^(הצג|טען|עוד|הראה) /i;
        const button = \(find).find(e => !e.disabled && e.getClientRects().length > 0
          && !(e.tagName === 'A' && e.href && !e.href.includes('#') && new URL(e.href).pathname !== location.pathname));
        if (button) button.click(); return !!button; })()
      """
  }

  private mutating func take(_ event: DevTools.Event) throws(RenderError) {
    guard event.session == session else { return }
    let parameters = event.parameters
    let id = parameters["requestId"]?.string ?? ""
    switch event.method {
    case "":
      if let reason = parameters["errorText"]?.string, redirect == nil { throw .navigation(reason) }
    case "Fetch.requestPaused": try judge(parameters)
    case "Inspector.targetCrashed": throw .pageCrashed
    case "Page.loadEventFired": hasLoaded = true
    case "Network.requestWillBeSent":
      inFlight.insert(id)
      if mainRequest == nil, parameters["frameId"]?.string == frame { mainRequest = id }
      if let request = parameters["request"] {
        sent[id] = .init(
          method: request["method"]?.string ?? "GET", url: request["url"]?.string ?? "",
          body: request["postData"]?.string)
      }
    case "Network.responseReceived":
      if id == mainRequest {
        response = parameters["response"] ?? .null
        address = response["remoteIPAddress"]?.string
      }
      let type = parameters["response"]?["mimeType"]?.string ?? ""
      if type.hasSuffix("json"), id != mainRequest, let call = sent[id], !calls.contains(call) { calls.append(call) }
    case "Network.loadingFinished", "Network.loadingFailed":
      inFlight.remove(id)
      if inFlight.isEmpty { quietSince = Clock.monotonicSeconds }
    default: break
    }
  }

  /// Lets a document load, unless it is a second one in the main frame: whoever asked for the page judges that one.
  /// What is unwanted never loads.
  private mutating func judge(_ paused: JSON) throws(RenderError) {
    guard let id = paused["requestId"]?.string else { return }
    if let type = paused["resourceType"]?.string, Self.unwanted.contains(type) {
      return try tools.post(
        "Fetch.failRequest", ["requestId": .string(id), "errorReason": "BlockedByClient"], session: session)
    }
    let isMain = paused["frameId"]?.string == frame
    if !isMain || documents == 0 {
      if isMain {
        documents += 1
        sentAt = Clock.monotonicSeconds
      }
      return try tools.post("Fetch.continueRequest", ["requestId": .string(id)], session: session)
    }
    if isOpening { redirect = paused["request"]?["url"]?.string }
    try tools.post("Fetch.failRequest", ["requestId": .string(id), "errorReason": "Aborted"], session: session)
  }
}
