package import Foundation
package import JSON
package import Testing

/// The suites that others wrote: never copied here, read from `$STOCKTAKE_CONFORMANCE` (default `../shared/data`).
package enum Conformance {
  package static let root: URL =
    if let folder = ProcessInfo.processInfo.environment["STOCKTAKE_CONFORMANCE"] {
      URL(filePath: folder)
    } else {
      packageRoot.deletingLastPathComponent().appending(path: "shared/data")
    }

  package static func isPresent(_ path: String = "") -> Bool {
    FileManager.default.fileExists(atPath: root.appending(path: path).path())
  }

  /// The bytes of one file of the suites.
  package static func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: root.appending(path: path)))
  }

  /// The rows of a JSON Lines file of the suites.
  package static func rows(_ path: String) throws -> [JSON] {
    try bytes(path).split(separator: UInt8(ascii: "\n")).map { try JSON(parsing: Array($0)) }
  }
}

/// The folder that holds Package.swift.
package let packageRoot = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent()

extension Trait where Self == ConditionTrait {
  /// Skips a test visibly where a suite's file or folder is absent.
  package static func conformance(_ path: String = "") -> Self {
    .enabled(if: Conformance.isPresent(path), "needs \(path) of the conformance data (STOCKTAKE_CONFORMANCE)")
  }
}
