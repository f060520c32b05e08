/// Why the tree could not be read or written, besides a failed system call.
package enum TreeError: Error, Equatable, CustomStringConvertible {
  /// A document or a part is not what it should be.
  case malformed(String)
  /// A document that was named is not there.
  case missing(String)
  /// Somebody else is writing.
  case busy(String)
  /// A file that people keep is wrong.
  case configuration(String)

  package var description: String {
    switch self {
    case .malformed(let text), .missing(let text), .busy(let text), .configuration(let text): text
    }
  }
}
