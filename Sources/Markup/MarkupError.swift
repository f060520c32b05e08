/// Why a page could not become a document.
package enum MarkupError: Error, Equatable, CustomStringConvertible {
  case tooLarge(bytes: Int, limit: Int)
  /// Nested deeper than any real page; hostile or hopelessly unclosed.
  case tooDeep(limit: Int)
  case tooManyNodes(limit: Int)
  case tooManyAttributes(limit: Int)
  /// A document type of such a size is made to exhaust the parser.
  case tooManyDeclarations(bytes: Int)
  /// The text has no root element, so it is not XML at all.
  case notXML
  case outOfMemory

  package var description: String {
    switch self {
    case .tooLarge(let bytes, let limit): "the page has \(bytes) bytes; at most \(limit) are parsed"
    case .tooDeep(let limit): "elements are nested deeper than \(limit) levels"
    case .tooManyNodes(let limit): "the page has more than \(limit) elements and attributes"
    case .tooManyAttributes(let limit): "one tag has more than \(limit) attributes"
    case .tooManyDeclarations(let bytes): "the document type declares more than \(bytes) bytes"
    case .notXML: "the text is not XML: it has no root element"
    case .outOfMemory: "no memory for the page"
    }
  }
}
