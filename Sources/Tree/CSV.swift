/// Comma-separated values as spreadsheets take them (RFC 4180), safe against formula injection.
///
/// A text that a spreadsheet would run as a formula gets an apostrophe before it (OWASP, CSV Injection), which shows
/// nowhere and is taken off again when the file comes back.
package enum CSV {
  /// Tells spreadsheets that the file is UTF-8.
  package static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  package enum Field: Sendable, Equatable {
    case text(String)
    /// A number with its spelling: it is no formula though it may begin with a minus.
    case number(String)
    case none

    package init(_ text: String?) { self = text.map(Field.text) ?? .none }
    package init(number: String?) { self = number.map(Field.number) ?? .none }
  }

  /// One row with its line end.
  package static func row(_ fields: [Field]) -> [UInt8] {
    var bytes: [UInt8] = []
    for (index, field) in fields.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      switch field {
      case .none: continue
      case .number(let spelling): bytes.append(contentsOf: spelling.utf8)
      case .text(let text): append(defused(text), to: &bytes)
      }
    }
    bytes.append(contentsOf: "\r\n".utf8)
    return bytes
  }

  private static func append(_ text: String, to bytes: inout [UInt8]) {
    guard text.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D, 0x3B, 0x09].contains($0) }) || text.hasSurroundingSpace
    else { return bytes.append(contentsOf: text.utf8) }
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\"") { bytes.append(byte) }
      bytes.append(byte)
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// What a spreadsheet may take for the beginning of a formula; full-width forms count in East Asian versions.
  private static let triggers: Set<Unicode.Scalar> = [
    "=", "+", "-", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}",
  ]

  /// The text with an apostrophe where it would be run; one more where it has some already, so that it comes back.
  static func defused(_ text: String) -> String { isDangerous(text) ? "'" + text : text }

  /// What `defused` made its text of.
  static func restored(_ text: String) -> String {
    text.unicodeScalars.first == "'" && isDangerous(text) ? String(text.unicodeScalars.dropFirst()) : text
  }

  private static func isDangerous(_ text: String) -> Bool {
    text.unicodeScalars.first { $0 != "'" }.map(triggers.contains) ?? false
  }
}

extension String {
  fileprivate var hasSurroundingSpace: Bool { utf8.first == 0x20 || utf8.last == 0x20 }
}
