package import Posix

/// A call that the program does not understand (status 64).
package struct UsageError: Error, Equatable {
  package let message: String
  package init(_ message: String) { self.message = message }
}

/// An end of the whole run with a status and a sentence that says what to do.
package struct RunFailure: Error, Equatable {
  package let status: Status
  package let message: String

  package init(_ status: Status, _ message: String) {
    self.status = status
    self.message = message
  }
}

extension IOError {
  /// The status of design §4 that fits the failed call.
  package var status: Status {
    switch operation {
    case .open, .list: isMissingFile ? .noInput : .inputOutput
    case .create: .cannotCreate
    default: .inputOutput
    }
  }
}
