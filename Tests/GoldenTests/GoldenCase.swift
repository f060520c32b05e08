import Foundation
import JSON
import TestSupport
import Testing

/// A folder of Tests/GoldenTests/cases: a shell command, its input and what it must leave behind.
///
/// A file that is absent stands for nothing: no input, no output, nothing on standard error, status 0. Output that is
/// records is in expected.jsonl, which the schemas are held against, any other in expected.txt.
struct GoldenCase: CustomTestStringConvertible {
  let folder: URL

  /// `gap/legacy-products`.
  var name: String { folder.pathComponents.suffix(2).joined(separator: "/") }
  /// The program or pipeline it is about.
  var subject: String { folder.deletingLastPathComponent().lastPathComponent }
  var testDescription: String { name }

  static let root = packageRoot.appending(path: "Tests/GoldenTests/cases")

  static func all() throws -> [GoldenCase] {
    try subfolders(of: root).flatMap { try subfolders(of: $0) }.map(GoldenCase.init)
  }

  private static func subfolders(of folder: URL) throws -> [URL] {
    try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: [.isDirectoryKey])
      .filter { try $0.resourceValues(forKeys: [.isDirectoryKey]).isDirectory == true }
      .sorted { $0.path() < $1.path() }
  }

  struct Result: Equatable {
    var output: String
    var errors: String
    var status: String
  }

  private func text(_ name: String) throws -> String? {
    let url = folder.appending(path: name)
    return FileManager.default.fileExists(atPath: url.path()) ? try String(contentsOf: url, encoding: .utf8) : nil
  }

  /// Runs the command in a copy of the folder, so that it may write beside its input.
  func run() throws -> Result {
    let copy = try TemporaryFolder()
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path()) where !name.hasPrefix("expected.") {
      try FileManager.default.copyItem(at: folder.appending(path: name), to: copy.url.appending(path: name))
    }
    let input = folder.appending(path: "input.jsonl")
    let ran = try Shell.run(
      try String(contentsOf: folder.appending(path: "cmd"), encoding: .utf8), in: copy.url,
      input: FileManager.default.fileExists(atPath: input.path()) ? input : nil)
    return Result(output: ran.text, errors: ran.errors, status: "\(ran.status)\n")
  }

  func expected() throws -> Result {
    Result(
      output: try text("expected.jsonl") ?? text("expected.txt") ?? "", errors: try text("expected.err") ?? "",
      status: try text("expected.status") ?? "0\n")
  }

  /// Makes `result` the expected one.
  func record(_ result: Result) throws {
    let isRecords = result.output.split(separator: "\n").allSatisfy { (try? JSON(parsing: String($0)))?["type"] != nil }
    let files = [
      ("expected.jsonl", isRecords ? result.output : ""), ("expected.txt", isRecords ? "" : result.output),
      ("expected.err", result.errors), ("expected.status", result.status == "0\n" ? "" : result.status),
    ]
    for (name, text) in files {
      let url = folder.appending(path: name)
      if text.isEmpty {
        try? FileManager.default.removeItem(at: url)
      } else {
        try text.write(to: url, atomically: true, encoding: .utf8)
      }
    }
  }
}
