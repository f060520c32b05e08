internal import CUchardet

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
  /// Whether there are only ASCII characters, without NUL and without the escapes that switch to other alphabets.
  static func isPlainASCII(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      // Without a branch, so that many bytes are looked at in one step.
      var found: UInt8 = 0
      for byte in bytes { found |= (byte & 0x80) | (byte == 0 ? 1 : 0) | (byte == 0x1B ? 1 : 0) }
      return found == 0
    }
  }

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
