internal import Markup
internal import Text

/// The address of a picture itself, behind the services that resize pictures, and whether it shows a product.
enum ImageAddress {
  /// The original behind a resizing proxy, such as `/_next/image?url=…`; other addresses as they are.
  static func original(of url: WebURL) -> WebURL {
    var url = url
    // A proxy may stand before another; nobody stacks more than a few.
    for _ in 0..<4 {
      guard let inner = inner(of: url) else { break }
      url = inner
    }
    return url
  }

  private static func inner(of url: WebURL) -> WebURL? {
    if queryProxies.contains(where: { url.path.contains($0) }) || queryProxyHosts.contains(url.host) {
      return url.parameter("url").flatMap { try? WebURL($0, relativeTo: url) }
    }
    if let mark = url.path.firstRange(of: "/cdn-cgi/image/") {
      // `/cdn-cgi/image/width=80,quality=75/https://…` or `…/path`
      let target = url.path[mark.upperBound...].drop { $0 != "/" }.dropFirst()
      return try? WebURL(target.hasPrefix("http") ? String(target) : "/" + target, relativeTo: url)
    }
    if let mark = url.path.firstRange(of: "/_ipx/") {
      let target = url.path[mark.upperBound...].drop { $0 != "/" }.dropFirst()
      return try? WebURL(target.hasPrefix("http") ? String(target) : "/" + target, relativeTo: url)
    }
    if url.host.hasSuffix(".wp.com"), url.host.hasPrefix("i"), url.path.dropFirst().contains("/") {
      return try? WebURL("https:/" + url.path)
    }
    return nil
  }

  private static let queryProxies = ["/_next/image", "/_vercel/image", "/.netlify/images", "/_image"]
  private static let queryProxyHosts: Set = ["images.weserv.nl", "wsrv.nl"]

  /// The largest picture that a `srcset` offers (HTML, 4.8.4.2.1); nil where it offers none.
  static func largest(in srcset: String) -> String? {
    var best: (address: String, size: Double)?
    for candidate in candidates(srcset) {
      let size = candidate.descriptor.dropLast().isEmpty ? 1 : Double(candidate.descriptor.dropLast()) ?? 1
      if best == nil || size > (best?.size ?? 0) { best = (candidate.address, size) }
    }
    return best?.address
  }

  /// An address may hold commas; only one at its end, or after its descriptor, ends a candidate.
  private static func candidates(_ srcset: String) -> [(address: String, descriptor: String)] {
    var found: [(address: String, descriptor: String)] = []
    var words = srcset.split(whereSeparator: \.isWhitespace)[...]
    while let word = words.popFirst() {
      let address = word.drop { $0 == "," }
      guard !address.isEmpty else { continue }
      guard address.last != ",", let next = words.first else {
        found.append((String(address.last == "," ? address.dropLast() : address), ""))
        continue
      }
      words.removeFirst()
      let descriptor = next.prefix { $0 != "," }
      found.append((String(address), String(descriptor)))
      let rest = next.dropFirst(descriptor.count).dropFirst()
      if !rest.isEmpty { words = [rest] + words }
    }
    return found
  }

  /// The best address that an `img` or `source` element names: lazy loaders keep it outside `src`.
  static func address(of element: Node) -> String? {
    for name in ["srcset", "data-srcset"] {
      if let set = element.attribute(name), let largest = largest(in: set), !largest.hasPrefix("data:") {
        return largest
      }
    }
    if let background = element.attribute("style").flatMap(background) { return background }
    for name in ["data-src", "data-original", "data-lazy-src", "data-large_image", "data-zoom-image", "src"] {
      if let source = element.attribute(name), !source.isEmpty, !source.hasPrefix("data:") { return source }
    }
    return nil
  }

  /// The address in `background-image: url('…')`.
  private static func background(in style: String) -> String? {
    guard style.contains("background"), let start = style.firstRange(of: "url(") else { return nil }
    let inside = style[start.upperBound...].prefix { $0 != ")" }
    let address = inside.filter { $0 != "'" && $0 != "\"" }
    return address.isEmpty || address.hasPrefix("data:") ? nil : address
  }

  /// The picture that an element is about, of those that it shows: lazy loaders put blank ones before it.
  static func shown(among pictures: [WebURL]) -> WebURL? {
    pictures.first { !isDecoration($0) } ?? pictures.first { !isBlank($0) } ?? pictures.first
  }

  private static func isBlank(_ url: WebURL) -> Bool {
    let file = url.decodedSegments.last?.lowercased() ?? ""
    return ["blank", "placeholder", "spacer", "spinner", "pixel", "loading"].contains { file.contains($0) }
  }

  /// Logos, icons and placeholders stand beside products on every card and are never the product's picture.
  static func isDecoration(_ url: WebURL) -> Bool {
    let path = url.decodedSegments.joined(separator: "/").lowercased()
    if path.hasSuffix(".svg") { return true }
    let file = path.split(separator: "/").last ?? ""
    let words = file.split { !$0.isLetter }
    return words.contains { decorationWords.contains(String($0)) }
  }

  private static let decorationWords: Set = [
    "logo", "logos", "logotype", "wordmark", "icon", "icons", "placeholder", "favicon", "sprite", "spacer", "blank",
    "spinner",
  ]
}
