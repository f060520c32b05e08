package import Catalogue
package import Text

/// Where a page stands: the address it was fetched from and the one it claims for itself.
///
/// Products are named by the claimed address, so that tracking parameters and mirrors do not leak into the catalogue;
/// what is fetched next continues where this page came from.
package struct PageAddress: Sendable {
  package let fetched: WebURL?
  package let claimed: WebURL?

  package init(_ page: Page, claimed: String? = nil) {
    let fetched = (try? WebURL(page.finalURL)) ?? (try? WebURL(page.request.url))
    self.fetched = fetched
    self.claimed = claimed.flatMap { try? WebURL($0, relativeTo: fetched) } ?? fetched
  }

  package init(fetched: WebURL?, claimed: WebURL?) {
    self.fetched = fetched
    self.claimed = claimed ?? fetched
  }

  /// The address that `reference` names in the catalogue; nil for one that is no web address.
  package func product(_ reference: String) -> String? { Self.resolve(reference, claimed)?.href }

  /// The address of the page that `reference` names, without what does not change the page.
  package func page(_ reference: String) -> String? { Self.resolve(reference, claimed)?.identity.href }

  /// The address that `reference` names for fetching.
  package func request(_ reference: String) -> WebURL? { Self.resolve(reference, fetched) }

  private static func resolve(_ reference: String, _ base: WebURL?) -> WebURL? {
    let reference = Whitespace.collapsed(reference)
    guard !reference.isEmpty else { return nil }
    return try? WebURL(reference, relativeTo: base)
  }
}
