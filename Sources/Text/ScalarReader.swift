/// Reads Unicode scalars from UTF-8 that may be ill-formed; a bad sequence reads as U+FFFD and never traps.
struct ScalarReader {
  /// The index of the next unread byte.
  var position = 0

  static let replacement: UInt32 = 0xFFFD

  @inline(__always)
  mutating func next(in bytes: borrowing Span<UInt8>) -> UInt32? {
    guard position < bytes.count else { return nil }
    let first = bytes[position]
    position += 1
    return first < 0x80 ? UInt32(first) : continuation(of: first, in: bytes)
  }

  /// RFC 3629 §4: the second byte's range excludes overlong forms, surrogates and values past U+10FFFF.
  private mutating func continuation(of first: UInt8, in bytes: borrowing Span<UInt8>) -> UInt32 {
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch first {
    case 0xC2...0xDF: length = 1
    case 0xE0: (length, second) = (2, 0xA0...0xBF)
    case 0xED: (length, second) = (2, 0x80...0x9F)
    case 0xE1...0xEF: length = 2
    case 0xF0: (length, second) = (3, 0x90...0xBF)
    case 0xF1...0xF3: length = 3
    case 0xF4: (length, second) = (3, 0x80...0x8F)
    default: return Self.replacement
    }
    var scalar = UInt32(first) & (0x3F >> UInt32(length))
    for step in 0..<length {
      guard position < bytes.count, (step == 0 ? second : 0x80...0xBF).contains(bytes[position]) else {
        return Self.replacement
      }
      scalar = scalar << 6 | UInt32(bytes[position] & 0x3F)
      position += 1
    }
    return scalar
  }
}

/// Appends `scalar` as UTF-8; a value that is no scalar is appended as U+FFFD.
@inline(__always)
func appendScalar(_ scalar: UInt32, to result: inout [UInt8]) {
  switch scalar {
  case 0..<0x80:
    result.append(UInt8(truncatingIfNeeded: scalar))
  case 0x80..<0x800:
    result.append(0xC0 | UInt8(truncatingIfNeeded: scalar >> 6))
    result.append(0x80 | UInt8(truncatingIfNeeded: scalar & 0x3F))
  case 0x800..<0xD800, 0xE000..<0x1_0000:
    result.append(0xE0 | UInt8(truncatingIfNeeded: scalar >> 12))
    result.append(0x80 | UInt8(truncatingIfNeeded: scalar >> 6 & 0x3F))
    result.append(0x80 | UInt8(truncatingIfNeeded: scalar & 0x3F))
  case 0x1_0000..<0x11_0000:
    result.append(0xF0 | UInt8(truncatingIfNeeded: scalar >> 18))
    result.append(0x80 | UInt8(truncatingIfNeeded: scalar >> 12 & 0x3F))
    result.append(0x80 | UInt8(truncatingIfNeeded: scalar >> 6 & 0x3F))
    result.append(0x80 | UInt8(truncatingIfNeeded: scalar & 0x3F))
  default:
    appendScalar(ScalarReader.replacement, to: &result)
  }
}
