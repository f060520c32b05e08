internal import Catalogue
internal import Health
internal import Posix
internal import Records
internal import Text

/// The end of a brand's history, read backwards as far as anybody asks.
struct HistoryTail {
  struct Batch {
    var source: Source
    var from: String?
    var to: String
    var facts: SourceFacts.Batch
  }

  /// Newest first.
  private(set) var batches: [Batch] = []

  /// Reads batches until one of each of `sources` is found and the last one read is older than `horizon` (seconds since
  /// 1970).
  ///
  /// O(what is read): the file grows for years, and an hourly check needs its last days.
  init(path: String, sources: Set<Source>, horizon: Int) throws {
    guard let size = File.state(path)?.size, size > 0 else { return }
    var window = 1 << 16
    while true {
      let start = max(0, size - window)
      var reader = Reader(bytes: try File.read(path, start..<size), sources: sources, horizon: horizon)
      if reader.read(isWhole: start == 0) || start == 0 {
        batches = reader.batches
        return
      }
      window *= 4
    }
  }

  private struct Reader {
    let bytes: [UInt8]
    var missing: Set<Source>
    let horizon: Int
    var batches: [Batch] = []
    private var added = 0
    private var deleted = 0
    private let parser = RecordParser()

    init(bytes: [UInt8], sources: Set<Source>, horizon: Int) {
      self.bytes = bytes
      missing = sources
      self.horizon = horizon
    }

    /// Takes lines from the end; true when everything that was asked for is found.
    mutating func read(isWhole: Bool) -> Bool {
      var end = bytes.count
      while end > 0 {
        let newline = bytes[..<end].lastIndex(of: UInt8(ascii: "\n"))
        let start = newline.map { $0 + 1 } ?? 0
        // The first line of a window may have lost its beginning.
        if newline == nil, !isWhole { return false }
        if start < end, take(start..<end) { return true }
        end = start - 1
      }
      return true
    }

    private mutating func take(_ line: Range<Int>) -> Bool {
      guard let record = try? parser.parse(bytes, in: line) else { return false }
      guard record.type == "batch" else {
        switch record.string("change_type") {
        case "added": added += 1
        case "deleted": deleted += 1
        default: break
        }
        return false
      }
      defer { (added, deleted) = (0, 0) }
      guard let source = record.string("source").flatMap(Source.init), let to = record.string("to") else {
        return false
      }
      let time = record.string("timestamp").flatMap { Timestamp.seconds($0) }.map { Int($0) } ?? 0
      batches.append(
        Batch(
          source: source, from: record.string("from"), to: to,
          facts: .init(time: time, added: added, deleted: deleted)))
      missing.remove(source)
      return missing.isEmpty && time < horizon
    }
  }
}
