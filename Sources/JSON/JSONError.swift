/// Why a text is not JSON, and the byte where that showed.
package struct JSONError: Error, Equatable, CustomStringConvertible {
  package enum Reason: String, Sendable {
    case unexpectedEnd = "the text ends inside a value"
    case unexpectedByte = "a byte that no value can have here"
    case trailingBytes = "something follows the value"
    case badNumber = "not a JSON number"
    case badLiteral = "not true, false or null"
    case badEscape = "not a JSON escape"
    case loneSurrogate = "half of a surrogate pair"
    case controlCharacter = "an unescaped control character in a string"
    case badUTF8 = "not UTF-8"
    case tooDeep = "nested deeper than 1,024 levels"
    case notAnObject = "a record must be a JSON object"
    case tooLarge = "longer than the reader takes"
  }

  package let reason: Reason
  package let offset: Int

  package init(_ reason: Reason, at offset: Int) {
    self.reason = reason
    self.offset = offset
  }

  package var description: String { "\(reason.rawValue) (byte \(offset))" }
}
