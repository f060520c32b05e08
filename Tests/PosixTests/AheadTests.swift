import Posix
import Synchronization
import Testing

@Suite struct AheadTests {
  @Test func `the value is worked out once, however often it is asked for`() {
    let count = Mutex(0)
    let ahead = Ahead {
      count.withLock { count in
        count += 1
        return count
      }
    }
    #expect([ahead.value, ahead.value] == [1, 1])
  }

  @Test func `work that nobody asks for is done before its end`() {
    let isDone = Mutex(false)
    do { _ = Ahead<Void> { isDone.withLock { $0 = true } } }
    #expect(isDone.withLock { $0 } == true)
  }
}
