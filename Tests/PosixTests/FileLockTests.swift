import Posix
import TestSupport
import Testing

@Suite struct FileLockTests {
  @Test func `a lock that is held is busy and names its holder until it is let go`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("data/.lock")
    do {
      let first = try FileLock.attempt(path, holder: "weekly run 7")
      guard case .held(let lock) = first else { throw IOError(.lock, path, code: 0) }
      guard case .busy(let holder) = try FileLock.attempt(path, holder: "gaps") else {
        Issue.record("two holders of one lock")
        return
      }
      #expect(holder == "weekly run 7")
      withExtendedLifetime(lock) {}
    }
    guard case .held = try FileLock.attempt(path, holder: "gaps") else {
      Issue.record("the lock outlived its holder")
      return
    }
    #expect(try folder.read("data/.lock") == "gaps\n")
  }
}
