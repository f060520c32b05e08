import Foundation
import Posix
import TestSupport
import Testing

@Suite struct ChildTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: [("exit 0", Int32(0)), ("exit 76", 76), ("kill -TERM $$", 143)])
  func `a status is reported as the shell does`(script: String, status: Int32) throws {
    #expect(try Child.start(["sh", "-c", script]).wait() == status)
  }

  @Test func `a program that is not there is an error`() {
    #expect(throws: IOError.self) { try Child.start(["/no/such/program"]) }
  }

  @Test func `output goes where it is sent and nothing comes in`() throws {
    let output = try Descriptor(opening: folder.path("output"), for: .create)
    #expect(try Child.start(["sh", "-c", "cat; echo out; echo err >&2"], output: output).wait() == 0)
    #expect(try folder.read("output") == "out\nerr\n")
  }

  @Test func `a process is known by number and start`() throws {
    let own = try #require(ProcessIdentity(of: Environment.processID))
    #expect(own.isAlive)
    #expect(!ProcessIdentity(processID: own.processID, startTicks: own.startTicks + 1).isAlive)
    #expect(ProcessIdentity(of: 4_194_304) == nil)
  }

  @Test func `who holds a lock is seen without touching it`() throws {
    let path = folder.path("lock")
    #expect(try FileLock.holder(of: path) == nil)
    guard case .held(let lock) = try FileLock.attempt(path, holder: "me") else {
      Issue.record("nobody else has it")
      return
    }
    #expect(try FileLock.holder(of: path) == Environment.processID)
    withExtendedLifetime(lock) {}
  }

  @Test func `sizes of files add up, and links are not followed`() throws {
    try File.replace(folder.path("a/b/c"), with: [UInt8](repeating: 0, count: 1000))
    try File.replace(folder.path("a/d"), with: [UInt8](repeating: 0, count: 24))
    try FileManager.default.createSymbolicLink(atPath: folder.path("a/loop"), withDestinationPath: folder.path("a"))
    #expect(try File.totalBytes(below: folder.path("a")) == 1024)
    #expect(try File.totalBytes(below: folder.path("none")) == 0)
    #expect(try File.freeBytes(folder.path("a")) > 0)
  }
}
