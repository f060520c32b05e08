/// Runs of whole lines read from a descriptor, in order, as soon as they are there.
package struct LineChunks: ~Copyable {
  /// Bytes that follow the lines of a chunk in its storage, for readers that look ahead in blocks.
  package static let padding = 64

  /// Some whole lines in one array; `end` is where the lines end and the padding begins.
  package struct Chunk: Sendable {
    package var bytes: [UInt8]
    package var end: Int
    /// Stands for one line that was too long to keep; `bytes` holds only padding.
    package var isOverlongLine = false
  }

  private let descriptor: Descriptor
  private let readSize: Int
  private let maximumLine: Int
  private var rest: [UInt8] = []
  private var isAtEnd = false

  /// Reads at most `readSize` bytes a call; lines longer than `maximumLine` bytes are dropped and reported.
  package init(_ descriptor: Descriptor, readSize: Int = 1 << 18, maximumLine: Int = 64 << 20) {
    self.descriptor = descriptor
    self.readSize = readSize
    self.maximumLine = maximumLine
  }

  /// The next run of lines, nil at the end; a last line without a newline counts as a line.
  package mutating func next() throws(IOError) -> Chunk? {
    guard !isAtEnd else { return nil }
    var bytes = rest
    rest = []
    var searched = 0
    while true {
      let got = try descriptor.read(upTo: max(readSize, min(bytes.count, maximumLine)), appendingTo: &bytes)
      if got == 0 {
        isAtEnd = true
        return bytes.isEmpty ? nil : chunk(&bytes, end: bytes.count)
      }
      if let newline = bytes[searched...].lastIndex(of: UInt8(ascii: "\n")) {
        rest = Array(bytes[(newline + 1)...])
        return chunk(&bytes, end: newline + 1)
      }
      searched = bytes.count
      if bytes.count > maximumLine { return try skipOverlongLine() }
    }
  }

  private func chunk(_ bytes: inout [UInt8], end: Int) -> Chunk {
    bytes.removeLast(bytes.count - end)
    bytes.append(contentsOf: repeatElement(0, count: Self.padding))
    return Chunk(bytes: bytes, end: end)
  }

  private mutating func skipOverlongLine() throws(IOError) -> Chunk {
    var bytes: [UInt8] = []
    var newline: Int?
    repeat {
      bytes.removeAll(keepingCapacity: true)
      isAtEnd = try descriptor.read(upTo: readSize, appendingTo: &bytes) == 0
      newline = bytes.firstIndex(of: UInt8(ascii: "\n"))
    } while newline == nil && !isAtEnd
    if let newline { rest = Array(bytes[(newline + 1)...]) }
    return Chunk(bytes: Array(repeating: 0, count: Self.padding), end: 0, isOverlongLine: true)
  }
}

extension LineChunks.Chunk {
  /// The chunk in at most `count` runs of whole lines of about equal length. O(bytes).
  package func split(into count: Int) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = 0
    for part in 1...max(1, count) where start < end {
      let target = max(start, end / max(1, count) * part)
      let stop = part == count ? end : bytes[target..<end].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? end
      ranges.append(start..<stop)
      start = stop
    }
    return ranges
  }
}
