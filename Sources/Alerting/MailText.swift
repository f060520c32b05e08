/// Text as mail carries it: base64 (RFC 2045 §6.8) and encoded words (RFC 2047) for everything beyond ASCII.
enum MailText {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// Lines of 76 characters, each ended by CRLF.
  static func base64(_ bytes: [UInt8]) -> String {
    let text = digits(bytes)
    return stride(from: 0, to: text.count, by: 76).map { start in
      String(decoding: text[start..<min(start + 76, text.count)], as: UTF8.self) + "\r\n"
    }.joined()
  }

  private static func digits(_ bytes: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var bits = group.reduce(0) { $0 << 8 | Int($1) }
      bits <<= 8 * (3 - group.count)
      for place in 0..<4 {
        text.append(place <= group.count ? alphabet[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
      }
    }
    return text
  }

  /// A header's text: as it is in ASCII, else words of at most 75 characters that hold whole code points.
  static func encodedWords(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 >= 0x80 || $0 < 0x20 }) else { return text }
    var words: [[UInt8]] = [[]]
    for scalar in text.unicodeScalars {
      let bytes = Array(String(scalar).utf8)
      // 45 bytes are 60 characters of base64; the frame takes twelve.
      if (words.last?.count ?? 0) + bytes.count > 45 { words.append([]) }
      words[words.count - 1] += bytes
    }
    return words.map { "=?utf-8?B?\(String(decoding: digits($0), as: UTF8.self))?=" }.joined(separator: "\r\n ")
  }

  /// A header without the line breaks that would make it two; a fold, a break before a space, stays.
  static func oneLine(_ header: String) -> String {
    header.split(separator: "\r\n ").map { part in
      String(String.UnicodeScalarView(part.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }))
    }.joined(separator: "\r\n ")
  }
}
