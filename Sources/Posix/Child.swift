internal import CLinux
internal import Glibc

/// A process that this one started.
package struct Child: Sendable {
  package let processID: Int32

  /// Starts a program by its path or by name from PATH, with this process's environment and nothing on its standard input.
  ///
  /// - Parameter output: where its standard output and error go; nil for this process's standard error.
  /// - Parameter isDetached: in a session of its own, so that it outlives this process and its terminal.
  package static func start(
    _ words: [String], output: Descriptor? = nil, isDetached: Bool = false
  ) throws(IOError) -> Child {
    var spawning = Spawning()
    posix_spawn_file_actions_addopen(&spawning.actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&spawning.actions, output?.number ?? 2, 1)
    if let output { posix_spawn_file_actions_adddup2(&spawning.actions, output.number, 2) }
    // Signals that the calling thread holds back are its own affair; the child must be possible to end.
    var noSignals = sigset_t()
    sigemptyset(&noSignals)
    posix_spawnattr_setsigmask(&spawning.attributes, &noSignals)
    let session = isDetached ? Int16(stocktake_spawn_setsid) : 0
    posix_spawnattr_setflags(&spawning.attributes, Int16(POSIX_SPAWN_SETSIGMASK) | session)
    return Child(processID: try spawning.start(words))
  }

  /// Waits for its end; its status as the shell reports it, 128 and the signal's number after a signal.
  package func wait() throws(IOError) -> Int32 {
    var status: Int32 = 0
    while waitpid(processID, &status, 0) < 0 {
      guard errno == EINTR else { throw IOError(.execute, "process \(processID)") }
    }
    return Spawning.exitCode(status)
  }
}

/// A process beyond doubt: its number is given to another one some day, number and start together are not.
package struct ProcessIdentity: Sendable, Equatable {
  package let processID: Int32
  /// Clock ticks after the machine's start.
  package let startTicks: UInt64

  package init(processID: Int32, startTicks: UInt64) {
    self.processID = processID
    self.startTicks = startTicks
  }

  /// The process of this number as it is now; nil when there is none (field 22 of `/proc/<pid>/stat`, proc(5)).
  package init?(of processID: Int32) {
    guard let bytes = try? File.read("/proc/\(processID)/stat") else { return nil }
    // The name, in parentheses, may hold spaces and parentheses of its own.
    let fields = String(decoding: bytes, as: UTF8.self).split(separator: ")").last?.split(separator: " ") ?? []
    guard fields.count > 19, fields[0] != "Z", let ticks = UInt64(fields[19]) else { return nil }
    self.init(processID: processID, startTicks: ticks)
  }

  package var isAlive: Bool { ProcessIdentity(of: processID) == self }

  /// Asks the process to end, if it is still the same one.
  package func terminate() { if isAlive { kill(processID, SIGTERM) } }
}
