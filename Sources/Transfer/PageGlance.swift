/// What a quick look at an HTML page shows: enough to tell a page from an apology, not to read it.
///
/// A scan for tags over the bytes, without a tree; scripts, styles and comments are no visible text.
struct PageGlance {
  /// In lower case, as `heading`.
  private(set) var title: [UInt8] = []
  /// The text of the first `h1`.
  private(set) var heading: [UInt8] = []
  /// Letters and other visible bytes, counted up to `textLimit`.
  private(set) var visibleBytes = 0
  private(set) var hasPasswordField = false
  /// Scripts, images, frames and embedded objects.
  private(set) var hasContentBeyondText = false
  /// Scripts, frames, forms and `meta` elements, which may refresh: without one of them a page only stands there.
  private(set) var canAct = false

  static let textLimit = 20_000

  /// O(length).
  init(_ html: [UInt8]) {
    var position = 0
    while position < html.count {
      let text = Self.text(html, from: position)
      visibleBytes = min(Self.textLimit, visibleBytes + text.visible)
      position = text.end < html.count ? takeTag(html, at: text.end) : html.count
    }
  }

  /// How many visible bytes there are up to the next tag, and where that begins.
  private static func text(_ html: [UInt8], from start: Int) -> (visible: Int, end: Int) {
    let end = html.firstIndex(of: UInt8(ascii: "<"), from: start) ?? html.count
    return html.withUnsafeBufferPointer { html in
      // Without a branch, so that many bytes are counted in one step.
      var visible = 0
      for byte in UnsafeBufferPointer(rebasing: html[start..<end]) { visible &+= byte > 0x20 ? 1 : 0 }
      return (visible, end)
    }
  }

  /// Reads the tag that begins at `start` and gives where the text after it begins.
  private mutating func takeTag(_ html: [UInt8], at start: Int) -> Int {
    if html.has("<!--", at: start) {
      return html.firstOccurrence(of: Array("-->".utf8), from: start + 4).map { $0 + 3 } ?? html.count
    }
    guard let end = html.firstIndex(of: UInt8(ascii: ">"), from: start) else { return html.count }
    guard start + 1 < end, Self.isInitial(html[start + 1] | 0x20) else { return end + 1 }
    let name = html[(start + 1)..<end].prefix { $0.isASCIILetter || $0.isDigit }.map(\.lowercasedASCII)
    switch String(decoding: name, as: UTF8.self) {
    case "title" where title.isEmpty:
      let (text, after) = element(html, "title", after: end + 1)
      title = text
      return after
    case "h1" where heading.isEmpty:
      (heading, _) = element(html, "h1", after: end + 1)
    case "style", "template": return element(html, String(decoding: name, as: UTF8.self), after: end + 1).after
    case "script":
      (hasContentBeyondText, canAct) = (true, true)
      return element(html, "script", after: end + 1).after
    case "iframe": (hasContentBeyondText, canAct) = (true, true)
    case "form", "meta": canAct = true
    case "input":
      hasContentBeyondText = true
      if html[start..<end].map(\.lowercasedASCII).contains("password") { hasPasswordField = true }
    case "img", "object", "embed", "svg", "video": hasContentBeyondText = true
    default: break
    }
    return end + 1
  }

  /// Whether the names of elements that are looked at begin so.
  private static func isInitial(_ letter: UInt8) -> Bool {
    switch letter {
    case UInt8(ascii: "e"), UInt8(ascii: "f"), UInt8(ascii: "h"), UInt8(ascii: "i"), UInt8(ascii: "m"),
      UInt8(ascii: "o"), UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "v"):
      true
    default: false
    }
  }

  /// The text up to the end tag of `name`, tags left out and white space collapsed, and where that tag ends.
  private func element(_ html: [UInt8], _ name: String, after start: Int) -> (text: [UInt8], after: Int) {
    let closing = Array("</\(name)".utf8)
    var end = start
    while end < html.count {
      guard let found = html.firstIndex(of: UInt8(ascii: "<"), from: end) else { return ([], html.count) }
      end = found
      if html[end...].prefix(closing.count).elementsEqual(closing, by: { $0.lowercasedASCII == $1 }) { break }
      end += 1
    }
    guard end < html.count else { return ([], html.count) }
    var text: [UInt8] = []
    var isInTag = false
    for byte in html[start..<end].prefix(2000) {
      switch byte {
      case UInt8(ascii: "<"): isInTag = true
      case UInt8(ascii: ">"): isInTag = false
      case _ where isInTag: break
      case _ where byte.isASCIISpace: if text.last != 0x20, !text.isEmpty { text.append(0x20) }
      default: text.append(byte.lowercasedASCII)
      }
    }
    if text.last == 0x20 { text.removeLast() }
    if text.contains(where: { $0 >= 0x80 }) { text = Array(String(decoding: text, as: UTF8.self).lowercased().utf8) }
    let after = html.firstIndex(of: UInt8(ascii: ">"), from: end).map { $0 + 1 } ?? html.count
    return (text, after)
  }
}
