/// Why a record cannot be used; the run goes on without it.
package struct RecordError: Error, Equatable, CustomStringConvertible {
  package let reason: String

  package init(_ reason: String) { self.reason = reason }

  package var description: String { reason }
}

extension Record {
  /// The text of a member that must be there and not empty.
  package func requiredString(_ name: StaticString) throws(RecordError) -> String {
    guard let text = string(name), !text.isEmpty else {
      throw RecordError("the \(type ?? "record") has no \"\(name)\" or it is not a text")
    }
    return text
  }
}
