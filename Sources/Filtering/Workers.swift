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

  func process(_ chunk: LineChunks.Chunk) -> [LineRun] {
    let ranges = chunk.split(into: chunk.end < Self.threshold ? 1 : workers.count)
    Threads.run(ranges.count) { [workers] index in
      workers[index].worker.withLock { worker in
        worker.part = LineRun.process(chunk, in: ranges[index], with: &worker.filter, worker.parser)
      }
    }
    return ranges.indices.map { index in
      workers[index].worker.withLock { worker in
        let part = worker.part
        worker.part = LineRun()
        return part
      }
    }
  }
}
