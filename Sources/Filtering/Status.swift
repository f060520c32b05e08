/// How a program ended; the numbers follow sysexits.h where it has one (design §4).
package struct Status: Error, Equatable, Hashable, Sendable {
  package let code: Int32
  package let meaning: String

  private init(_ code: Int32, _ meaning: String) {
    self.code = code
    self.meaning = meaning
  }

  package static let done = Status(0, "done")
  package static let finding = Status(1, "a check found something")
  package static let critical = Status(2, "a check found something critical")
  package static let usage = Status(64, "wrong usage")
  package static let rejected = Status(65, "records were rejected")
  package static let noInput = Status(66, "an input file is missing")
  package static let unavailable = Status(69, "nothing could be had")
  package static let failed = Status(70, "internal error")
  package static let memory = Status(71, "the memory limit was reached")
  package static let cannotCreate = Status(73, "an output file cannot be made")
  package static let inputOutput = Status(74, "reading or writing failed")
  package static let tryLater = Status(75, "try again later")
  package static let refused = Status(76, "a guard refused to publish")
  /// As the shell reports a program that SIGPIPE ended: the reader had enough.
  package static let brokenPipe = Status(141, "the reader of the output closed it")
  package static let configuration = Status(78, "a configuration is wrong")
}
