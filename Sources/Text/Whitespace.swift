/// White space as pages really use it: no-break spaces, line breaks, and marks of no width at all.
package enum Whitespace {
  /// `text` with every run of white space as one space, none at the ends, and no zero-width or direction marks.
  package static func collapsed(_ text: String) -> String {
    String(decoding: collapsed(Array(text.utf8)), as: UTF8.self)
  }

  /// The UTF-8 twin of `collapsed(_:)`; ill-formed bytes become U+FFFD. O(length).
  package static func collapsed(_ utf8: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(utf8.count)
    var reader = ScalarReader()
    var owesSpace = false
    let bytes = utf8.span
    while let scalar = reader.next(in: bytes) {
      if isSpace(scalar) {
        owesSpace = true
      } else if !isInvisible(scalar) {
        if owesSpace, !result.isEmpty { result.append(0x20) }
        owesSpace = false
        appendScalar(scalar, to: &result)
      }
    }
    return result
  }

  /// Whether a scalar has the White_Space property (Unicode 15 PropList) or is another control character.
  @inline(__always)
  static func isSpace(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0...0x20, 0x7F...0xA0: true
    case 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
    default: false
    }
  }

  /// Whether a scalar prints nothing: soft hyphen, zero-width space and joiners, direction marks and isolates, BOM.
  @inline(__always)
  static func isInvisible(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0xAD, 0x61C, 0x180E, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF: true
    default: false
    }
  }
}
