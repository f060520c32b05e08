/// Why a file is no table.
package struct CSVError: Error, Equatable, CustomStringConvertible {
  package let description: String
}

extension CSV {
  /// A row of a table by the names of its columns, and the line it begins on.
  package struct Row: Sendable, Equatable {
    package let line: Int
    private let values: [String: String]

    init(line: Int, names: [String], fields: [String]) {
      self.line = line
      values = Dictionary(zip(names, fields.map(CSV.restored))) { first, _ in first }
    }

    /// The trimmed text of a column, nil when empty or absent.
    package subscript(name: String) -> String? {
      guard let value = values[name]?.trimmed, !value.isEmpty else { return nil }
      return value
    }
  }

  /// The rows of a table whose first row names its columns; these must be among them.
  ///
  /// Spreadsheets write commas, semicolons or tabs by their country: what the first row has most counts.
  package static func table(_ bytes: [UInt8], columns: [String]) throws(CSVError) -> [Row] {
    guard let text = String(validating: bytes.starts(with: byteOrderMark) ? bytes[3...] : bytes[...], as: UTF8.self)
    else { throw CSVError(description: "the file is not UTF-8: save it as \"CSV UTF-8\"") }
    var reader = CSVReader(bytes: Array(text.utf8))
    guard let header = try reader.next() else { throw CSVError(description: "the file is empty") }
    let names = header.fields.map { $0.trimmed.lowercased() }
    if let missing = columns.first(where: { !names.contains($0) }) {
      throw CSVError(description: "the first row has no column \"\(missing)\"")
    }
    var rows: [Row] = []
    while let (line, fields) = try reader.next() {
      if fields.contains(where: { !restored($0).trimmed.isEmpty }) {
        rows.append(Row(line: line, names: names, fields: fields))
      }
    }
    return rows
  }
}

/// Reads one row after another (RFC 4180); a quoted field may hold separators, quotes and line ends.
private struct CSVReader {
  private let bytes: [UInt8]
  private var at = 0
  private var line = 1
  private let separator: UInt8

  init(bytes: [UInt8]) {
    self.bytes = bytes
    let head = bytes.prefix { $0 != 0x0A && $0 != 0x0D }
    let candidates = Array(",;\t".utf8)
    separator = candidates.max { a, b in head.count { $0 == a } < head.count { $0 == b } } ?? UInt8(ascii: ",")
  }

  mutating func next() throws(CSVError) -> (line: Int, fields: [String])? {
    guard at < bytes.count else { return nil }
    let start = line
    var fields: [String] = []
    while true {
      fields.append(try field())
      guard at < bytes.count, bytes[at] == separator else { break }
      at += 1
    }
    endLine()
    return (start, fields)
  }

  private mutating func endLine() {
    if at < bytes.count, bytes[at] == 0x0D { at += 1 }
    if at < bytes.count, bytes[at] == 0x0A { at += 1 }
    line += 1
  }

  private mutating func field() throws(CSVError) -> String {
    guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else {
      let start = at
      while at < bytes.count, bytes[at] != separator, bytes[at] != 0x0A, bytes[at] != 0x0D { at += 1 }
      return String(decoding: bytes[start..<at], as: UTF8.self)
    }
    let start = line
    var field: [UInt8] = []
    at += 1
    while at < bytes.count {
      let byte = bytes[at]
      at += 1
      if byte == UInt8(ascii: "\"") {
        guard at < bytes.count, bytes[at] == byte else {
          guard at == bytes.count || [separator, 0x0A, 0x0D].contains(bytes[at]) else {
            throw CSVError(description: "line \(line): text behind the closing quote of a field")
          }
          return String(decoding: field, as: UTF8.self)
        }
        at += 1
      } else if byte == 0x0A {
        line += 1
      }
      field.append(byte)
    }
    throw CSVError(description: "line \(start): a quoted field does not end")
  }
}

extension String {
  fileprivate var trimmed: String {
    let scalars = unicodeScalars.drop { $0.properties.isWhitespace }
    let end = scalars.lastIndex { !$0.properties.isWhitespace }.map { scalars.index(after: $0) } ?? scalars.startIndex
    return String(scalars[..<end])
  }
}
