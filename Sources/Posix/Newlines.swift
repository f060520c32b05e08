internal import Glibc

extension [UInt8] {
  /// The first newline in `range`, by the C library's vectorised search. O(range).
  package func firstNewline(in range: Range<Int>) -> Int? {
    withUnsafeBytes { buffer in
      let part = UnsafeRawBufferPointer(rebasing: buffer[range])
      guard let base = part.baseAddress, let found = memchr(base, 0x0A, part.count) else { return nil }
      return range.lowerBound + (UnsafeRawPointer(found) - base)
    }
  }

  /// The last newline in `range`. O(range).
  package func lastNewline(in range: Range<Int>) -> Int? {
    guard let first = firstNewline(in: range) else { return nil }
    var at = range.upperBound - 1
    while at > first, self[at] != 0x0A { at -= 1 }
    return at
  }
}
