import Testing

@testable import Transfer

struct PageProblemTests {
  private static func problem(
    _ html: String, status: Int = 200, headers: [Header] = [], contentType: String? = "text/html", path: String = "/x"
  ) -> String? {
    PageProblem.find(
      status: status, headers: HeaderFields(headers), contentType: contentType, text: Array(html.utf8), finalPath: path)?
      .code
  }

  private static let article = String(repeating: "<p>A guitar with a long and honest description.</p>", count: 60)

  @Test(arguments: [
    "<title>404 Not Found</title>", "<h1>404 not found</h1>", "<title>Page not found – Acme</title>" + article,
    "<title>404</title>", "<html><head><title>Error 404</title></head>" + article, "<h1>Oops! 404</h1>",
    "<title>הדף לא נמצא</title>", "<H1 class=x><b>Page</b> Not\n Found</H1>", "<title>Страница не найдена</title>",
  ])
  func `a page that says it was not found is a soft 404`(html: String) {
    #expect(Self.problem(html) == "soft-404")
  }

  @Test(arguments: [
    "<title>Roland SP-404MKII</title><h1>SP-404 MKII</h1>", "<title>Item 404</title>",
    "<title>Products, page 404</title>",
    "<title>Moog 404</title><p>Not found in any other shop!</p>", "<h1>What our guests found</h1>", "<p>ok</p>",
    "<title>Security cameras</title>" + article, "<title>Nord</title><div class=g-recaptcha></div>" + article,
    "<script src=/cdn-cgi/challenge-platform/scripts/jsd/main.js></script><title>Nord</title><p>A small page",
    #"<div id="root"></div><script src="/app.js"></script>"#, "<title>Log in to win</title>" + article,
  ])
  func `ordinary pages that come near are pages`(html: String) {
    #expect(Self.problem(html) == nil)
  }

  @Test(arguments: [
    "<title>Just a moment...</title>", "<title>Attention Required! | Cloudflare</title><p>Sorry",
    "<title>Access Denied</title>",
    "<html><script>window._cf_chl_opt={}</script></html>",
    "<iframe src=https://geo.captcha-delivery.com/captcha/></iframe>",
    "<title></title><form><div class=\"g-recaptcha\"></div></form>", "<script src=\"/_Incapsula_Resource?x\"></script>",
  ])
  func `a bot check is a challenge with any status`(html: String) {
    for status in [200, 403, 429, 503] { #expect(Self.problem(html, status: status) == "challenge") }
  }

  @Test
  func `Cloudflare's own header tells a challenge`() {
    #expect(Self.problem("<p>x", status: 403, headers: [Header("CF-Mitigated", "challenge")]) == "challenge")
  }

  @Test(arguments: ["", " \n\t ", "<html><head></head><body></body></html>", "<!-- nothing --><html></html>"])
  func `a page with nothing on it is empty`(html: String) {
    #expect(Self.problem(html) == "empty")
  }

  @Test
  func `a login or shop password form alone is a locked page`() {
    let form = "<form><input type=password name=p></form>"
    #expect(Self.problem("<title>Opening soon</title>" + form, path: "/password") == "password")
    #expect(Self.problem("<title>Log in</title>" + form) == "password")
    #expect(Self.problem("<title>כניסה למערכת</title>" + form) == "password")
    #expect(Self.problem("<title>Drums</title>" + form + Self.article) == nil)
  }

  @Test(arguments: [#"{"title":"404 not found"}"#, "page not found"])
  func `only HTML is judged by its words`(text: String) {
    #expect(Self.problem(text, contentType: "application/json") == nil)
    #expect(Self.problem(text, contentType: nil) == nil)
  }

  @Test(arguments: ["<title>404 Not Found</title>", "", "<h1>Page not found</h1>"])
  func `an error status needs no second word for it`(html: String) {
    #expect(Self.problem(html, status: 404) == nil)
  }

  @Test(arguments: ["<", "<title", "<title>", "<!--", "<h1><", "<script>", "</", "<>", "\u{0}<a", "<title>x</title"])
  func `broken markup is read to its end`(html: String) {
    _ = Self.problem(html)
    _ = Self.problem(html + Self.article)
  }
}
