package import Filtering
internal import Foundation
internal import Posix

/// What a program left behind.
package struct Outcome {
  package let status: Status
  package let output: String
  package let errors: String

  /// Standard output line by line.
  package var lines: [Substring] { output.split(separator: "\n") }
}

/// Runs a program without a process; its streams are files, so no amount of output can block it.
package func run(_ program: any Program.Type, _ arguments: [String] = [], input: some Sequence<UInt8>) throws -> Outcome
{
  let folder = try TemporaryFolder()
  let status = program.run(
    arguments: arguments, input: try Descriptor(opening: try folder.write(input, to: "input"), for: .read),
    output: try Descriptor(opening: folder.path("output"), for: .create),
    errors: try Descriptor(opening: folder.path("errors"), for: .create))
  return Outcome(status: status, output: try folder.read("output"), errors: try folder.read("errors"))
}

package func run(_ program: any Program.Type, _ arguments: [String] = [], input: String = "") throws -> Outcome {
  try run(program, arguments, input: input.utf8)
}
