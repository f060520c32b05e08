internal import CXML2

/// Reading libxml2's tree without building a Swift value per node.
extension UnsafeMutablePointer<xmlNode> {
  var isElement: Bool { pointee.type == XML_ELEMENT_NODE }

  var isText: Bool { pointee.type == XML_TEXT_NODE || pointee.type == XML_CDATA_SECTION_NODE }

  /// The bytes of a text node or comment.
  var content: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(cString: pointee.content) }

  /// The first child, where the node is of a kind that has children.
  var firstChild: xmlNodePtr? {
    switch pointee.type {
    case XML_ELEMENT_NODE, XML_DOCUMENT_NODE, XML_HTML_DOCUMENT_NODE, XML_ATTRIBUTE_NODE: pointee.children
    default: nil
    }
  }

  var nextSibling: xmlNodePtr? { pointee.next }

  /// The next node in document order below `top`.
  func successor(below top: xmlNodePtr) -> xmlNodePtr? { firstChild ?? successorSkippingChildren(below: top) }

  func successorSkippingChildren(below top: xmlNodePtr) -> xmlNodePtr? {
    var node = self
    while node != top {
      if let next = node.pointee.next { return next }
      guard let parent = node.pointee.parent else { return nil }
      node = parent
    }
    return nil
  }

  /// The attribute called `name` (a C string), by qualified name where there is a namespace. O(attributes).
  func property(_ name: UnsafePointer<UInt8>) -> xmlAttrPtr? {
    guard isElement else { return nil }
    var property = pointee.properties
    while let candidate = property {
      if candidate.pointee.name.equals(name), candidate.pointee.ns == nil { return candidate }
      if let prefix = candidate.pointee.ns?.pointee.prefix, let local = candidate.pointee.name,
        xmlStrQEqual(prefix, local, name) == 1
      {
        return candidate
      }
      property = candidate.pointee.next
    }
    return nil
  }

  private static var classAttribute: StaticString { "class" }

  /// Whether the class attribute holds `name` as one of its words.
  func hasClass(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
    guard isElement, pointee.properties != nil, let property = property(Self.classAttribute.utf8Start) else {
      return false
    }
    if let bytes = property.singleText { return bytes.hasWord(name) }
    return property.text.utf8.withContiguousStorageIfAvailable { $0.hasWord(name) } ?? false
  }

  /// Appends the text of the node and its descendants, in document order.
  func appendText(to text: inout [UInt8]) {
    if isText {
      text.append(contentsOf: content)
      return
    }
    var next = firstChild
    while let node = next {
      if node.isText { text.append(contentsOf: node.content) }
      next = node.successor(below: self)
    }
  }
}

extension UnsafePointer<UInt8>? {
  /// Whether two C strings are equal; most differ in their first byte.
  func equals(_ other: UnsafePointer<UInt8>) -> Bool {
    guard let self else { return false }
    return self.pointee == other.pointee && xmlStrEqual(self, other) == 1
  }
}

extension UnsafeMutablePointer<xmlAttr> {
  /// The value's bytes where it is one text node, as it nearly always is.
  var singleText: UnsafeBufferPointer<UInt8>? {
    guard let child = pointee.children else { return UnsafeBufferPointer(start: nil, count: 0) }
    return child.isText && child.pointee.next == nil ? child.content : nil
  }

  var text: String {
    if let singleText { return String(decoding: singleText, as: UTF8.self) }
    var bytes: [UInt8] = []
    var next = pointee.children
    while let child = next {
      if child.isText { bytes.append(contentsOf: child.content) }
      next = child.pointee.next
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension UnsafeBufferPointer<UInt8> {
  init(cString: UnsafePointer<UInt8>?) { self.init(start: cString, count: cString.map { Int(xmlStrlen($0)) } ?? 0) }

  /// Whether `word` is one of the words between white space.
  func hasWord(_ word: UnsafeBufferPointer<UInt8>) -> Bool {
    guard !word.isEmpty, count >= word.count else { return false }
    var start = 0
    while start < count {
      while start < count, self[start].isASCIISpace { start += 1 }
      var end = start
      while end < count, !self[end].isASCIISpace { end += 1 }
      if end - start == word.count, self[start..<end].elementsEqual(word) { return true }
      start = end
    }
    return false
  }
}
