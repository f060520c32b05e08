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
    if let mark = pathProxies.lazy.compactMap({ url.path.firstRange(of: $0) }).first {
      // `/cdn-cgi/image/width=80,quality=75/https://…` or `…/path`
      let target = url.path[mark.upperBound...].drop { $0 != "/" }.dropFirst()
      return try? WebURL(target.hasPrefix("http") ? String(target) : "/" + target, relativeTo: url)
    }
    if url.host.hasSuffix(".wp.com"), url.host.hasPrefix("i"), url.path.dropFirst().contains("/") {
      return try? WebURL("https:/" + url.path)
    }
    return unsized(url)
  }

  /// The original of a picture whose address asks for a size: Cloudinary's path parts, Shopify's file suffixes.
  private static func unsized(_ url: WebURL) -> WebURL? {
    var original = url
    if let mark = url.path.firstRange(of: "/image/upload/") {
      let parts = url.path[mark.upperBound...].split(separator: "/", omittingEmptySubsequences: false)
      let rest = parts.drop(while: isTransformation)
      guard !rest.isEmpty, rest.count < parts.count else { return nil }
      original.path = String(url.path[..<mark.upperBound]) + rest.joined(separator: "/")
      return original
    }
    guard url.host == "cdn.shopify.com" || url.path.contains("/cdn/shop/") else { return nil }
    let kept = (url.query ?? "").split(separator: "&").filter { part in
      !["width=", "height=", "crop=", "format=", "quality=", "pad_color="].contains { part.hasPrefix($0) }
    }
    original.query = kept.isEmpty ? nil : kept.joined(separator: "&")
    original.path = withoutSize(url.path)
    return original == url ? nil : original
  }

  /// `w_300,c_fill`, `f_auto`, `t_thumb`: short keys and values; a version (`v1712`) and a folder are none.
  private static func isTransformation(_ part: Substring) -> Bool {
    !part.isEmpty && !part.contains(".")
      && part.split(separator: ",").allSatisfy { piece in
        let key = piece.prefix { $0 != "_" }
        return (1...3).contains(key.count) && key.count < piece.count - 1
          && key.allSatisfy { $0.isASCII && $0.isLowercase }
          && cloudinaryKeys.contains(String(key))
      }
  }

  private static let cloudinaryKeys: Set = [
    "w", "h", "c", "g", "q", "f", "e", "b", "x", "y", "z", "r", "a", "o", "l", "t", "ar", "bo", "dpr", "fl", "dn", "pg",
    "co", "so", "eo", "du", "if",
  ]

  /// `wave_300x300_crop_center@2x.jpg` and `wave_grande.jpg` without what asks for a size.
  private static func withoutSize(_ path: String) -> String {
    guard let dot = path.lastIndex(of: ".") else { return path }
    var stem = path[..<dot]
    if stem.hasSuffix("@2x") || stem.hasSuffix("@3x") { stem = stem.dropLast(3) }
    if let crop = stem.firstRange(of: "_crop_") { stem = stem[..<crop.lowerBound] }
    guard let under = stem.lastIndex(of: "_") else { return path }
    let suffix = stem[stem.index(after: under)...]
    let sides = suffix.split(separator: "x", omittingEmptySubsequences: false)
    let isSize = sides.count == 2 && suffix.count > 1 && sides.allSatisfy { $0.utf8.allSatisfy(ASCII.isDigit) }
    return isSize || shopifySizes.contains(String(suffix)) ? String(stem[..<under]) + path[dot...] : path
  }

  private static let shopifySizes: Set = [
    "pico", "icon", "thumb", "small", "compact", "medium", "large", "grande", "master",
  ]

  private static let pathProxies = ["/cdn-cgi/image/", "/_ipx/"]
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
    var behindComma: Substring = ""
    while let word = behindComma.isEmpty ? words.popFirst() : behindComma {
      behindComma = ""
      let address = word.drop { $0 == "," }
      guard !address.isEmpty else { continue }
      guard address.last != ",", let next = words.first else {
        found.append((String(address.last == "," ? address.dropLast() : address), ""))
        continue
      }
      words.removeFirst()
      let descriptor = next.prefix { $0 != "," }
      found.append((String(address), String(descriptor)))
      behindComma = next[descriptor.endIndex...].dropFirst()
    }
    return found
  }

  /// The best address that an `img` or `source` element names: lazy loaders keep it outside `src`, in the picture's
  /// other sources, or in what is meant for browsers without scripts.
  static func address(of element: Node) -> String? {
    if let own = ownAddress(of: element) { return own }
    // libxml2 does not know that a source is empty, and puts what follows into it.
    let picture = element.ancestor { $0.isNamed("picture") || !$0.isNamed("source") }
    if let picture, picture.isNamed("picture") {
      let sources = picture.descendants(named: "source")
      if let address = sources.lazy.compactMap(ownAddress).first { return address }
    }
    let beside = [element, element.parent].lazy.compactMap { $0?.nextElement }.first { $0.isNamed("noscript") }
    return beside?.firstDescendant(named: "img").flatMap(ownAddress)
  }

  private static func ownAddress(of element: Node) -> String? {
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
