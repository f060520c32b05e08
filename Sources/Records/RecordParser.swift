internal import CSimdJSON
package import JSON

/// The owner of one simdjson parser: validates whole lines and indexes the members of their objects.
///
/// simdjson refuses numbers that no binary double or 64-bit integer holds; a line that fails only so is indexed by the
/// strict scanner instead, so that the number survives with its spelling.
package final class RecordParser {
  private let parser: OpaquePointer?

  package init() { parser = stocktake_parser_create() }

  deinit { stocktake_parser_free(parser) }

  /// The record on one line of `storage`, which it keeps a reference to. O(length).
  ///
  /// Blocks of bytes beyond the line are read when `storage` has them; else the line is copied first.
  package func parse(_ storage: [UInt8], in line: Range<Int>) throws(JSONError) -> Record {
    let line = storage.trimmingWhitespace(line)
    let padding = stocktake_padding()
    guard line.count + padding <= Record.Member.lastPlace else { throw JSONError(.tooLarge, at: 0) }
    guard line.upperBound + padding <= min(storage.count, Record.Member.lastPlace) else {
      var copy = Array(storage[line])
      copy.append(contentsOf: repeatElement(0, count: padding))
      return try parse(copy, in: 0..<line.count)
    }
    var members: UnsafePointer<stocktake_member>?
    var count = 0
    let status = storage.withUnsafeBufferPointer { buffer in
      guard let parser, let base = buffer.baseAddress else { return Int32(STOCKTAKE_MEMORY) }
      return stocktake_parse(parser, base + line.lowerBound, line.count, &members, &count)
    }
    switch Int(status) {
    case STOCKTAKE_OK: break
    case STOCKTAKE_NOT_AN_OBJECT: throw JSONError(.notAnObject, at: 0)
    case STOCKTAKE_MEMORY: throw JSONError(.tooLarge, at: 0)
    default: return try scan(storage, in: line)
    }
    let start = line.lowerBound
    let index = UnsafeBufferPointer(start: members, count: count).map { member in
      Record.Member(
        name: start + Int(member.name_start)..<start + Int(member.name_end),
        value: start + Int(member.value_start)..<start + Int(member.value_end),
        nameHasEscapes: member.name_has_escapes != 0)
    }
    return Record(storage: storage, line: line, members: index)
  }

  package func parse(_ text: String) throws(JSONError) -> Record {
    let bytes = Array(text.utf8)
    return try parse(bytes, in: bytes.indices)
  }

  /// The strict scanner's answer: a record where only a number troubled simdjson, else where and why the line is bad.
  private func scan(_ storage: [UInt8], in line: Range<Int>) throws(JSONError) -> Record {
    do {
      return try Record.scanned(storage, in: line)
    } catch {
      throw JSONError(error.reason, at: error.offset - line.lowerBound)
    }
  }
}

extension Record {
  /// Indexes a line by the strict scanner alone: simdjson's reference. O(length).
  package static func scanned(_ storage: [UInt8], in line: Range<Int>) throws(JSONError) -> Record {
    var scanner = JSONScanner(storage, in: line)
    scanner.skipWhitespace()
    let start = scanner.position
    guard scanner.next == UInt8(ascii: "{") else {
      try scanner.skipValue()
      try scanner.expectEnd()
      throw JSONError(.notAnObject, at: line.lowerBound)
    }
    var members: [Member] = []
    try scanner.enter()
    if try !scanner.closes(UInt8(ascii: "}")) {
      repeat {
        scanner.skipWhitespace()
        let name = try scanner.skipString()
        scanner.skipWhitespace()
        try scanner.expect(UInt8(ascii: ":"))
        let value = try scanner.skipValue()
        members.append(Member(name: name, value: value, nameHasEscapes: storage[name].contains(UInt8(ascii: "\\"))))
      } while try scanner.continues(before: UInt8(ascii: "}"))
    }
    let end = scanner.position
    try scanner.expectEnd()
    return Record(storage: storage, line: start..<end, members: members)
  }
}

extension [UInt8] {
  /// `range` without JSON's white space at its ends.
  fileprivate func trimmingWhitespace(_ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, self[start].isJSONWhitespace { start += 1 }
    while start < end, self[end - 1].isJSONWhitespace { end -= 1 }
    return start..<end
  }
}

extension UInt8 {
  fileprivate var isJSONWhitespace: Bool { self == 0x20 || self == 0x0A || self == 0x0D || self == 0x09 }
}
