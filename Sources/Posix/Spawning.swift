internal import Glibc

/// What starting a process needs beside its words; the owner of both C values.
struct Spawning: ~Copyable {
  var actions = posix_spawn_file_actions_t()
  var attributes = posix_spawnattr_t()

  init() {
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
  }

  deinit {
    var (actions, attributes) = (actions, attributes)
    posix_spawn_file_actions_destroy(&actions)
    posix_spawnattr_destroy(&attributes)
  }

  /// Starts a program by its path or by name from PATH, with this process's environment; its process id.
  mutating func start(_ words: [String]) throws(IOError) -> Int32 {
    let program = words.first ?? ""
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var processID = pid_t()
    let code = posix_spawnp(&processID, program, &actions, &attributes, &arguments, environ)
    guard code == 0 else { throw IOError(.execute, program, code: code) }
    return processID
  }

  /// What waitpid(2) tells, as the shell reports it: the exit code, or 128 and the number of the signal that ended it.
  static func exitCode(_ status: Int32) -> Int32 {
    status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
  }
}
