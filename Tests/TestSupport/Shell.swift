package import Foundation

/// Runs shell scripts against the built programs.
package enum Shell {
  /// Where the programs lie: in `$STOCKTAKE_PROGRAMS` (`make test` names the release build), else beside the test bundle.
  package static let programs: URL = {
    if let named = ProcessInfo.processInfo.environment["STOCKTAKE_PROGRAMS"] { return URL(filePath: named) }
    let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    let beside = URL(filePath: own).deletingLastPathComponent()
    // `swift test` may load the bundle into a helper of the toolchain; the bundle's path is then among its arguments.
    let bundle = CommandLine.arguments.first { $0.contains(".xctest") }.map {
      URL(filePath: $0).deletingLastPathComponent()
    }
    return bundle ?? beside
  }()

  package struct Result {
    /// As the shell reports it: 128 and the signal's number for a program that a signal ended.
    package let status: Int32
    package let output: [UInt8]
    package let errors: String

    package var text: String { String(decoding: output, as: UTF8.self) }
  }

  /// Runs `script` by `bash -euo pipefail` in `folder`, with the built programs first in PATH and nothing else around.
  package static func run(
    _ script: String, in folder: URL, input: URL? = nil, environment: [String: String] = [:]
  ) throws -> Result {
    let streams = try TemporaryFolder()
    let process = Process()
    // The limit counts the command's own time: a loaded machine may make the test wait for its turn much longer.
    process.executableURL = URL(filePath: "/usr/bin/timeout")
    process.arguments = ["--foreground", "120", "/bin/bash", "-euo", "pipefail", "-c", script]
    process.currentDirectoryURL = folder
    let inherited = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    process.environment = [
      "PATH": programs.path() + ":" + inherited, "LC_ALL": "C", "TZ": "UTC", "HOME": streams.url.path(),
    ].merging(environment) { _, new in new }
    let (output, errors) = (try streams.write([], to: "output"), try streams.write([], to: "errors"))
    process.standardInput = try FileHandle(forReadingFrom: input ?? URL(filePath: "/dev/null"))
    process.standardOutput = FileHandle(forWritingAtPath: output)
    process.standardError = FileHandle(forWritingAtPath: errors)
    try Self.withoutBlockedSignals { try process.run() }
    process.waitUntilExit()
    let status =
      process.terminationReason == .uncaughtSignal ? 128 + process.terminationStatus : process.terminationStatus
    return Result(
      status: status, output: Array(try Data(contentsOf: URL(filePath: output))), errors: try streams.read("errors"))
  }

  /// The threads of a test run block most signals, and a child would inherit that.
  private static func withoutBlockedSignals(_ body: () throws -> Void) rethrows {
    var none = sigset_t()
    var before = sigset_t()
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    try body()
  }
}
