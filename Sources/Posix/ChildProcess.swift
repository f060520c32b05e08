internal import Glibc

/// A program started by this one, with pipes to it; it is signalled only through this owner and never outlives it.
package final class ChildProcess {
  package let pid: Int32
  private var status: Int32?

  private init(pid: Int32) { self.pid = pid }

  deinit { end() }

  /// What a child finds open: its descriptor number and ours.
  package struct Inherited {
    package let number: Int32
    package let descriptor: Descriptor

    package init(_ descriptor: Descriptor, as number: Int32) {
      self.descriptor = descriptor
      self.number = number
    }
  }

  /// The two ends of a new pipe; neither survives an exec unless inherited by name.
  package static func pipe() throws(IOError) -> (read: Descriptor, write: Descriptor) {
    var ends: [Int32] = [-1, -1]
    guard Glibc.pipe(&ends) == 0 else { throw IOError(.create, "a pipe") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (Descriptor(ends[0], path: "a pipe"), Descriptor(ends[1], path: "a pipe"))
  }

  /// Starts `path` with the arguments after its name, in a process group of its own.
  package static func start(
    _ path: String, _ arguments: [String], inheriting inherited: [Inherited]
  ) throws(IOError) -> ChildProcess {
    var spawning = Spawning()
    // First out of the way of each other, then into place: dup2 clears close-on-exec.
    for (index, one) in inherited.enumerated() {
      posix_spawn_file_actions_adddup2(&spawning.actions, one.descriptor.number, 200 + Int32(index))
    }
    for (index, one) in inherited.enumerated() {
      posix_spawn_file_actions_adddup2(&spawning.actions, 200 + Int32(index), one.number)
      posix_spawn_file_actions_addclose(&spawning.actions, 200 + Int32(index))
    }
    posix_spawnattr_setflags(&spawning.attributes, Int16(POSIX_SPAWN_SETPGROUP))
    return ChildProcess(pid: try spawning.start([path] + arguments))
  }

  /// The exit code once the child has ended, 128 + signal when a signal ended it; nil while it runs.
  package func poll() -> Int32? {
    if let status { return status }
    var raw: Int32 = 0
    guard waitpid(pid, &raw, WNOHANG) == pid else { return nil }
    status = Spawning.exitCode(raw)
    return status
  }

  /// Ends the child and everything it started, and waits for it.
  package func end() {
    guard status == nil else { return }
    kill(-pid, SIGKILL)
    var raw: Int32 = 0
    while waitpid(pid, &raw, 0) < 0 && errno == EINTR {}
    status = Spawning.exitCode(raw)
  }
}

extension Descriptor {
  /// Whether something can be read, or the other side has closed, within `seconds`.
  package func isReadable(within seconds: Double) -> Bool {
    var entry = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
    return Glibc.poll(&entry, 1, Int32(max(0, seconds) * 1000)) > 0
  }
}

/// Whether this process runs as root.
package var isRoot: Bool { geteuid() == 0 }
