internal import CXML2

/// Why a selector cannot be compiled or evaluated, and the byte of its text where that showed.
package struct SelectorError: Error, Equatable, CustomStringConvertible {
  package enum Reason: Sendable, Equatable {
    case unexpected(String)
    case unsupported(String)
    case badXPath(String)
    case tooExpensive
    case outOfMemory
  }

  package let reason: Reason
  /// Bytes from the start of `selector`.
  package let offset: Int
  package let selector: String

  init(_ reason: Reason, at offset: Int, in selector: String) {
    self.reason = reason
    self.offset = offset
    self.selector = selector
  }

  init(lastErrorOf context: xmlXPathContextPtr, in selector: String) {
    let error = context.pointee.lastError
    let message = error.message.map { String(cString: $0) }?.collapsingSpace ?? "XPath error"
    let isLimit = error.code == Int32(XML_XPATH_EXPRESSION_OK.rawValue) + Int32(XPATH_OP_LIMIT_EXCEEDED.rawValue)
    self.init(isLimit ? .tooExpensive : .badXPath(message), at: max(0, Int(error.int1)), in: selector)
  }

  package var description: String {
    let what =
      switch reason {
      case .unexpected(let found): "unexpected \(found)"
      case .unsupported(let what): "\(what) is not supported"
      case .badXPath(let message): message
      case .tooExpensive: "takes too many steps on this page"
      case .outOfMemory: "no memory"
      }
    return "selector \"\(selector)\": \(what) (byte \(offset))"
  }
}
