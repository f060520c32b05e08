import Posix
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
  func `moments are handed out an interval apart`() throws {
    #expect(try clock.reserve("a.example", interval: 1, now: 1000) == 0)
    #expect(try clock.reserve("a.example", interval: 1, now: 1000) == 1)
    #expect(try clock.reserve("a.example", interval: 1, now: 1000.5) == 1.5)
    #expect(try clock.reserve("b.example", interval: 1, now: 1000.5) == 0)
    #expect(try clock.reserve("a.example", interval: 1, now: 2000) == 0)
  }

  @Test
  func `a request that went out late moves the next one`() throws {
    #expect(try clock.reserve("a.example", interval: 1, now: 1000) == 0)
    try clock.note("a.example", at: 1000.3)
    #expect(abs(try clock.reserve("a.example", interval: 1, now: 1000.4) - 0.9) < 1e-6)
  }

  @Test(arguments: ["", "garbage", "nan", "inf", "1e400", "99999999999999999999"])
  func `a damaged file counts as none`(text: String) throws {
    _ = try folder.write(text.utf8, to: "a.example")
    #expect(try clock.reserve("a.example", interval: 1, now: 1000) == 0)
    #expect(try clock.reserve("a.example", interval: 1, now: 1000) == 1)
  }

  @Test
  func `a clock that was set back does not stop the crawler`() throws {
    _ = try clock.reserve("a.example", interval: 1, now: 1_800_000_000)
    #expect(try clock.reserve("a.example", interval: 1, now: 1_768_000_000) == 0)
  }

  @Test(arguments: ["..", "a/../../b", "[::1]:80", "127.0.0.1:8080", "é.example"])
  func `no host becomes a path outside the folder`(host: String) throws {
    _ = try clock.reserve(host, interval: 1, now: 1000)
    #expect(try File.list(folder.path("")).count == 1)
    #expect(try clock.reserve(host, interval: 1, now: 1000) == 1)
  }

  @Test
  func `those who share the folder take turns`() throws {
    let clock = clock
    nonisolated(unsafe) var moments = [[Double]](repeating: [], count: 8)
    moments.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let lists = buffer
      Threads.run(8) { index in
        for _ in 0..<25 { lists[index].append((try? clock.reserve("a.example", interval: 0.5, now: 5000)) ?? -1) }
      }
    }
    #expect(moments.joined().sorted() == (0..<200).map { Double($0) / 2 })
  }
}
