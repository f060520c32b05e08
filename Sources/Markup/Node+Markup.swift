internal import CXML2

extension Node {
  /// The node written as HTML or XML, the text of an attribute or text as it is. O(descendants).
  package var markup: String {
    switch kind {
    case .attribute, .text: return text
    case .element, .comment, .document, .other: break
    }
    guard let output = xmlAllocOutputBuffer(nil) else { return "" }
    defer { xmlOutputBufferClose(output) }
    switch document.syntax {
    case .html: htmlNodeDumpFormatOutput(output, document.tree, pointer, nil, 0)
    case .xml: xmlNodeDumpOutput(output, document.tree, pointer, 0, 0, nil)
    }
    let bytes = UnsafeBufferPointer(start: xmlOutputBufferGetContent(output), count: xmlOutputBufferGetSize(output))
    return String(decoding: bytes, as: UTF8.self)
  }
}
