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
    // No read holds a line beyond the limit whole, so only the first line of a chunk can be too long.
    self.readSize = max(1, min(readSize, maximumLine))
    self.maximumLine = maximumLine
  }

  /// The next run of lines, nil at the end; a last line without a newline counts as a line.
  package mutating func next() throws(IOError) -> Chunk? {
    var bytes = rest
    rest = []
    // Room for the padding too, so that no chunk is copied for it.
    bytes.reserveCapacity(bytes.count + readSize + Self.padding)
    var searched = 0
    while true {
      if let newline = bytes.lastNewline(in: searched..<bytes.count) {
        return takeLines(of: &bytes, through: newline)
      }
      if bytes.count > maximumLine { return try skipOverlongLine() }
      searched = bytes.count
      guard !isAtEnd else { return bytes.isEmpty ? nil : chunk(&bytes, end: bytes.count) }
      isAtEnd = try descriptor.read(upTo: readSize, appendingTo: &bytes) == 0
    }
  }

  private mutating func takeLines(of bytes: inout [UInt8], through newline: Int) -> Chunk {
    if bytes.count > maximumLine, let first = bytes.firstNewline(in: bytes.indices), first > maximumLine {
      rest = Array(bytes[(first + 1)...])
      return .overlongLine
    }
    rest = Array(bytes[(newline + 1)...])
    return chunk(&bytes, end: newline + 1)
  }

  private func chunk(_ bytes: inout [UInt8], end: Int) -> Chunk {
    bytes.removeLast(bytes.count - end)
    bytes.append(contentsOf: repeatElement(0, count: Self.padding))
    return Chunk(bytes: bytes, end: end)
  }

  private mutating func skipOverlongLine() throws(IOError) -> Chunk {
    var bytes: [UInt8] = []
    while !isAtEnd {
      bytes.removeAll(keepingCapacity: true)
      isAtEnd = try descriptor.read(upTo: readSize, appendingTo: &bytes) == 0
      if let newline = bytes.firstNewline(in: bytes.indices) {
        rest = Array(bytes[(newline + 1)...])
        break
      }
    }
    return .overlongLine
  }
}

extension LineChunks.Chunk {
  fileprivate static let overlongLine = Self(
    bytes: Array(repeating: 0, count: LineChunks.padding), end: 0, isOverlongLine: true)

  /// The chunk in at most `count` runs of whole lines of about equal length. O(bytes).
  package func split(into count: Int) -> [Range<Int>] {
    let count = max(1, count)
    var ranges: [Range<Int>] = []
    var start = 0
    for part in 1...count where start < end {
      let target = max(start, end / count * part)
      let stop = part == count ? end : bytes.firstNewline(in: target..<end).map { $0 + 1 } ?? end
      ranges.append(start..<stop)
      start = stop
    }
    return ranges
  }
}
