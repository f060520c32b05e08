extension [UInt8] {
  /// Appends UTF-8 as a JSON string; runs without escapes are copied whole.
  mutating func append(jsonString utf8: UnsafeRawBufferPointer) {
    append(UInt8(ascii: "\""))
    var start = 0
    while let index = unsafe utf8.firstEscaped(from: start) {
      unsafe append(contentsOf: UnsafeRawBufferPointer(rebasing: utf8[start..<index]))
      unsafe append(jsonEscape: utf8[index])
      start = index + 1
    }
    unsafe append(contentsOf: UnsafeRawBufferPointer(rebasing: utf8[start...]))
    append(UInt8(ascii: "\""))
  }
}

extension UnsafeRawBufferPointer {
  /// The first byte at or after `start` that does not stand for itself inside a JSON string; nil without one.
  ///
  /// Looks at eight bytes at a time: pages are long and escapes in them rare.
  func firstEscaped(from start: Int) -> Int? {
    var offset = start
    while offset + 8 <= count {
      // Within bounds by the line above, and any eight bytes are an integer.
      let word = unsafe loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      let marks = unsafe Self.escapes(in: UInt64(littleEndian: word))
      if marks != 0 { return offset + marks.trailingZeroBitCount / 8 }
      offset += 8
    }
    while offset < count, unsafe self[offset].isPlainInJSON { offset += 1 }
    return offset < count ? offset : nil
  }

  /// The high bit of each byte that must be escaped, the first byte lowest; bits above the first such may be wrong
  /// (Mycroft's test for a zero byte: borrows run upwards).
  private static func escapes(in word: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let quotes = word ^ (ones &* 0x22)
    let backslashes = word ^ (ones &* 0x5C)
    let controls = (word &- ones &* 0x20) & ~word
    return (controls | (quotes &- ones) & ~quotes | (backslashes &- ones) & ~backslashes) & (ones &* 0x80)
  }
}

extension ArraySlice<UInt8> {
  /// The first backslash at or after `start`; nil without one.
  func firstBackslash(from start: Int) -> Int? {
    let bytes = unsafe span.bytes
    var offset = start - startIndex
    let ones: UInt64 = 0x0101_0101_0101_0101
    while offset + 8 <= bytes.byteCount {
      // Within bounds by the line above, and any eight bytes are an integer.
      let word = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
      let backslashes = UInt64(littleEndian: word) ^ (ones &* 0x5C)
      let marks = (backslashes &- ones) & ~backslashes & (ones &* 0x80)
      if marks != 0 { return startIndex + offset + marks.trailingZeroBitCount / 8 }
      offset += 8
    }
    return self[(startIndex + offset)...].firstIndex(of: UInt8(ascii: "\\"))
  }

  /// Copies all bytes to `target` from `offset` on and gives their number; what does not fit is left out.
  func copy(to target: UnsafeMutableBufferPointer<UInt8>, at offset: Int) -> Int {
    unsafe withUnsafeBufferPointer { source in
      let length = Swift.min(source.count, target.count - offset)
      guard length > 0, let from = source.baseAddress, let to = target.baseAddress else { return 0 }
      unsafe (to + offset).initialize(from: from, count: length)
      return length
    }
  }
}

extension UInt8 {
  /// Whether the byte stands for itself inside a JSON string.
  var isPlainInJSON: Bool { self >= 0x20 && self != UInt8(ascii: "\"") && self != UInt8(ascii: "\\") }
}
