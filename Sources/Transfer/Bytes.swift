internal import Glibc

extension [UInt8] {
  /// Where `needle` first occurs at or after `start`; an empty one occurs at once.
  func firstOccurrence(of needle: [UInt8], from start: Int = 0) -> Int? {
    withUnsafeBytes { bytes in
      needle.withUnsafeBytes { needle in Self.firstOccurrence(of: needle, in: bytes, from: start) }
    }
  }

  private static func firstOccurrence(
    of needle: UnsafeRawBufferPointer, in bytes: UnsafeRawBufferPointer, from start: Int
  ) -> Int? {
    guard start <= bytes.count else { return nil }
    guard !needle.isEmpty else { return start }
    guard let base = bytes.baseAddress, let wanted = needle.baseAddress else { return nil }
    var at = start
    while at + needle.count <= bytes.count {
      guard let next = memchr(base + at, Int32(needle[0]), bytes.count - needle.count - at + 1) else { return nil }
      if memcmp(next, wanted, needle.count) == 0 { return UnsafeRawPointer(next) - base }
      at = UnsafeRawPointer(next) - base + 1
    }
    return nil
  }

  /// Where `byte` first occurs at or after `start`.
  func firstIndex(of byte: UInt8, from start: Int) -> Int? {
    withUnsafeBytes { bytes in
      guard start < bytes.count, let base = bytes.baseAddress else { return nil }
      return memchr(base + start, Int32(byte), bytes.count - start).map { UnsafeRawPointer($0) - base }
    }
  }

  /// Whether `text` stands at `start`.
  func has(_ text: StaticString, at start: Int) -> Bool {
    guard start + text.utf8CodeUnitCount <= count else { return false }
    return withUnsafeBytes { bytes in
      bytes.baseAddress.map { memcmp($0 + start, text.utf8Start, text.utf8CodeUnitCount) == 0 } ?? false
    }
  }

  func contains(_ needle: [UInt8]) -> Bool { firstOccurrence(of: needle) != nil }
  func contains(_ needle: StaticString) -> Bool {
    withUnsafeBytes { bytes in
      let needle = UnsafeRawBufferPointer(start: needle.utf8Start, count: needle.utf8CodeUnitCount)
      return Self.firstOccurrence(of: needle, in: bytes, from: 0) != nil
    }
  }
}

extension ArraySlice<UInt8> {
  /// The slice without white space at its ends, no-break spaces included, which editors leave in such files.
  var trimmingSpaces: ArraySlice<UInt8> {
    var slice = drop(while: \.isASCIISpace)
    while slice.starts(with: [0xC2, 0xA0]) { slice = slice.dropFirst(2).drop(while: \.isASCIISpace) }
    while let last = slice.last, last.isASCIISpace { slice.removeLast() }
    while slice.suffix(2).elementsEqual([0xC2, 0xA0]) {
      slice.removeLast(2)
      while let last = slice.last, last.isASCIISpace { slice.removeLast() }
    }
    return slice
  }
}

extension UInt8 {
  var isHexDigit: Bool { isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self | 0x20) }
  /// RFC 3986 §2.3.
  var isUnreserved: Bool { isASCIILetter || isDigit || [0x2D, 0x2E, 0x5F, 0x7E].contains(self) }
  var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
  var isASCIILetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) }
  var lowercasedASCII: UInt8 { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) ? self | 0x20 : self }
  var isASCIISpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}
