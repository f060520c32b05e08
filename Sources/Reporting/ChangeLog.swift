internal import Catalogue
internal import JSON
internal import Posix
internal import Records
internal import Tree

/// One batch of a brand's history: what changed in one source between two of its documents.
struct ChangeBatch {
  let source: Source
  let time: String
  /// There was no document before: everything was added because it was read for the first time.
  let isFirstReading: Bool
  let changes: [PriceableChange]
}

/// A change record and the price in it.
struct PriceableChange {
  let record: Record
  let time: String
  /// The price on both sides; nil unless a modified product has another one.
  let price: (old: Double, new: Double)?

  init(_ record: Record, time: String) {
    self.record = record
    self.time = time
    guard record.string("change_type") == "modified", let price = record.value("price"),
      let old = price["old"]?.double, let new = price["new"]?.double, old != new
    else {
      self.price = nil
      return
    }
    self.price = (old, new)
  }

  /// The change of the price in per cent of the old one, with one decimal; nil when that says nothing.
  var percent: Double? {
    guard let price, price.old > 0 else { return nil }
    let percent = ((price.new - price.old) / price.old * 1000).rounded() / 10
    return percent.isFinite ? percent : nil
  }
}

extension Tree {
  /// The batches of a brand's history that are not older than `start`, oldest first.
  ///
  /// Older batches are passed over unread, and so is a torn last line: a flow may be writing. A batch without a time
  /// belongs to no day. O(length of the file).
  func batches(of brandID: String, since start: String) throws -> [ChangeBatch] {
    guard let bytes = try File.readIfPresent(history(brandID)) else { return [] }
    var lines = LineWalk(bytes)
    let parser = RecordParser()
    var batches: [ChangeBatch] = []
    while let line = lines.next() {
      let head = try read(line, of: bytes, parser, brandID)
      guard head.type == "batch", let count = head.int("changes") else { continue }
      guard let source = head.string("source").flatMap(Source.init), let time = head.string("timestamp"), time >= start
      else {
        lines.skip(count)
        continue
      }
      var changes: [PriceableChange] = []
      while changes.count < count, let line = lines.next() {
        changes.append(PriceableChange(try read(line, of: bytes, parser, brandID), time: time))
      }
      batches.append(
        ChangeBatch(source: source, time: time, isFirstReading: head.string("from") == nil, changes: changes))
    }
    return batches
  }

  private func read(
    _ line: Range<Int>, of bytes: [UInt8], _ parser: RecordParser, _ brandID: String
  ) throws -> Record {
    do {
      return try parser.parse(bytes, in: line)
    } catch {
      throw TreeError.malformed("\(history(brandID)): \(error); restore it from a backup")
    }
  }
}

/// Walks over whole lines, without their newlines.
private struct LineWalk {
  private let bytes: [UInt8]
  private var start = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func next() -> Range<Int>? {
    guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
    defer { start = end + 1 }
    return start..<end
  }

  mutating func skip(_ count: Int) {
    for _ in 0..<max(0, count) where next() == nil { return }
  }
}
