internal import Posix
internal import Records
internal import Synchronization

/// Copies of a recordwise filter, each with a parser of its own, that share out a chunk's lines and keep their order.
final class Workers<F: RecordwiseFilter>: Sendable {
  private struct Worker: ~Copyable {
    var filter: F
    let parser = RecordParser()
    var part = LineRun()
  }

  /// Chunks below this many bytes are not worth a thread.
  private static var threshold: Int { 1 << 16 }

  private let workers: [Cell]

  private final class Cell: Sendable {
    let worker: Mutex<Worker>
    init(_ filter: F) { worker = Mutex(Worker(filter: filter)) }
  }

  init(filter: F, count: Int) {
    workers = (0..<max(1, count)).map { _ in Cell(filter) }
  }

  /// What becomes of each chunk: its lines shared out where it has many, the chunks themselves where there are several.
  func process(_ chunks: [LineChunks.Chunk]) -> [[LineRun]] {
    var tasks: [(chunk: Int, range: Range<Int>)] = []
    for (at, chunk) in chunks.enumerated() where !chunk.isOverlongLine {
      let isShared = chunks.count == 1 && chunk.end >= Self.threshold
      tasks += chunk.split(into: isShared ? workers.count : 1).map { (at, $0) }
    }
    Threads.run(tasks.count) { [workers, tasks] index in
      workers[index].worker.withLock { worker in
        let task = tasks[index]
        worker.part = LineRun.process(chunks[task.chunk], in: task.range, with: &worker.filter, worker.parser)
      }
    }
    var parts = [[LineRun]](repeating: [], count: chunks.count)
    for (index, task) in tasks.enumerated() {
      workers[index].worker.withLock { worker in
        parts[task.chunk].append(worker.part)
        worker.part = LineRun()
      }
    }
    return parts
  }

  /// Whether a chunk leaves all but one worker idle: one line, long enough to be worth a thread.
  func canTakeMore(than chunk: LineChunks.Chunk) -> Bool {
    guard chunk.end >= Self.threshold, !chunk.isOverlongLine else { return false }
    return chunk.bytes.firstNewline(in: 0..<chunk.end).map { $0 + 1 >= chunk.end } ?? true
  }

  var count: Int { workers.count }
}
