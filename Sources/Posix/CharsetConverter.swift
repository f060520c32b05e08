internal import Glibc

/// The owner of one iconv conversion into UTF-8.
package struct CharsetConverter: ~Copyable {
  private let handle: iconv_t

  private init?(from name: String) {
    guard let handle = iconv_open("UTF-8", name), Int(bitPattern: handle) != -1 else { return nil }
    self.handle = handle
  }

  deinit { iconv_close(handle) }

  package static func knows(_ name: String) -> Bool { CharsetConverter(from: name) != nil }

  /// The bytes as UTF-8; what the encoding does not define becomes U+FFFD. Nil for an unknown encoding. O(length).
  package static func utf8(from name: String, _ bytes: ArraySlice<UInt8>) -> [UInt8]? {
    guard let converter = CharsetConverter(from: name) else { return nil }
    return converter.convert(bytes)
  }

  private func convert(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var input = bytes.map { CChar(bitPattern: $0) }
    var output: [UInt8] = []
    output.reserveCapacity(input.count * 2)
    var block = [CChar](repeating: 0, count: 1 << 14)
    input.withUnsafeMutableBufferPointer { input in
      var next = input.baseAddress
      var left = input.count
      while left > 0 {
        let failure = step(&next, &left, &block, into: &output)
        guard failure == EILSEQ || failure == EINVAL, left > 0 else { continue }
        output.append(contentsOf: [0xEF, 0xBF, 0xBD])
        next = next.map { $0 + 1 }
        left -= 1
      }
      // Some encodings hold back a letter to see whether an accent follows it.
      var none: UnsafeMutablePointer<CChar>?
      _ = step(&none, &left, &block, into: &output)
    }
    return output
  }

  /// Converts until the block is full or a byte has no meaning; gives the error number or 0.
  private func step(
    _ next: inout UnsafeMutablePointer<CChar>?, _ left: inout Int, _ block: inout [CChar], into output: inout [UInt8]
  ) -> Int32 {
    block.withUnsafeMutableBufferPointer { block in
      var free = block.count
      var end = block.baseAddress
      let result = iconv(handle, &next, &left, &end, &free)
      let failure = result == -1 ? errno : 0
      output.append(contentsOf: block.prefix(block.count - free).lazy.map { UInt8(bitPattern: $0) })
      return failure
    }
  }
}
