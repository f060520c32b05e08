import Foundation
import Posix
import TestSupport
import Testing

@Suite struct LineChunksTests {
  private struct Line: Equatable {
    /// Nil stands for a line that was too long.
    var bytes: [UInt8]?
  }

  private static func read(_ bytes: [UInt8], readSize: Int, maximumLine: Int) throws -> [Line] {
    let folder = try TemporaryFolder()
    let file = try Descriptor(opening: try folder.write(bytes, to: "lines"), for: .read)
    var chunks = LineChunks(file, readSize: readSize, maximumLine: maximumLine)
    var lines: [Line] = []
    while let chunk = try chunks.next() {
      #expect(chunk.bytes.count == chunk.end + LineChunks.padding)
      if chunk.isOverlongLine {
        lines.append(Line(bytes: nil))
      } else {
        lines += split(Array(chunk.bytes[..<chunk.end]))
      }
    }
    return lines
  }

  /// The obvious way: all bytes cut at newlines.
  private static func split(_ bytes: [UInt8]) -> [Line] {
    var parts = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    if parts.last?.isEmpty == true { parts.removeLast() }
    return parts.map { Line(bytes: Array($0)) }
  }

  @Test(arguments: seeds(200))
  func `chunks hold the lines of the input whatever the size of a read`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var bytes: [UInt8] = []
    for _ in 0..<Int.random(in: 0...30, using: &random) {
      bytes += repeatElement(UInt8.random(in: 97...122, using: &random), count: Int.random(in: 0...20, using: &random))
      bytes.append(UInt8(ascii: "\n"))
    }
    if Bool.random(using: &random), !bytes.isEmpty { bytes.removeLast() }
    let maximum = Int.random(in: 1...22, using: &random)
    let expected = Self.split(bytes).map { $0.bytes.map(\.count) ?? 0 > maximum ? Line(bytes: nil) : $0 }
    let lines = try Self.read(bytes, readSize: Int.random(in: 1...64, using: &random), maximumLine: maximum)
    #expect(lines == expected, "maximum \(maximum), \(String(decoding: bytes, as: UTF8.self))")
  }

  @Test(arguments: [(4, true), (5, true), (6, false)])
  func `a line at the limit is kept and one above it is reported`(length: Int, isKept: Bool) throws {
    for ending in ["", "\n", "\nab\n"] {
      let bytes = Array((String(repeating: "x", count: length) + ending).utf8)
      let first = try #require(try Self.read(bytes, readSize: 100, maximumLine: 5).first)
      #expect((first.bytes != nil) == isKept)
    }
  }

  @Test func `lines are there as soon as they are written`() throws {
    let pipe = Pipe()
    var chunks = LineChunks(Descriptor(pipe.fileHandleForReading.fileDescriptor, path: "pipe", isOwned: false))
    try pipe.fileHandleForWriting.write(contentsOf: Data("one\ntwo\nthr".utf8))
    #expect(try chunks.next().map { Array($0.bytes[..<$0.end]) } == Array("one\ntwo\n".utf8))
    try pipe.fileHandleForWriting.write(contentsOf: Data("ee\n".utf8))
    #expect(try chunks.next().map { Array($0.bytes[..<$0.end]) } == Array("three\n".utf8))
    try pipe.fileHandleForWriting.close()
    #expect(try chunks.next() == nil)
  }

  @Test(arguments: seeds(100))
  func `a chunk splits into runs of whole lines that cover it`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let bytes =
      (0..<Int.random(in: 1...200, using: &random)).map { _ in
        Int.random(in: 0...7, using: &random) == 0 ? UInt8(ascii: "\n") : UInt8(ascii: "x")
      } + [UInt8(ascii: "\n")]
    let folder = try TemporaryFolder()
    var chunks = LineChunks(try Descriptor(opening: try folder.write(bytes, to: "lines"), for: .read))
    let chunk = try #require(try chunks.next())
    let count = Int.random(in: 0...8, using: &random)
    let ranges = chunk.split(into: count)
    #expect(ranges.count <= max(1, count))
    #expect(ranges.first?.lowerBound == 0)
    #expect(ranges.last?.upperBound == bytes.count)
    for (range, following) in zip(ranges, ranges.dropFirst()) {
      #expect(range.upperBound == following.lowerBound)
      #expect(bytes[range.upperBound - 1] == UInt8(ascii: "\n"))
    }
  }
}
