extension LenientJSON {
  /// Reads a quoted string; a control character stands for itself.
  mutating func readString() throws(JSONError) -> String {
    let start = position
    guard let quote = next else { throw unexpected }
    position += 1
    var text: [UInt8] = []
    while let byte = next {
      position += 1
      switch byte {
      case quote where closesString(quote): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): try readEscape(into: &text)
      case UInt8(ascii: "$") where quote == UInt8(ascii: "`") && next == UInt8(ascii: "{"): throw error(.unexpectedByte)
      default: text.append(byte)
      }
    }
    throw JSONError(.unexpectedEnd, at: start)
  }

  /// Whether the quote just read is the end of its string, judged by what follows where quotes are repaired.
  private func closesString(_ quote: UInt8) -> Bool {
    guard repairsQuotes else { return true }
    var ahead = 0
    func skip() { while let byte = peek(ahead), byte <= 0x20 { ahead += 1 } }
    skip()
    guard let following = peek(ahead) else { return true }
    guard following == quote else { return ",}]:);+/<".utf8.contains(following) }
    // Two quotes before the end of the value: the first is an inch mark.
    ahead += 1
    skip()
    return peek(ahead).map { !",}]".utf8.contains($0) } ?? false
  }

  private mutating func readEscape(into text: inout [UInt8]) throws(JSONError) {
    guard let kind = next else { throw unexpected }
    position += 1
    switch kind {
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "v"): text.append(0x0B)
    case 0x0D: _ = take(UInt8(ascii: "\n"))
    case 0x0A: break
    case UInt8(ascii: "x"): append(readHex(2), to: &text)
    case UInt8(ascii: "u"): readUnicodeEscape(into: &text)
    // Any other character stands for itself, as in JavaScript.
    default: text.append(kind)
    }
  }

  private mutating func readUnicodeEscape(into text: inout [UInt8]) {
    if take(UInt8(ascii: "{")) {
      let scalar = readHex(8)
      _ = take(UInt8(ascii: "}"))
      append(scalar, to: &text)
      return
    }
    guard let unit = readHex(4) else { return append(nil, to: &text) }
    guard 0xD800..<0xDC00 ~= unit, peek(0) == UInt8(ascii: "\\"), peek(1) == UInt8(ascii: "u") else {
      return append(unit, to: &text)
    }
    let before = position
    position += 2
    if let low = readHex(4), 0xDC00..<0xE000 ~= low {
      append(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00), to: &text)
    } else {
      position = before
      append(nil, to: &text)
    }
  }

  private func append(_ scalar: UInt32?, to text: inout [UInt8]) {
    text.append(contentsOf: String(scalar.flatMap { Unicode.Scalar($0) } ?? "\u{FFFD}").utf8)
  }

  /// Up to `count` hexadecimal digits; nil where none stands.
  private mutating func readHex(_ count: Int) -> UInt32? {
    var value: UInt32?
    for _ in 0..<count {
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { break }
      value = (value ?? 0) << 4 | UInt32(digit)
      position += 1
    }
    return value
  }

  /// Reads a number and keeps its spelling, repaired to RFC 8259: `.5`, `1.`, `+1`, `007`, `0x1F`.
  mutating func readNumber() throws(JSONError) -> JSON {
    let start = position
    let sign = take(UInt8(ascii: "-")) ? "-" : ""
    if sign.isEmpty { _ = take(UInt8(ascii: "+")) }
    if next == UInt8(ascii: "0"), peek(1) == UInt8(ascii: "x") || peek(1) == UInt8(ascii: "X") {
      position += 2
      guard let digits = Int(readIdentifier(), radix: 16) else { throw JSONError(.badNumber, at: start) }
      return .number(sign + String(digits))
    }
    var whole = readDigits()
    var spelling = sign
    let fraction = take(UInt8(ascii: ".")) ? readDigits() : ""
    guard !(whole.isEmpty && fraction.isEmpty) else {
      // `-Infinity`, and `-x` of anything else.
      if take("Infinity") { return .null }
      throw JSONError(.badNumber, at: start)
    }
    while whole.utf8.count > 1, whole.hasPrefix("0") { whole.removeFirst() }
    spelling += whole.isEmpty ? "0" : whole
    if !fraction.isEmpty { spelling += "." + fraction }
    if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
      position += 1
      spelling += "e"
      if take(UInt8(ascii: "-")) { spelling += "-" } else if take(UInt8(ascii: "+")) { spelling += "+" }
      let exponent = readDigits()
      guard !exponent.isEmpty else { throw JSONError(.badNumber, at: start) }
      spelling += exponent
    }
    guard next?.isIdentifierByte != true else { throw JSONError(.badNumber, at: start) }
    return .number(spelling)
  }

  private mutating func readDigits() -> String {
    let start = position
    while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }
}
