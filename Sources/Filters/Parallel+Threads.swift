package import Matching
internal import Posix

extension Parallel {
  /// All cores.
  package static let threads = Parallel(threads: Threads.available, run: Threads.run)
}
