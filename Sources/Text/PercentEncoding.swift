/// Percent-encoding (RFC 3986 §2.1) with the sets of the WHATWG URL Standard §1.3.
enum PercentEncoding {
  /// The ASCII bytes that a component must escape; controls and bytes above 0x7E are escaped in each.
  struct EscapeSet {
    private let low: UInt64
    private let high: UInt64

    init(_ characters: String) {
      var low: UInt64 = 0xFFFF_FFFF
      var high: UInt64 = 1 << 63
      for byte in characters.utf8 where byte < 0x80 {
        if byte < 64 { low |= 1 << UInt64(byte) } else { high |= 1 << UInt64(byte - 64) }
      }
      (self.low, self.high) = (low, high)
    }

    @inline(__always)
    func contains(_ byte: UInt8) -> Bool {
      if byte >= 0x80 { return true }
      return (byte < 64 ? low >> UInt64(byte) : high >> UInt64(byte - 64)) & 1 == 1
    }

    static let fragment = EscapeSet(" \"<>`")
    static let query = EscapeSet(" \"#<>'")
    static let path = EscapeSet(" \"#<>?^`{}")
    static let userinfo = EscapeSet(" \"#<>?^`{}/:;=@[\\]|")
  }

  /// `bytes` with those of `set` as `%XX`; existing escapes stay as they are.
  static func encoded(_ bytes: some Sequence<UInt8>, _ set: EscapeSet) -> String {
    var result: [UInt8] = []
    for byte in bytes {
      if set.contains(byte) {
        result.append(UInt8(ascii: "%"))
        result.append(hexDigit(byte >> 4))
        result.append(hexDigit(byte & 15))
      } else {
        result.append(byte)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// `bytes` with every well-formed `%XX` replaced by its byte.
  static func decoded(_ bytes: some Collection<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var rest = bytes[...]
    while let byte = rest.popFirst() {
      let digits = rest.prefix(2).compactMap(hexValue)
      if byte == UInt8(ascii: "%"), digits.count == 2 {
        result.append(digits[0] << 4 | digits[1])
        rest = rest.dropFirst(2)
      } else {
        result.append(byte)
      }
    }
    return result
  }

  static func hexValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  private static func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
  }
}
