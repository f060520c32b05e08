internal import CXML2

extension Node {
  /// The text as a reader sees it: blocks on lines of their own, paragraphs apart by an empty line, white space
  /// collapsed, words of different elements kept apart, scripts and styles left out. O(descendants).
  package var layoutText: String {
    var steps = Int.max
    return layoutText(within: &steps)
  }

  /// The layout text of at most `steps` nodes, which it takes off: elements inside each other share one allowance.
  func layoutText(within steps: inout Int) -> String {
    var layout = TextLayout(steps: steps)
    layout.add(pointer)
    steps = layout.steps
    return layout.text
  }
}

/// Builds the visible text of a subtree.
private struct TextLayout {
  var steps: Int
  private var bytes: [UInt8] = []
  private var lineBreaks = 0
  private var endsWithSpace = true

  init(steps: Int) { self.steps = steps }

  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Walks without recursion, since pages nest as deep as they like.
  mutating func add(_ top: xmlNodePtr) {
    if top.isText { return add(top.content) }
    var next = top.firstChild
    while let node = next, steps > 0 {
      steps -= 1
      if node.isText { add(node.content) }
      let isSkipped = node.isElement && Self.invisible.contains(node.tagName)
      if node.isElement { add(breaksAround: node) }
      if !isSkipped, let child = node.firstChild {
        next = child
      } else {
        next = leave(node, top)
      }
    }
  }

  /// Closes the elements that end behind `node` and gives the node after them.
  private mutating func leave(_ node: xmlNodePtr, _ top: xmlNodePtr) -> xmlNodePtr? {
    var node = node
    while node != top {
      if node.isElement { add(breaksAround: node) }
      if let next = node.pointee.next { return next }
      guard let parent = node.pointee.parent else { return nil }
      node = parent
    }
    return nil
  }

  private mutating func add(breaksAround element: xmlNodePtr) {
    let name = element.tagName
    if Self.paragraphs.contains(name) {
      lineBreaks = 2
    } else if Self.blocks.contains(name) {
      lineBreaks = max(lineBreaks, 1)
    }
  }

  private mutating func add(_ text: UnsafeBufferPointer<UInt8>) {
    guard let first = text.firstIndex(where: { !$0.isASCIISpace }) else {
      endsWithSpace = endsWithSpace || !text.isEmpty
      return
    }
    let separator = separator(before: text[first], spaced: first > 0)
    if !bytes.isEmpty { bytes.append(contentsOf: separator.utf8) }
    lineBreaks = 0
    var isPending = false
    for byte in text[first...] {
      if byte.isASCIISpace {
        isPending = true
      } else {
        if isPending { bytes.append(UInt8(ascii: " ")) }
        isPending = false
        bytes.append(byte)
      }
    }
    endsWithSpace = isPending
  }

  /// Punctuation that follows an element closely belongs to it.
  private func separator(before byte: UInt8, spaced: Bool) -> StaticString {
    if lineBreaks > 0 { return lineBreaks > 1 ? "\n\n" : "\n" }
    if !spaced && !endsWithSpace, Self.closing.contains(byte) || bytes.last == UInt8(ascii: "(") { return "" }
    return " "
  }

  private static let closing = Set(",:;.!?\")".utf8)
  private static let invisible: Set = ["script", "style", "template"]
  private static let paragraphs: Set = [
    "blockquote", "dl", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "pre", "title", "ul",
  ]
  private static let blocks: Set = [
    "address", "article", "aside", "br", "dd", "details", "div", "dt", "fieldset", "figcaption", "form", "header", "hr",
    "legend", "li", "main", "nav", "section", "table", "tr",
  ]
}

extension StaticString {
  fileprivate var utf8: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: utf8Start, count: utf8CodeUnitCount) }
}

extension UnsafeMutablePointer<xmlNode> {
  fileprivate var tagName: String { String(decoding: UnsafeBufferPointer(cString: pointee.name), as: UTF8.self) }
}
