import Foundation
import TestSupport
import Testing

/// `RECORD=1 swift test --filter GoldenTests` writes what the programs give now and fails; `git diff` is the review.
@Suite struct GoldenTests {
  private static let isRecording = ProcessInfo.processInfo.environment["RECORD"] == "1"

  @Test(arguments: try GoldenCase.all())
  func `the command gives what is expected`(golden: GoldenCase) throws {
    let (result, expected) = (try golden.run(), try golden.expected())
    if Self.isRecording, result != expected {
      try golden.record(result)
      Issue.record("recorded \(golden.name); look at git diff, then run without RECORD")
    } else {
      #expect(result.output == expected.output)
      #expect(result.errors == expected.errors)
      #expect(result.status == expected.status)
    }
  }

  @Test func `every program has a case that ends well and one with broken input`() throws {
    let cases = try GoldenCase.all()
    for program in try programFolders() {
      let statuses = try cases.filter { $0.subject == program }.map { try $0.expected().status }
      #expect(statuses.contains("0\n"), "Tests/GoldenTests/cases/\(program)/<case>/cmd is missing")
      #expect(statuses.contains { $0 != "0\n" }, "\(program) needs a case with broken input")
    }
  }

  @Test func `an expected output is short enough to be read`() throws {
    for golden in try GoldenCase.all() {
      let lines = try golden.expected().output.split(separator: "\n").count
      #expect(lines <= 30, "\(golden.name) has \(lines) lines")
    }
  }
}
