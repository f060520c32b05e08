/// Answers that look like pages and are none: bot challenges, error pages sent as success, empty and locked pages.
struct PageProblem: Equatable {
  let code: String
  let message: String

  /// Names a problem of an answer, nil for a page.
  ///
  /// Judged by titles and headings first; marks in the text count only on pages with little else, because ordinary
  /// pages carry the scripts of their bot protection too.
  static func find(
    status: Int, headers: HeaderFields, contentType: String?, text: [UInt8], finalPath: String
  ) -> PageProblem? {
    if headers.value("cf-mitigated") == "challenge" { return challenge("Cloudflare") }
    guard let first = text.first(where: { !$0.isASCIISpace }) else {
      return isSuccess(status) ? Self(code: "empty", message: "the page is empty") : nil
    }
    let isHTML = contentType.map { $0.utf8.map(\.lowercasedASCII).contains("html") } ?? (first == UInt8(ascii: "<"))
    guard isHTML else { return nil }
    let page = PageGlance(text)
    if let problem = challenge(on: page, text) { return problem }
    guard isSuccess(status) else { return nil }
    if page.visibleBytes == 0, page.title.isEmpty, !page.hasContentBeyondText {
      return Self(code: "empty", message: "the page has markup but nothing in it")
    }
    if let words = [page.title, page.heading].first(where: saysNotFound) {
      let shown = String(decoding: words.prefix(80), as: UTF8.self)
      return Self(code: "soft-404", message: "the page says '\(shown)' with status \(status)")
    }
    if isLocked(page, finalPath) { return Self(code: "password", message: "the page asks for a password") }
    return nil
  }

  /// Where the marks of bot checks are.
  private static let markedBytes = 64 << 10

  private static func isSuccess(_ status: Int) -> Bool { (200..<300).contains(status) }

  private static func challenge(_ who: String) -> PageProblem {
    Self(code: "challenge", message: "\(who) wants to see a person; slow down or ask the site for access")
  }

  private static func challenge(on page: PageGlance, _ text: [UInt8]) -> PageProblem? {
    if page.visibleBytes < 3000, Marks.challengeTitles.contains(where: { page.title.starts(with: $0) }) {
      return challenge("a bot check ('\(String(decoding: page.title.prefix(60), as: UTF8.self))')")
    }
    guard page.visibleBytes < 1500, page.canAct else { return nil }
    let start = text.prefix(markedBytes).map(\.lowercasedASCII)
    let marks = page.visibleBytes < 400 ? Marks.challenges + Marks.widgets : Marks.challenges
    return marks.first { start.contains($0.text) }.map { challenge($0.who) }
  }

  /// Whether a title or heading, in lower case, is that of an error page. A bare 404 counts only alone or beside a word
  /// of error, because there are products of that name.
  static func saysNotFound(_ words: [UInt8]) -> Bool {
    guard !words.isEmpty, words.count < 200 else { return false }
    if Marks.notFound.contains(where: { words.contains($0) }) { return true }
    guard words.contains("404") || words.contains("found") else { return false }
    let tokens = words.split { !$0.isASCIILetter && !$0.isDigit && $0 < 0x80 }.map {
      String(decoding: $0, as: UTF8.self)
    }
    if tokens == ["404"] || tokens == ["not", "found"] { return true }
    guard tokens.contains("404") else { return false }
    return tokens.contains("error") || tokens.contains("oops")
      || zip(tokens, tokens.dropFirst()).contains { $0 == ("not", "found") }
  }

  private static func isLocked(_ page: PageGlance, _ finalPath: String) -> Bool {
    guard page.hasPasswordField, page.visibleBytes < 1500 else { return false }
    return finalPath == "/password" || Marks.locked.contains { page.title.contains($0) || page.heading.contains($0) }
  }
}
