internal import Glibc

/// Ends the process at once with `code`.
package func endProcess(_ code: Int32) -> Never { exit(code) }
