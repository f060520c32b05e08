extension JSON {
  /// The value as documents for people hold it: two spaces a level, one member a line, a newline at the end.
  package var indented: [UInt8] {
    var bytes: [UInt8] = []
    append(to: &bytes, indentation: 0)
    bytes.append(UInt8(ascii: "\n"))
    return bytes
  }

  private func append(to bytes: inout [UInt8], indentation: Int) {
    switch self {
    case .array(let values) where !values.isEmpty:
      Self.append(values.map { (nil, $0) }, "[", "]", to: &bytes, indentation)
    case .object(let object) where !object.members.isEmpty:
      Self.append(object.members.map { ($0.name, $0.value) }, "{", "}", to: &bytes, indentation)
    default: bytes += encoded
    }
  }

  private static func append(
    _ parts: [(name: String?, value: JSON)], _ open: Unicode.Scalar, _ close: Unicode.Scalar, to bytes: inout [UInt8],
    _ indentation: Int
  ) {
    bytes.append(UInt8(ascii: open))
    for (at, part) in parts.enumerated() {
      if at > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes += newline(indentation + 1)
      if let name = part.name { bytes += JSON.string(name).encoded + Array(": ".utf8) }
      part.value.append(to: &bytes, indentation: indentation + 1)
    }
    bytes += newline(indentation)
    bytes.append(UInt8(ascii: close))
  }

  private static func newline(_ indentation: Int) -> [UInt8] {
    [UInt8(ascii: "\n")] + Array(repeating: UInt8(ascii: " "), count: 2 * indentation)
  }
}
