/// A valid trade item number (GS1 General Specifications §7.9) or one of its relatives for books and serials.
package struct GTIN: Equatable, Sendable {
  package enum Kind: String, Sendable { case gtin8, upc, gtin13, gtin14, isbn10, isbn13, issn }

  package let kind: Kind
  /// Digits only, but for the X that may end ISBN-10 and ISSN.
  package let digits: String

  /// Reads what a page shows as a number, with label and hyphens; nil where the check digit is wrong.
  package init?(_ text: String) {
    guard let digits = Self.digits(in: text) else { return nil }
    let values = digits.utf8.map { $0 == UInt8(ascii: "X") ? 10 : Int($0 - UInt8(ascii: "0")) }
    guard let kind = Self.kind(of: values, isSerial: Self.isWrittenAsSerial(text)) else { return nil }
    self.kind = kind
    self.digits = digits
  }

  /// The number as GTIN-14, in which the same article has the same digits however it was written; nil for serials.
  package var gtin14: String? {
    switch kind {
    case .issn: return nil
    case .isbn10:
      let body = Array("978".utf8) + digits.utf8.prefix(9)
      let check = (10 - Self.weightedSum(body.map { Int($0 - UInt8(ascii: "0")) } + [0]) % 10) % 10
      return "0" + String(decoding: body, as: UTF8.self) + String(check)
    default: return String(repeating: "0", count: 14 - digits.utf8.count) + digits
    }
  }

  /// The digits of a number with its label (`EAN13: …`, `ISBN 0-…-X`), whether or not its check digit is right;
  /// nil where the text holds anything else or a number of another length.
  package static func digits(in text: String) -> String? {
    var rest = text.utf8.filter { !$0.isASCIISpace || $0 == 0x20 }[...]
    let isLabelled = dropLabel(&rest)
    var digits: [UInt8] = []
    while let byte = rest.popFirst() {
      switch byte {
      case _ where byte.isASCIIDigit: digits.append(byte)
      case UInt8(ascii: "-"), UInt8(ascii: " "), UInt8(ascii: ":"), UInt8(ascii: "#"), UInt8(ascii: "."): continue
      case UInt8(ascii: "X"), UInt8(ascii: "x"):
        guard digits.count == 9 || digits.count == 7, !rest.contains(where: \.isASCIIDigit) else { return nil }
        digits.append(UInt8(ascii: "X"))
      default: return nil
      }
    }
    if isLabelled, !lengths.contains(digits.count) { dropLabelNumber(&digits) }
    guard lengths.contains(digits.count) else { return nil }
    return String(decoding: digits, as: UTF8.self)
  }

  private static let lengths: Set = [8, 10, 12, 13, 14]
  private static let labels = ["isbn", "issn", "ean", "gtin", "upc", "jan"]

  /// Steps over `ISBN`, `ISBN-13`, `EAN13`; a number stuck to the label belongs to it if something else follows it.
  private static func dropLabel(_ text: inout ArraySlice<UInt8>) -> Bool {
    text = text.drop { $0 == 0x20 }
    let lowered = text.map { $0.isASCIILetter ? $0 | 0x20 : $0 }
    guard let label = labels.first(where: { lowered.starts(with: $0.utf8) }) else { return false }
    text = text.dropFirst(label.utf8.count)
    let number = text.drop { $0 == UInt8(ascii: "-") || $0 == 0x20 }
    let digits = number.prefix { $0.isASCIIDigit }
    if lengths.contains(Int(String(decoding: digits, as: UTF8.self)) ?? 0), digits.endIndex < text.endIndex {
      text = number.dropFirst(digits.count)
    }
    return true
  }

  /// `EAN13` and its number written as one: without the 13 it has a length that exists.
  private static func dropLabelNumber(_ digits: inout [UInt8]) {
    for length in lengths.sorted(by: >) where digits.starts(with: String(length).utf8) {
      let rest = digits.dropFirst(String(length).utf8.count)
      if rest.count == length { digits = Array(rest) }
    }
  }

  private static func kind(of digits: [Int], isSerial: Bool) -> Kind? {
    switch digits.count {
    case 8:
      let isGTIN = !digits.contains(10) && weightedSum(digits) % 10 == 0
      if isSerial || !isGTIN { return serialSum(digits) % 11 == 0 ? .issn : isGTIN && !isSerial ? .gtin8 : nil }
      return .gtin8
    case 10: return serialSum(digits) % 11 == 0 ? .isbn10 : nil
    case _ where digits.contains(10) || weightedSum(digits) % 10 != 0: return nil
    case 12: return .upc
    // 979-0 is for sheet music (ISMN).
    case 13:
      return digits.starts(with: [9, 7, 8]) || digits.starts(with: [9, 7, 9]) && digits[3] != 0 ? .isbn13 : .gtin13
    case 14: return .gtin14
    default: return nil
    }
  }

  /// Weights 3 and 1 from the right, the check digit weighing 1.
  private static func weightedSum(_ digits: [Int]) -> Int {
    digits.reversed().enumerated().reduce(0) { $0 + $1.element * ($1.offset % 2 == 0 ? 1 : 3) }
  }

  /// Weights 1, 2, 3… from the right (ISO 2108, ISO 3297).
  private static func serialSum(_ digits: [Int]) -> Int {
    // X is ten, and only the last digit may be it.
    guard !digits.dropLast().contains(10) else { return 1 }
    return digits.reversed().enumerated().reduce(0) { $0 + $1.element * ($1.offset + 1) }
  }

  /// `ISSN …` or four digits, a hyphen and four more.
  private static func isWrittenAsSerial(_ text: String) -> Bool {
    let trimmed = text.trimmingSpace
    if trimmed.asciiLowercased.hasPrefix("issn") { return true }
    let parts = trimmed.split(separator: "-", omittingEmptySubsequences: false)
    return parts.count == 2 && parts.allSatisfy { $0.utf8.count == 4 }
  }
}
