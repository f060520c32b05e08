internal import Posix

/// A page's bytes as text.
package struct DecodedText: Sendable, Equatable {
  /// Always valid UTF-8, without a byte order mark.
  package var utf8: [UInt8]
  /// The encoding the bytes were in, in lower case, such as `windows-1255`.
  package var charset: String
}

/// Finds out in which encoding a page is written and turns it into UTF-8.
///
/// Order: byte order mark, HTTP header, the page's own declaration, then detection from the bytes. A declaration that
/// the bytes contradict is not believed: UTF-8 that is none, and an eight-bit encoding whose every byte forms UTF-8.
package enum Charset {
  /// Decodes text; nil for bytes that are no text of the declared kind. O(length).
  package static func decode(_ bytes: [UInt8], contentType: String?) -> DecodedText? {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      return DecodedText(utf8: repaired(Array(bytes.dropFirst(3))), charset: "utf-8")
    }
    if let order = byteOrder(bytes), let utf8 = CharsetConverter.utf8(from: order, bytes.dropFirst(2)) {
      return DecodedText(utf8: utf8, charset: order)
    }
    if UTF8Check.isPlainASCII(bytes) { return DecodedText(utf8: bytes, charset: "utf-8") }
    let isUTF8 = UTF8Check.isValid(bytes)
    if bytes.contains(0) || !(isUTF8 || isTextual(contentType)) { return nil }
    let declared = label(inContentType: contentType) ?? label(inMarkup: bytes)
    if isUTF8, declared.map(isEightBit) ?? true || declared == "utf-8" {
      return DecodedText(utf8: bytes, charset: "utf-8")
    }
    if let declared, declared != "utf-8", let name = widened(declared, bytes),
      let utf8 = CharsetConverter.utf8(from: name, bytes[...])
    {
      return DecodedText(utf8: utf8, charset: name)
    }
    if declared == "utf-8", UTF8Check.isMostlyValid(bytes) {
      return DecodedText(utf8: repaired(bytes), charset: "utf-8")
    }
    return detected(bytes)
  }

  private static func byteOrder(_ bytes: [UInt8]) -> String? {
    if bytes.starts(with: [0xFF, 0xFE]) { return "utf-16le" }
    return bytes.starts(with: [0xFE, 0xFF]) ? "utf-16be" : nil
  }

  private static func repaired(_ bytes: [UInt8]) -> [UInt8] { Array(String(decoding: bytes, as: UTF8.self).utf8) }

  private static func isEightBit(_ name: String) -> Bool { name.hasPrefix("windows-") || name.hasPrefix("iso-8859-") }

  private static func isTextual(_ contentType: String?) -> Bool {
    guard let type = contentType?.lowercased().prefix(while: { $0 != ";" }) else { return true }
    return type.hasPrefix("text/") || type.hasSuffix("json") || type.hasSuffix("xml") || type.hasSuffix("script")
      || type.trimmingPrefix(while: \.isWhitespace).isEmpty
  }

  /// ISO-8859-8 pages with characters of its control range are really in windows-1255, which holds the same letters.
  private static func widened(_ name: String, _ bytes: [UInt8]) -> String? {
    name == "iso-8859-8" && bytes.contains { (0x80...0x9F).contains($0) } ? "windows-1255" : name
  }

  private static func detected(_ bytes: [UInt8]) -> DecodedText? {
    for name in [CharsetDetector.name(of: bytes).flatMap { canonical($0) }, "windows-1252"] {
      if let name, let utf8 = CharsetConverter.utf8(from: name, bytes[...]) {
        return DecodedText(utf8: utf8, charset: name)
      }
    }
    return nil
  }
}

extension Charset {
  /// The encoding that a `Content-Type` names, as the web understands the label.
  static func label(inContentType contentType: String?) -> String? {
    guard let contentType, let value = value(after: "charset", in: Array(contentType.utf8)) else { return nil }
    return canonical(value)
  }

  /// The encoding that the page's first bytes declare: `<meta charset>`, `http-equiv` or an XML declaration.
  static func label(inMarkup bytes: [UInt8]) -> String? {
    let start = Array(bytes.prefix(4096).map(\.lowercasedASCII))
    if start.starts(with: "<?xml".utf8) {
      let declaration = start.prefix { $0 != UInt8(ascii: ">") }
      if let value = value(after: "encoding", in: Array(declaration)) { return canonical(value) }
    }
    var position = 0
    while let tag = start.firstOccurrence(of: Array("<meta".utf8), from: position) {
      let content = start[tag...].prefix { $0 != UInt8(ascii: ">") }
      if let value = value(after: "charset", in: Array(content)), let name = canonical(value) { return name }
      position = tag + 5
    }
    return nil
  }

  /// What follows `name =`, with or without quotes.
  private static func value(after name: String, in bytes: [UInt8]) -> String? {
    let lower = bytes.map(\.lowercasedASCII)
    guard let found = lower.firstOccurrence(of: Array(name.utf8)) else { return nil }
    var rest = bytes[(found + name.utf8.count)...].drop(while: \.isASCIISpace)
    guard rest.popFirst() == UInt8(ascii: "=") else { return nil }
    rest = rest.drop { $0.isASCIISpace || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") }
    let value = rest.prefix { $0.isASCIILetter || $0.isDigit || [0x2D, 0x2E, 0x3A, 0x5F].contains($0) }
    return value.isEmpty ? nil : String(decoding: value, as: UTF8.self)
  }

  /// The encoding a label means on the web (WHATWG Encoding §4.2); nil where the converter knows none.
  private static func canonical(_ label: String) -> String? {
    let label = label.lowercased()
    let name = labels[label] ?? label
    return name == "utf-8" || CharsetConverter.knows(name) ? name : nil
  }

  /// Labels whose meaning on the web is not what they say.
  private static let labels = [
    "utf8": "utf-8", "unicode-1-1-utf-8": "utf-8", "ascii": "windows-1252", "us-ascii": "windows-1252",
    "iso-8859-1": "windows-1252", "iso8859-1": "windows-1252", "latin1": "windows-1252", "l1": "windows-1252",
    "iso-8859-9": "windows-1254", "latin5": "windows-1254", "cp1255": "windows-1255", "x-cp1255": "windows-1255",
    "iso-8859-8-i": "iso-8859-8", "iso-8859-8-e": "iso-8859-8", "logical": "iso-8859-8", "visual": "iso-8859-8",
    "hebrew": "iso-8859-8", "iso8859-8": "iso-8859-8", "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030",
    "shift_jis": "windows-31j", "sjis": "windows-31j", "x-sjis": "windows-31j", "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949", "utf-16": "utf-16le", "unicode": "utf-16le", "cp1252": "windows-1252", "cp1251": "windows-1251",
  ]
}
