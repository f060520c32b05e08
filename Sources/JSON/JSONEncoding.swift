extension [UInt8] {
  /// Appends `text` as a JSON string: UTF-8 kept, slashes unescaped, control characters escaped (RFC 8259 §7).
  package mutating func append(jsonString text: String) {
    append(UInt8(ascii: "\""))
    append(jsonEscaping: text.utf8)
    append(UInt8(ascii: "\""))
  }

  /// Appends the inside of a JSON string for UTF-8 bytes that are known to be valid.
  package mutating func append(jsonEscaping utf8: some Sequence<UInt8>) {
    for byte in utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        append(UInt8(ascii: "\\"))
        append(byte)
      case 0x20...: append(byte)
      case 0x0A: append(contentsOf: #"\n"#.utf8)
      case 0x0D: append(contentsOf: #"\r"#.utf8)
      case 0x09: append(contentsOf: #"\t"#.utf8)
      case 0x08: append(contentsOf: #"\b"#.utf8)
      case 0x0C: append(contentsOf: #"\f"#.utf8)
      default:
        let digits = String(byte, radix: 16)
        append(contentsOf: (digits.count == 1 ? #"\u000"# : #"\u00"#).utf8)
        append(contentsOf: digits.utf8)
      }
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
