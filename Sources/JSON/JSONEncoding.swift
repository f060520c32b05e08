extension [UInt8] {
  /// Appends `text` as a JSON string: UTF-8 kept, slashes unescaped, control characters escaped (RFC 8259 §7).
  package mutating func append(jsonString text: String) {
    var text = text
    text.withUTF8 { unsafe append(jsonString: UnsafeRawBufferPointer($0)) }
  }

  /// Appends a name as a JSON string.
  package mutating func append(jsonString name: StaticString) {
    name.withUTF8Buffer { unsafe append(jsonString: UnsafeRawBufferPointer($0)) }
  }

  /// Appends UTF-8 that is known to be valid as a JSON string.
  package mutating func append(jsonString utf8: ArraySlice<UInt8>) {
    unsafe utf8.withUnsafeBytes { unsafe append(jsonString: $0) }
  }

  mutating func append(jsonEscape byte: UInt8) {
    append(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): append(byte)
    case 0x0A: append(UInt8(ascii: "n"))
    case 0x0D: append(UInt8(ascii: "r"))
    case 0x09: append(UInt8(ascii: "t"))
    case 0x08: append(UInt8(ascii: "b"))
    case 0x0C: append(UInt8(ascii: "f"))
    default:
      let digits = String(byte, radix: 16)
      append(contentsOf: (digits.utf8.count == 1 ? "u000" : "u00").utf8)
      append(contentsOf: digits.utf8)
    }
  }

  /// Appends a tree as compact JSON. O(size).
  package mutating func append(json value: JSON) {
    switch value {
    case .null: append(contentsOf: "null".utf8)
    case .bool(let flag): append(contentsOf: (flag ? "true" : "false").utf8)
    case .number(let spelling): append(contentsOf: spelling.utf8)
    case .string(let text): append(jsonString: text)
    case .array(let values):
      append(UInt8(ascii: "["))
      for (index, element) in values.enumerated() {
        if index > 0 { append(UInt8(ascii: ",")) }
        append(json: element)
      }
      append(UInt8(ascii: "]"))
    case .object(let object):
      append(UInt8(ascii: "{"))
      for (index, member) in object.members.enumerated() {
        if index > 0 { append(UInt8(ascii: ",")) }
        append(jsonString: member.name)
        append(UInt8(ascii: ":"))
        append(json: member.value)
      }
      append(UInt8(ascii: "}"))
    }
  }
}

extension JSON {
  /// The compact encoding, one line.
  package var encoded: [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(json: self)
    return bytes
  }

  package var text: String { String(decoding: encoded, as: UTF8.self) }
}
