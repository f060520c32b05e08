/// Texts that stand on a site's pages without being about the product.
enum Boilerplate {
  /// Whether a text is a cookie or consent notice.
  static func isConsentNotice(_ text: String) -> Bool {
    let start = text.prefix(400).lowercased()
    return signs.contains { start.contains($0) }
  }

  private static let signs = [
    "strictly necessary cookies", "we use cookies", "this website uses cookies", "this site uses cookies",
    "uses cookies to", "cookie settings", "accept all cookies", "manage consent", "by clicking “accept",
    "by clicking \"accept",
    "enter store using password", "protected by recaptcha",
  ]
}
