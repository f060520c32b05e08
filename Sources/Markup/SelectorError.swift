internal import CXML2

/// Why a selector cannot be compiled or evaluated, and the byte of its text where that showed.
package struct SelectorError: Error, Equatable, CustomStringConvertible {
  package enum Reason: Sendable, Equatable {
    case unexpected(String)
    case unsupported(String)
    case undeclaredPrefix(String)
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

  /// libxml2's XPath errors are a code and a position.
  init(lastErrorOf context: xmlXPathContextPtr, in selector: String) {
    let error = context.pointee.lastError
    let code = UInt32(clamping: Int(error.code) - Int(XML_XPATH_EXPRESSION_OK.rawValue))
    let reason: Reason =
      switch xmlXPathError(rawValue: code) {
      case XPATH_OP_LIMIT_EXCEEDED, XPATH_RECURSION_LIMIT_EXCEEDED: .tooExpensive
      case XPATH_MEMORY_ERROR: .outOfMemory
      case XPATH_UNKNOWN_FUNC_ERROR: .badXPath("an XPath function that is not known")
      case XPATH_UNDEF_PREFIX_ERROR: .badXPath("a namespace prefix that is not declared")
      case XPATH_UNDEF_VARIABLE_ERROR: .badXPath("an XPath variable, and there are none")
      case XPATH_INVALID_ARITY: .badXPath("an XPath function with a wrong number of arguments")
      case XPATH_INVALID_TYPE: .badXPath("an XPath value of the wrong type")
      case XPATH_UNFINISHED_LITERAL_ERROR, XPATH_START_LITERAL_ERROR: .badXPath("an XPath string that is not closed")
      case XPATH_UNCLOSED_ERROR, XPATH_INVALID_PREDICATE_ERROR: .badXPath("an XPath bracket that is not closed")
      default: .badXPath("not an XPath expression")
      }
    self.init(reason, at: max(0, Int(error.int1)), in: selector)
  }

  package var description: String {
    let what =
      switch reason {
      case .unexpected(let found): "unexpected \(found)"
      case .unsupported(let what): "\(what) is not supported"
      case .undeclaredPrefix(let prefix): "namespace prefix \"\(prefix)\" is not declared"
      case .badXPath(let message): message
      case .tooExpensive: "takes too many steps on this page"
      case .outOfMemory: "no memory"
      }
    return "selector \"\(selector)\": \(what) (byte \(offset))"
  }
}
