/// Answers that look like pages and are none: bot challenges, error pages sent as success, empty and locked pages.
struct PageProblem: Equatable {
  let code: String
  let message: String

  /// Names a problem of an answer, nil for a page.
  ///
  /// Judged by titles and headings first; marks in the text count only on pages with little else, because ordinary
  /// pages carry the scripts of their bot protection too.
  static func find(status: Int, headers: [Header], contentType: String?, text: [UInt8], finalPath: String)
    -> PageProblem?
  {
    if headers.contains(where: { $0.name.lowercased() == "cf-mitigated" && $0.value.lowercased() == "challenge" }) {
      return challenge("Cloudflare")
    }
    let isHTML =
      contentType.map { $0.lowercased().contains("html") } ?? (text.first { !$0.isASCIISpace } == UInt8(ascii: "<"))
    if text.allSatisfy(\.isASCIISpace) {
      return isSuccess(status) ? Self(code: "empty", message: "the page is empty") : nil
    }
    guard isHTML else { return nil }
    let page = PageGlance(text)
    if let problem = challenge(on: page) { return problem }
    guard isSuccess(status) else { return nil }
    if page.visibleBytes == 0, page.title.isEmpty, !page.hasContentBeyondText {
      return Self(code: "empty", message: "the page has markup but nothing in it")
    }
    if let words = [page.title, page.heading].first(where: saysNotFound) {
      return Self(code: "soft-404", message: "the page says '\(words.prefix(80))' with status \(status)")
    }
    if isLocked(page, finalPath) { return Self(code: "password", message: "the page asks for a password") }
    return nil
  }

  private static func isSuccess(_ status: Int) -> Bool { (200..<300).contains(status) }

  private static func challenge(_ who: String) -> PageProblem {
    Self(code: "challenge", message: "\(who) wants to see a person; slow down or ask the site for access")
  }

  private static func challenge(on page: PageGlance) -> PageProblem? {
    if page.visibleBytes < 3000, challengeTitles.contains(where: { page.title.hasPrefix($0) }) {
      return challenge("a bot check ('\(page.title.prefix(60))')")
    }
    guard page.visibleBytes < 1500 else { return nil }
    let marks = page.visibleBytes < 400 ? challengeMarks + widgetMarks : challengeMarks
    let mark = marks.first { page.start.firstOccurrence(of: Array($0.mark.utf8)) != nil }
    return mark.map { challenge($0.who) }
  }

  private static let challengeTitles = [
    "just a moment", "attention required! | cloudflare", "access denied", "access to this page has been denied",
    "please wait... | cloudflare", "one moment, please", "checking your browser", "ddos-guard", "are you a robot",
    "robot check", "bot verification", "human verification", "verify you are human", "verifying you are human",
    "pardon our interruption", "security check", "vercel security checkpoint", "client challenge",
    "radware captcha page",
    "radware bot manager", "you have been blocked", "sucuri website firewall", "request rejected",
  ]

  private static let challengeMarks: [(mark: String, who: String)] = [
    ("_cf_chl_opt", "Cloudflare"), ("cf-browser-verification", "Cloudflare"), ("_incapsula_resource", "Imperva"),
    ("px-captcha", "PerimeterX"), ("captcha-delivery.com", "DataDome"), ("awswafcookiedomainlist", "AWS WAF"),
    ("gokuprops", "AWS WAF"), ("sucuri_cloudproxy_js", "Sucuri"), ("/_sec/cp_challenge/", "Akamai"),
    ("ddos-guard/js-challenge", "DDoS-Guard"), ("kpsdk", "Kasada"), ("distil_r_captcha", "Distil"),
    ("sgcaptcha", "SiteGround"),
  ]

  /// Widgets that ordinary forms have too; alone on a page they are its point.
  private static let widgetMarks = [(mark: "h-captcha", who: "hCaptcha"), (mark: "g-recaptcha", who: "reCAPTCHA")]

  /// Whether a title or heading is that of an error page. A bare 404 counts only alone or beside a word of error,
  /// because there are products of that name.
  static func saysNotFound(_ words: String) -> Bool {
    guard !words.isEmpty, words.utf8.count < 200 else { return false }
    if notFoundPhrases.contains(where: { words.contains($0) }) { return true }
    let tokens = words.split { !$0.isLetter && !$0.isNumber }
    if tokens == ["404"] || tokens == ["not", "found"] { return true }
    guard tokens.contains("404") else { return false }
    return tokens.contains("error") || tokens.contains("page")
      || zip(tokens, tokens.dropFirst()).contains { $0 == ("not", "found") }
  }

  private static let notFoundPhrases = [
    "page not found", "page doesn't exist", "page doesn’t exist", "page does not exist", "page can't be found",
    "page can’t be found", "page cannot be found", "page could not be found", "page you requested was not found",
    "page you were looking for", "404 not found", "product not found", "הדף לא נמצא", "העמוד לא נמצא", "דף לא נמצא",
    "עמוד לא נמצא", "המוצר לא נמצא", "הדף המבוקש לא נמצא", "seite nicht gefunden", "page introuvable",
    "página no encontrada", "pagina non trovata", "ページが見つかりません", "页面不存在", "страница не найдена",
  ]

  private static func isLocked(_ page: PageGlance, _ finalPath: String) -> Bool {
    guard page.hasPasswordField, page.visibleBytes < 1500 else { return false }
    if finalPath == "/password" { return true }
    let words = page.title + " " + page.heading
    return ["password", "log in", "login", "sign in", "כניסה", "התחברות", "סיסמה", "סיסמא"].contains {
      words.contains($0)
    }
  }
}
