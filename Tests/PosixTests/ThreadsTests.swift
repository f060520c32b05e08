import Posix
import Synchronization
import Testing

@Suite struct ThreadsTests {
  @Test(arguments: [0, 1, 2, 17])
  func `every index is run once`(count: Int) {
    let seen = Mutex<[Int]>([])
    Threads.run(count) { index in seen.withLock { $0.append(index) } }
    #expect(seen.withLock { $0.sorted() } == Array(0..<count))
  }
}
