internal import CUchardet
internal import Glibc

/// The owner of one iconv conversion into UTF-8.
struct CharsetConverter: ~Copyable {
  private let handle: iconv_t

  private init?(from name: String) {
    guard let handle = iconv_open("UTF-8", name), Int(bitPattern: handle) != -1 else { return nil }
    self.handle = handle
  }

  deinit { iconv_close(handle) }

  static func knows(_ name: String) -> Bool { CharsetConverter(from: name) != nil }

  /// The bytes as UTF-8; what the encoding does not define becomes U+FFFD. Nil for an unknown encoding. O(length).
  static func utf8(from name: String, _ bytes: ArraySlice<UInt8>) -> [UInt8]? {
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

/// Guesses encodings from the bytes alone.
enum CharsetDetector {
  /// The likely encoding, in lower case; nil when nothing speaks for one.
  static func name(of bytes: [UInt8]) -> String? {
    // Hebrew first: a short page gives the general detector too little to go by, and the letters are unmistakable.
    if looksHebrew(bytes) { return "windows-1255" }
    guard let detector = uchardet_new() else { return nil }
    defer { uchardet_delete(detector) }
    let status = bytes.withUnsafeBytes { buffer in
      uchardet_handle_data(detector, buffer.bindMemory(to: CChar.self).baseAddress, buffer.count)
    }
    guard status == 0 else { return nil }
    uchardet_data_end(detector)
    guard let text = uchardet_get_charset(detector) else { return nil }
    let name = String(cString: text).lowercased()
    return name.isEmpty || name == "ascii" ? nil : name
  }

  /// Whether nearly all bytes beyond ASCII are Hebrew letters, and stand in words of them.
  ///
  /// windows-1255 has its 27 letters at E0…FA. Latin encodings have lone accented letters there between ASCII ones,
  /// Cyrillic ones use FB…FF and the capitals below E0 as well.
  private static func looksHebrew(_ bytes: [UInt8]) -> Bool {
    var letters = 0
    var inWords = 0
    var others = 0
    var previous: UInt8 = 0
    for byte in bytes {
      if (0xE0...0xFA).contains(byte) {
        letters += 1
        if (0xE0...0xFA).contains(previous) { inWords += 1 }
      } else if byte >= 0xC0 {
        // The vowel points and marks C0…D9 are rare on the web, DA…DF and FB…FF but for FD and FE are undefined.
        others += 1
      }
      previous = byte
    }
    return letters >= 4 && inWords * 2 >= letters && others * 20 <= letters
  }
}

/// How much of some bytes is UTF-8.
enum UTF8Check {
  static func isValid(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { String(validating: $0, as: UTF8.self) != nil }
  }

  /// Whether characters of several bytes outnumber the bytes that form none by ten to one: UTF-8 with a few accidents.
  static func isMostlyValid(_ bytes: [UInt8]) -> Bool {
    var good = 0
    var bad = 0
    for character in String(decoding: bytes, as: UTF8.self).unicodeScalars where !character.isASCII {
      if character == "\u{FFFD}" { bad += 1 } else { good += 1 }
    }
    return good > bad * 10
  }
}
