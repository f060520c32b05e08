internal import JSON
package import Posix
package import Records

/// A program that reads records and writes records.
package protocol Filter: Program {
  /// The record types it reads.
  static var reads: [String] { get }
  /// Whether records of other types are passed on; otherwise they are rejected.
  static var passesOthers: Bool { get }
  /// Whether records stay in memory until the end or the end of their group; they then count against `--max-memory`.
  static var holdsRecords: Bool { get }

  /// Checks the options before the first record.
  mutating func start(_ session: Session) throws
  /// Uses one record; a thrown `RecordError` leaves out this record only.
  mutating func process(_ record: Record, _ output: inout Output) throws
  /// Passes on a record of another type, where the filter does that.
  mutating func pass(_ record: Record, _ output: inout Output) throws
  /// Called before more input is read, which may take long: a filter with work of its own does it until `input` has
  /// something to read.
  mutating func work(until input: Descriptor) throws
  /// Ends the run after the last record.
  mutating func finish(_ output: inout Output) throws
}

/// A filter whose every output depends on one record alone; copies of it work side by side, and order is kept.
package protocol RecordwiseFilter: Filter, Sendable {}

extension Filter {
  package static var sharedOptions: [Option<CommonOptions>] { CommonOptions.shared + CommonOptions.filtering }
  package static var passesOthers: Bool { false }
  package static var holdsRecords: Bool { false }

  package mutating func start(_ session: Session) throws {}
  package mutating func pass(_ record: Record, _ output: inout Output) throws { output.emit(record) }
  package mutating func work(until input: Descriptor) throws {}
  package mutating func finish(_ output: inout Output) throws {}

  package mutating func run(_ session: Session) throws -> Status {
    try start(session)
    let parser = RecordParser()
    try session.forEachChunk(beforeReading: { input in try work(until: input) }) { chunk in
      let part = LineRun.process(chunk, in: 0..<chunk.end, with: &self, parser)
      if part.endsGroup { session.release() }
      if Self.holdsRecords { try session.hold(chunk.end) }
      return [part]
    }
    session.out.drain(to: session.output)
    try finish(&session.out)
    return .done
  }
}

extension RecordwiseFilter {
  package mutating func run(_ session: Session) throws -> Status {
    try start(session)
    let workers = Workers(filter: self, count: Threads.available)
    try session.forEachBatch(
      while: { $0.count < workers.count && $0.allSatisfy(workers.canTakeMore) }, workers.process)
    try finish(&session.out)
    return .done
  }
}

/// What became of a run of lines.
struct LineRun: Sendable {
  struct Reject: Sendable {
    var line: Int
    var reason: String
    var text: Range<Int>
  }

  var lines = 0
  var records = 0
  var rejects: [Reject] = []
  var output: [UInt8] = []
  var endsGroup = false
  var failure: (any Error)?

  /// Takes the lines of `range` through `filter`; a failure other than a record's own ends the run.
  static func process<F: Filter>(
    _ chunk: LineChunks.Chunk, in range: Range<Int>, with filter: inout F, _ parser: RecordParser
  ) -> LineRun {
    var part = LineRun()
    var output = Output()
    var start = range.lowerBound
    while start < range.upperBound {
      let end = chunk.bytes.firstNewline(in: start..<range.upperBound) ?? range.upperBound
      defer { start = end + 1 }
      part.lines += 1
      guard !chunk.bytes.isBlank(start..<end) else { continue }
      part.records += 1
      do {
        let record = try parser.parse(chunk.bytes, in: start..<end)
        guard let type = record.type else { throw RecordError(#"the record has no "type""#) }
        if F.reads.contains(type) {
          try filter.process(record, &output)
        } else if F.passesOthers {
          try filter.pass(record, &output)
        } else {
          throw RecordError("\(F.manual.name) does not read records of type '\(type)'")
        }
      } catch let error as JSONError {
        part.rejects.append(.init(line: part.lines, reason: "not a JSON record: \(error)", text: start..<end))
      } catch let error as RecordError {
        part.rejects.append(.init(line: part.lines, reason: error.reason, text: start..<end))
      } catch {
        part.failure = error
        break
      }
    }
    part.output = output.bytes
    part.endsGroup = output.endsGroup
    return part
  }
}

extension [UInt8] {
  fileprivate func isBlank(_ range: Range<Int>) -> Bool {
    guard let first = self[range].first, first <= 0x20 else { return range.isEmpty }
    return self[range].allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
  }
}

extension Session {
  /// Reads the input files, or standard input, chunk by chunk and writes out what `body` made of each.
  func forEachChunk(
    beforeReading: (Descriptor) throws -> Void = { _ in }, _ body: (LineChunks.Chunk) throws -> [LineRun]
  ) throws {
    try forEachBatch(beforeReading: beforeReading, while: { _ in false }) { chunks in
      try chunks.map { $0.isOverlongLine ? [] : try body($0) }
    }
  }

  /// The same for several chunks at a time: as many as are there without waiting, while `takesMore` says so.
  func forEachBatch(
    beforeReading: (Descriptor) throws -> Void = { _ in }, while takesMore: ([LineChunks.Chunk]) -> Bool,
    _ body: ([LineChunks.Chunk]) throws -> [[LineRun]]
  ) throws {
    for path in common.files.isEmpty ? ["-"] : common.files {
      let descriptor = path == "-" ? input : try Descriptor(opening: path, for: .read)
      let file = path == "-" ? nil : path
      var chunks = LineChunks(descriptor)
      var line = 0
      var isFirst = true
      while true {
        try beforeReading(descriptor)
        var batch: [LineChunks.Chunk] = []
        var failure: IOError?
        repeat {
          do throws(IOError) {
            guard var chunk = try chunks.next() else { break }
            if isFirst { chunk.dropByteOrderMark() }
            isFirst = false
            batch.append(chunk)
          } catch {
            failure = error
          }
        } while failure == nil && takesMore(batch) && descriptor.isReadable
        for (chunk, parts) in zip(batch, try body(batch)) {
          if chunk.isOverlongLine {
            line += 1
            count()
            try reject(line: line, file: file, reason: "the line is longer than 64 MiB", text: [])
          }
          for part in parts {
            try take(part, of: chunk, after: line, file: file)
            line += part.lines
          }
        }
        try flush()
        // What was read before the failure is used first.
        if let failure { throw failure }
        if batch.isEmpty { break }
      }
    }
  }

  private func take(_ part: LineRun, of chunk: LineChunks.Chunk, after line: Int, file: String?) throws {
    out.append(part.output)
    count(part.records)
    for reject in part.rejects {
      try self.reject(line: line + reject.line, file: file, reason: reject.reason, text: chunk.bytes[reject.text])
    }
    if let failure = part.failure { throw failure }
  }
}

extension LineChunks.Chunk {
  /// A byte order mark at the start of the input is no part of its first record.
  fileprivate mutating func dropByteOrderMark() {
    guard bytes.starts(with: [0xEF, 0xBB, 0xBF]) else { return }
    for index in 0..<3 { bytes[index] = UInt8(ascii: " ") }
  }
}
