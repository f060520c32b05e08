internal import Markup

/// What a page says of itself in its head.
struct PageHead {
  private(set) var title: String?
  private(set) var canonical: String?
  private(set) var next: String?
  private let page: Node

  init(_ document: Document) {
    page = document.node
    // A page of megabytes has a small head; only one without a canonical address there may have it elsewhere.
    let head = document.root?.elements.first { $0.isNamed("head") }
    if let head { read(head) }
    if canonical == nil { read(page) }
  }

  private mutating func read(_ part: Node) {
    title = title ?? part.firstDescendant(named: "title")?.collapsed
    for link in part.descendants(named: "link") {
      guard let relation = link.attribute("rel")?.lowercased(), let href = link.attribute("href"), !href.isEmpty
      else { continue }
      if relation == "canonical", canonical == nil { canonical = href }
      if relation == "next", next == nil { next = href }
    }
  }

  /// Why a page without products is none of the shop's own: a wall in front of it.
  var blockade: Listing.Failure? {
    let shown = (title ?? "") + " " + (page.firstDescendant(named: "body")?.collapsed.prefix(20_000) ?? "")
    guard let sign = Self.blockSigns.first(where: { shown.contains($0) }) else { return nil }
    return .init("block-page", "the page is a wall in front of the shop: it says '\(sign)'")
  }

  private static let blockSigns = [
    "Cloudflare Ray ID", "Attention Required! | Cloudflare", "Just a moment...", "Checking your browser",
    "Enable JavaScript and cookies to continue", "Access Denied", "Access denied", "Request unsuccessful. Incapsula",
    "Enter store using password", "Pardon Our Interruption", "verify you are a human", "Verify you are human",
    "unusual traffic from your computer",
  ]
}
