internal import CUTF8Proc

/// The Unicode normal forms that names are compared in (UAX #15), computed by libutf8proc.
///
/// The only file that calls the C library; ASCII and unpointed Hebrew never reach it.
package enum NormalForm {
  /// `text` in the form two spellings of one name share: NFKD, combining marks and ignorable characters off, case folded.
  package static func folded(_ text: String) -> String {
    String(decoding: folded(Array(text.utf8)), as: UTF8.self)
  }

  /// The UTF-8 twin of `folded(_:)`; ill-formed bytes become U+FFFD. O(length), one allocation.
  package static func folded(_ utf8: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(utf8.count)
    var reader = ScalarReader()
    let bytes = utf8.span
    while let scalar = reader.next(in: bytes) {
      appendFolded(scalar, to: &result)
    }
    return result
  }

  /// Appends the folded form of one scalar, which may be empty (a mark) or several (a ligature).
  @inline(__always)
  package static func appendFolded(_ scalar: UInt32, to result: inout [UInt8]) {
    switch scalar {
    case 0x41...0x5A: result.append(UInt8(truncatingIfNeeded: scalar) | 0x20)
    case 0..<0x80: result.append(UInt8(truncatingIfNeeded: scalar))
    case 0x5D0...0x5EA: appendScalar(scalar, to: &result)
    default: appendMapped(scalar, options: folding, to: &result)
    }
  }

  /// `text` in NFC, the form that records are published in.
  package static func composed(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
    return map(text, options: [UTF8PROC_STABLE, UTF8PROC_COMPOSE])
  }

  /// `text` in NFC after compatibility and case folding, ignorable characters off: what UTS #46 maps a domain to.
  static func domainMapped(_ text: String) -> String {
    map(text, options: [UTF8PROC_STABLE, UTF8PROC_COMPOSE, UTF8PROC_COMPAT, UTF8PROC_CASEFOLD, UTF8PROC_IGNORE])
  }

  /// `text` in NFD without combining marks: what is left of `é` is `e`, but `½` stays `½`.
  package static func withoutMarks(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
    return map(text, options: [UTF8PROC_STABLE, UTF8PROC_DECOMPOSE, UTF8PROC_STRIPMARK])
  }

  private static let folding = [
    UTF8PROC_STABLE, UTF8PROC_COMPAT, UTF8PROC_DECOMPOSE, UTF8PROC_STRIPMARK, UTF8PROC_CASEFOLD, UTF8PROC_IGNORE,
  ].reduce(0) { $0 | $1.rawValue }

  /// Room for the longest decomposition of one scalar: that of U+FDFA has 18.
  private static let longestDecomposition = 32

  private static func appendMapped(_ scalar: UInt32, options: UInt32, to result: inout [UInt8]) {
    var boundary: Int32 = 0
    unsafe withUnsafeTemporaryAllocation(of: utf8proc_int32_t.self, capacity: longestDecomposition) { buffer in
      unsafe buffer.initialize(repeating: 0)
      let count = unsafe utf8proc_decompose_char(
        utf8proc_int32_t(truncatingIfNeeded: scalar), buffer.baseAddress, longestDecomposition,
        utf8proc_option_t(rawValue: options), &boundary)
      guard count >= 0, count <= longestDecomposition else { return appendScalar(scalar, to: &result) }
      for index in 0..<count {
        appendScalar(UInt32(truncatingIfNeeded: unsafe buffer[index]), to: &result)
      }
    }
  }

  private static func map(_ text: String, options: [utf8proc_option_t]) -> String {
    let all = utf8proc_option_t(rawValue: options.reduce(0) { $0 | $1.rawValue })
    let bytes = Array(text.utf8)
    // Room for the longest decomposition of every scalar would be wasteful: the first call only counts.
    let needed = unsafe utf8proc_decompose(bytes, bytes.count, nil, 0, all)
    guard needed > 0 else { return needed == 0 ? "" : text }
    var scalars = [utf8proc_int32_t](repeating: 0, count: needed)
    guard unsafe utf8proc_decompose(bytes, bytes.count, &scalars, needed, all) == needed else { return text }
    let count = unsafe utf8proc_normalize_utf32(&scalars, needed, all)
    var result: [UInt8] = []
    for scalar in scalars.prefix(max(0, count)) {
      appendScalar(UInt32(truncatingIfNeeded: scalar), to: &result)
    }
    return String(decoding: result, as: UTF8.self)
  }
}
