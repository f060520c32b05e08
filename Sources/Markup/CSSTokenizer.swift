/// One token of a selector and the bytes it came from.
struct CSSToken: Equatable {
  enum Kind: Equatable {
    case ident(String)
    /// An identifier directly followed by `(`, which the token includes.
    case function(String)
    case hash(String)
    case string(String)
    /// A number with what directly follows it, as spelled: `2n`, `-1`.
    case number(String)
    case whitespace
    case delimiter(UInt8)
    case end
  }

  let kind: Kind
  let range: Range<Int>
}

/// Cuts a selector into tokens (CSS Syntax Level 3 §4, as far as selectors need it).
struct CSSTokenizer {
  private let bytes: [UInt8]
  private let source: String
  private var position = 0

  private init(_ source: String) {
    self.source = source
    bytes = Array(source.utf8)
  }

  /// The tokens of `source`, closed by one `.end`; comments vanish.
  static func tokens(of source: String) throws(SelectorError) -> [CSSToken] {
    var tokenizer = CSSTokenizer(source)
    var tokens: [CSSToken] = []
    while true {
      try tokenizer.skipComments()
      let start = tokenizer.position
      let kind = try tokenizer.readToken()
      tokens.append(CSSToken(kind: kind, range: start..<tokenizer.position))
      if kind == .end { return tokens }
    }
  }

  private func peek(_ ahead: Int = 0) -> UInt8? {
    let at = position + ahead
    return bytes.indices.contains(at) ? bytes[at] : nil
  }

  private mutating func skipComments() throws(SelectorError) {
    while peek() == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "*") {
      let start = position
      position += 2
      while !(peek() == UInt8(ascii: "*") && peek(1) == UInt8(ascii: "/")) {
        guard peek() != nil else { throw SelectorError(.unexpected("end inside a comment"), at: start, in: source) }
        position += 1
      }
      position += 2
    }
  }

  private mutating func readToken() throws(SelectorError) -> CSSToken.Kind {
    guard let byte = peek() else { return .end }
    switch byte {
    case _ where byte.isASCIISpace:
      while peek()?.isASCIISpace == true { position += 1 }
      return .whitespace
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return .string(try readString(closedBy: byte))
    case UInt8(ascii: "#") where isName(at: 1):
      position += 1
      return .hash(readName())
    case _ where startsNumber: return readNumber()
    case _ where startsIdentifier(at: 0):
      let name = readName()
      guard peek() == UInt8(ascii: "(") else { return .ident(name) }
      position += 1
      return .function(name)
    default:
      position += 1
      return .delimiter(byte)
    }
  }

  private var startsNumber: Bool {
    let isSigned = peek() == UInt8(ascii: "+") || peek() == UInt8(ascii: "-")
    return peek(isSigned ? 1 : 0)?.isASCIIDigit == true
  }

  private func isName(at ahead: Int) -> Bool {
    guard let byte = peek(ahead) else { return false }
    return byte.isNameByte || isEscape(at: ahead)
  }

  private func isEscape(at ahead: Int) -> Bool {
    guard peek(ahead) == UInt8(ascii: "\\"), let next = peek(ahead + 1) else { return false }
    return next != 0x0A && next != 0x0C && next != 0x0D
  }

  private func startsIdentifier(at ahead: Int) -> Bool {
    guard let byte = peek(ahead) else { return false }
    if byte == UInt8(ascii: "-") {
      guard let next = peek(ahead + 1) else { return false }
      return next == UInt8(ascii: "-") || next.isNameStart || isEscape(at: ahead + 1)
    }
    return byte.isNameStart || isEscape(at: ahead)
  }

  private mutating func readName() -> String {
    var name: [UInt8] = []
    while let byte = peek() {
      if byte.isNameByte {
        name.append(byte)
        position += 1
      } else if isEscape(at: 0) {
        readEscape(into: &name)
      } else {
        break
      }
    }
    return String(decoding: name, as: UTF8.self)
  }

  private mutating func readNumber() -> CSSToken.Kind {
    let start = position
    position += 1
    while isName(at: 0) { position += 1 }
    return .number(String(decoding: bytes[start..<position], as: UTF8.self))
  }

  private mutating func readString(closedBy quote: UInt8) throws(SelectorError) -> String {
    let start = position
    var text: [UInt8] = []
    position += 1
    while let byte = peek(), byte != 0x0A, byte != 0x0C, byte != 0x0D {
      if byte == quote {
        position += 1
        return String(decoding: text, as: UTF8.self)
      }
      if byte == UInt8(ascii: "\\") {
        skipEscapedNewline() ? () : readEscape(into: &text)
      } else {
        text.append(byte == 0 ? UInt8(ascii: "?") : byte)
        position += 1
      }
    }
    throw SelectorError(.unexpected("end of a string that is not closed"), at: start, in: source)
  }

  private mutating func skipEscapedNewline() -> Bool {
    switch peek(1) {
    case 0x0D: position += peek(2) == 0x0A ? 3 : 2
    case 0x0A, 0x0C: position += 2
    default: return false
    }
    return true
  }

  /// Reads `\` and one character, or up to six hexadecimal digits and one white space (§4.3.7).
  private mutating func readEscape(into text: inout [UInt8]) {
    position += 1
    var scalar: UInt32 = 0
    var count = 0
    while count < 6, let byte = peek(), let digit = Character(Unicode.Scalar(byte)).hexDigitValue {
      scalar = scalar << 4 | UInt32(digit)
      count += 1
      position += 1
    }
    if count > 0 {
      if peek()?.isASCIISpace == true { position += peek() == 0x0D && peek(1) == 0x0A ? 2 : 1 }
      let decoded = scalar == 0 ? nil : Unicode.Scalar(scalar)
      text.append(contentsOf: String(decoded ?? "\u{FFFD}").utf8)
    } else if let byte = peek() {
      text.append(byte)
      position += 1
    }
  }
}

extension UInt8 {
  var isASCIIDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

  var isASCIILetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) }

  /// Every byte of a multibyte character may start a name, as CSS has it.
  fileprivate var isNameStart: Bool { isASCIILetter || self == UInt8(ascii: "_") || self >= 0x80 }

  fileprivate var isNameByte: Bool { isNameStart || isASCIIDigit || self == UInt8(ascii: "-") }
}
