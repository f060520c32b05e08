import Posix
import Synchronization
import TestSupport
import Testing
import Transfer

struct HostClockTests {
  private let folder: TemporaryFolder
  private let clock: HostClock

  init() throws {
    folder = try TemporaryFolder()
    clock = HostClock(folder: folder.path(""))
  }

  @Test
  func `a turn is taken when the last one was an interval ago, else it says how long to wait`() throws {
    #expect(try clock.take("a.example", interval: 1, now: 1000) == 0)
    #expect(try clock.take("a.example", interval: 1, now: 1000) == 1)
    #expect(try clock.take("a.example", interval: 1, now: 1000.75) == 0.25)
    #expect(try clock.take("b.example", interval: 1, now: 1000.5) == 0)
    #expect(try clock.take("a.example", interval: 1, now: 1001) == 0)
    #expect(try clock.take("a.example", interval: 1, now: 1001.5) == 0.5)
  }

  @Test
  func `a request that went out late moves the next one`() throws {
    #expect(try clock.take("a.example", interval: 1, now: 1000) == 0)
    try clock.note("a.example", at: 1000.25)
    #expect(try clock.take("a.example", interval: 1, now: 1000.5) == 0.75)
  }

  @Test(arguments: ["", "garbage", "nan", "inf", "1e400", "99999999999999999999"])
  func `a damaged file counts as none`(text: String) throws {
    _ = try folder.write(text.utf8, to: "a.example")
    #expect(try clock.take("a.example", interval: 1, now: 1000) == 0)
    #expect(try clock.take("a.example", interval: 1, now: 1000) == 1)
  }

  @Test
  func `a clock that was set back does not stop the crawler`() throws {
    _ = try clock.take("a.example", interval: 1, now: 1_800_000_000)
    #expect(try clock.take("a.example", interval: 1, now: 1_768_000_000) == 0)
  }

  @Test(arguments: ["..", "a/../../b", "[::1]:80", "127.0.0.1:8080", "é.example"])
  func `no host becomes a path outside the folder`(host: String) throws {
    _ = try clock.take(host, interval: 1, now: 1000)
    #expect(try File.list(folder.path("")).count == 1)
    #expect(try clock.take(host, interval: 1, now: 1000) == 1)
  }

  @Test
  func `of many who ask at once one gets the turn`() throws {
    let clock = clock
    for moment in 0..<20 {
      let taken = Mutex(0)
      Threads.run(8) { _ in
        let wait = try? clock.take("a.example", interval: 1, now: 5000 + Double(moment))
        taken.withLock { if wait == 0 { $0 += 1 } }
      }
      #expect(taken.withLock { $0 } == 1)
    }
  }
}
