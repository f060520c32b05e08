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
  /// The start of the page in lower case, where the marks of challenge pages are.
  let start: [UInt8]

  static let textLimit = 20_000
  private static let startLimit = 64 << 10

  /// O(length).
  init(_ html: [UInt8]) {
    start = html.prefix(Self.startLimit).map(\.lowercasedASCII)
    var position = 0
    while position < html.count {
      guard html[position] == UInt8(ascii: "<") else {
        if !html[position].isASCIISpace, visibleBytes < Self.textLimit { visibleBytes += 1 }
        position += 1
        continue
      }
      position = takeTag(html, at: position)
    }
  }

  /// Reads the tag that begins at `start` and gives where the text after it begins.
  private mutating func takeTag(_ html: [UInt8], at start: Int) -> Int {
    if html[start...].starts(with: "<!--".utf8) {
      return html.firstOccurrence(of: Array("-->".utf8), from: start + 4).map { $0 + 3 } ?? html.count
    }
    guard let end = html[start...].firstIndex(of: UInt8(ascii: ">")) else { return html.count }
    let name = html[(start + 1)..<end].prefix { $0.isASCIILetter || $0.isDigit }.map(\.lowercasedASCII)
    switch String(decoding: name, as: UTF8.self) {
    case "title" where title.isEmpty:
      let (text, after) = element(html, "title", after: end + 1)
      title = text
      return after
    case "h1" where heading.isEmpty:
      (heading, _) = element(html, "h1", after: end + 1)
    case "script", "style", "template":
      if name.first == UInt8(ascii: "s"), name.last == UInt8(ascii: "t") { hasContentBeyondText = true }
      return element(html, String(decoding: name, as: UTF8.self), after: end + 1).after
    case "img", "iframe", "object", "embed", "svg", "video", "input":
      hasContentBeyondText = true
      let tag = html[start..<end].map(\.lowercasedASCII)
      if tag.firstOccurrence(of: Array("password".utf8)) != nil { hasPasswordField = true }
    default: break
    }
    return end + 1
  }

  /// The text up to the end tag of `name`, tags left out and white space collapsed, and where that tag ends.
  private func element(_ html: [UInt8], _ name: String, after start: Int) -> (text: [UInt8], after: Int) {
    let closing = Array("</\(name)".utf8)
    var end = start
    while end < html.count {
      guard let found = html[end...].firstIndex(of: UInt8(ascii: "<")) else { return ([], html.count) }
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
    let after = html[end...].firstIndex(of: UInt8(ascii: ">")).map { $0 + 1 } ?? html.count
    return (text, after)
  }
}
