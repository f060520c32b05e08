internal import Filtering
internal import Records
internal import Tree

extension RunFailure {
  /// The status of design §4 that fits what went wrong in the tree.
  fileprivate init(_ error: TreeError) {
    let status: Status =
      switch error {
      case .malformed: .rejected
      case .missing: .noInput
      case .busy: .tryLater
      case .configuration: .configuration
      }
    self.init(status, error.description)
  }
}

/// Runs work on the tree and gives its errors the statuses of programs.
package func withTreeStatuses<Value>(_ work: () throws -> Value) throws -> Value {
  do {
    return try work()
  } catch let error as TreeError {
    throw RunFailure(error)
  } catch let error as RecordError {
    throw RunFailure(.rejected, error.reason)
  }
}
