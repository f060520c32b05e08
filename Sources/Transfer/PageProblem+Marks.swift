extension PageProblem {
  /// What gives such pages away, in lower case.
  enum Marks {
    struct Mark {
      let text: [UInt8]
      let who: String
    }

    /// How the titles of bot checks begin.
    static let challengeTitles = bytes([
      "just a moment", "attention required! | cloudflare", "access denied", "access to this page has been denied",
      "please wait... | cloudflare", "one moment, please", "checking your browser", "ddos-guard", "are you a robot",
      "robot check", "bot verification", "human verification", "verify you are human", "verifying you are human",
      "pardon our interruption", "security check", "vercel security checkpoint", "client challenge",
      "radware captcha page", "radware bot manager", "you have been blocked", "sucuri website firewall",
      "request rejected",
    ])

    /// What bot checks have in their markup.
    static let challenges = [
      "_cf_chl_opt": "Cloudflare", "cf-browser-verification": "Cloudflare", "_incapsula_resource": "Imperva",
      "px-captcha": "PerimeterX", "captcha-delivery.com": "DataDome", "awswafcookiedomainlist": "AWS WAF",
      "gokuprops": "AWS WAF", "sucuri_cloudproxy_js": "Sucuri", "/_sec/cp_challenge/": "Akamai",
      "ddos-guard/js-challenge": "DDoS-Guard", "kpsdk": "Kasada", "distil_r_captcha": "Distil",
      "sgcaptcha": "SiteGround",
    ].sorted { $0.key < $1.key }.map { Mark(text: Array($0.key.utf8), who: $0.value) }

    /// Widgets that ordinary forms have too; alone on a page they are its point.
    static let widgets = [
      Mark(text: Array("h-captcha".utf8), who: "hCaptcha"), Mark(text: Array("g-recaptcha".utf8), who: "reCAPTCHA"),
    ]

    /// What the titles or headings of error pages say.
    static let notFound = bytes([
      "page not found", "page doesn't exist", "page doesn’t exist", "page does not exist", "page can't be found",
      "page can’t be found", "page cannot be found", "page could not be found", "page you requested was not found",
      "page you were looking for", "404 not found", "product not found", "הדף לא נמצא", "העמוד לא נמצא",
      "דף לא נמצא", "עמוד לא נמצא", "המוצר לא נמצא", "הדף המבוקש לא נמצא", "seite nicht gefunden",
      "page introuvable", "página no encontrada", "pagina non trovata", "ページが見つかりません", "页面不存在",
      "страница не найдена",
    ])

    /// What the titles or headings of locked pages say.
    static let locked = bytes([
      "password", "log in", "login", "sign in", "כניסה", "התחברות", "סיסמה", "סיסמא",
    ])

    private static func bytes(_ texts: [String]) -> [[UInt8]] { texts.map { Array($0.utf8) } }
  }
}
