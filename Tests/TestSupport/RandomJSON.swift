package import JSON

/// Random JSON: trees, spellings of trees, and texts that are almost JSON.
package struct RandomJSON {
  package var random: SplitMix64

  package init(seed: UInt64) { random = SplitMix64(seed: seed) }

  package mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: elements.indices, using: &random)]
  }

  /// A tree of at most `depth` levels.
  package mutating func tree(depth: Int = 4) -> JSON {
    switch Int.random(in: 0...(depth > 0 ? 7 : 4), using: &random) {
    case 0: .null
    case 1: .bool(Bool.random(using: &random))
    case 2: .number(pick(Self.numbers))
    case 3, 4: .string(text())
    case 5: .array((0..<Int.random(in: 0...4, using: &random)).map { _ in tree(depth: depth - 1) })
    default: .object(object(depth: depth - 1))
    }
  }

  package mutating func object(depth: Int = 3) -> JSONObject {
    JSONObject((0..<Int.random(in: 0...5, using: &random)).map { _ in .init(name(), tree(depth: depth)) })
  }

  package mutating func name() -> String { Int.random(in: 0...3, using: &random) > 0 ? pick(Self.names) : text() }

  package mutating func text() -> String {
    (0..<Int.random(in: 0...6, using: &random)).map { _ in pick(Self.pieces) }.joined()
  }

  /// One of the many spellings of `value`: white space and escapes as chance has it.
  package mutating func spelling(_ value: JSON) -> [UInt8] {
    var bytes: [UInt8] = []
    spell(value, &bytes)
    return bytes
  }

  private mutating func spell(_ value: JSON, _ bytes: inout [UInt8]) {
    space(&bytes)
    switch value {
    case .string(let text): spell(text, &bytes)
    case .array(let values):
      bytes.append(UInt8(ascii: "["))
      for (index, element) in values.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        spell(element, &bytes)
      }
      if values.isEmpty { space(&bytes) }
      bytes.append(UInt8(ascii: "]"))
    case .object(let object):
      bytes.append(UInt8(ascii: "{"))
      for (index, member) in object.members.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        space(&bytes)
        spell(member.name, &bytes)
        space(&bytes)
        bytes.append(UInt8(ascii: ":"))
        spell(member.value, &bytes)
      }
      if object.members.isEmpty { space(&bytes) }
      bytes.append(UInt8(ascii: "}"))
    default: bytes.append(json: value)
    }
    space(&bytes)
  }

  private mutating func space(_ bytes: inout [UInt8]) {
    guard Int.random(in: 0...3, using: &random) == 0 else { return }
    bytes.append(pick([0x20, 0x09, 0x0D]))
  }

  private mutating func spell(_ text: String, _ bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for character in text.unicodeScalars {
      if Int.random(in: 0...4, using: &random) == 0 {
        for unit in String(character).utf16 {
          let digits = String(unit, radix: 16, uppercase: Bool.random(using: &random))
          bytes.append(contentsOf: #"\u"#.utf8)
          bytes.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: 4 - digits.count))
          bytes.append(contentsOf: digits.utf8)
        }
      } else if character == "/", Bool.random(using: &random) {
        bytes.append(contentsOf: #"\/"#.utf8)
      } else {
        bytes.append(contentsOf: JSON.string(String(character)).encoded.dropFirst().dropLast())
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// `bytes` with one to three small faults; often no longer JSON.
  package mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      let at = Int.random(in: 0...bytes.count, using: &random)
      switch Int.random(in: 0...4, using: &random) {
      case 0 where at < bytes.count: bytes.remove(at: at)
      case 1 where at < bytes.count: bytes[at] = UInt8.random(in: .min ... .max, using: &random)
      case 2: bytes.removeLast(bytes.count - at)
      case 3:
        let other = Int.random(in: 0...bytes.count, using: &random)
        bytes.insert(contentsOf: Array(bytes[min(at, other)..<max(at, other)].prefix(12)), at: at)
      default: bytes.insert(contentsOf: Array(pick(Self.fragments).utf8), at: at)
      }
    }
    return bytes.filter { $0 != UInt8(ascii: "\n") }
  }

  private static let names = ["type", "id", "name", "price_ils", "a", "", "ä", "url", "x-unknown"]
  private static let pieces = [
    "FP-30X", " ", "/", "\"", "\\", "\n", "\t", "\u{0}", "\u{1F}", "é", "e\u{301}", "פסנתר", "🎹", "\u{7F}", "\u{2028}",
    "\u{FFFF}", "\u{10FFFF}", "{", "}", "[", "]", ":", ",",
  ]
  private static let numbers = [
    "0", "-0", "1", "-1.50", "25990", "1e5", "1E-7", "0.1e+2", "9223372036854775807", "-9223372036854775808",
    "18446744073709551616", "123456789012345678901234567890", "1e999", "-1e999", "1e-999",
    "0.1000000000000000055511151",
  ]
  private static let fragments = [
    "{", "}", "[", "]", ":", ",", "\"", "\\", "\\u", "\\ud800", "\\udc00", "\\uD83D\\uDE00", "0", "-", "01", "1.", ".5",
    "1e", "+1", "null", "nul", "true", "NaN", "\u{0}", "\u{1}", " ", "\u{A0}", "\u{FEFF}", "//", "'", "\"a\":1,",
  ]
}
