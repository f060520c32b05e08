/// The fields of an answer as they came; text only where it is asked for, for of many a handful is looked at.
///
/// Names compare without case (RFC 9110 §5.1).
package struct HeaderFields: Sendable {
  private var bytes: [UInt8] = []
  private var fields: [(name: Range<Int>, value: Range<Int>)] = []

  package init() {}

  package init(_ headers: [Header]) { for header in headers { append(header) } }

  package mutating func append(_ header: Header) {
    let start = bytes.count
    bytes += header.name.utf8
    let end = bytes.count
    bytes += header.value.utf8
    fields.append((start..<end, end..<bytes.count))
  }

  /// Adds the field of one line; a line without a colon is none.
  mutating func append(line: UnsafeRawBufferPointer) {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return }
    if fields.isEmpty {
      bytes.reserveCapacity(512)
      fields.reserveCapacity(16)
    }
    let start = bytes.count
    bytes += line
    let end = start + colon
    fields.append((trimmed(start..<end), trimmed(end + 1..<bytes.count)))
  }

  /// A range without the white space at its ends.
  private func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, bytes[start].isASCIISpace { start += 1 }
    while start < end, bytes[end - 1].isASCIISpace { end -= 1 }
    return start..<end
  }

  /// The value of the first field of that name, invalid UTF-8 repaired.
  package func value(_ name: String) -> String? {
    let name = name.utf8.span
    return fields.first { isNamed($0.name, name) }.map { String(decoding: bytes[$0.value], as: UTF8.self) }
  }

  private func isNamed(_ range: Range<Int>, _ name: Span<UInt8>) -> Bool {
    guard range.count == name.count else { return false }
    for index in name.indices
    where bytes[range.lowerBound + index].lowercasedASCII != name[index].lowercasedASCII {
      return false
    }
    return true
  }
}
