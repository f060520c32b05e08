internal import Catalogue
internal import Filtering
internal import JSON
internal import Matching
internal import Posix
internal import Records

/// The links and reviews of an earlier run, as lines: which products each is about, by their fingerprints.
///
/// Only lines whose last member is `fingerprints`, as `match` writes them, are understood; the products of others count as
/// changed. Nothing is decoded: reading costs little more than finding the ends of lines.
struct PreviousLinks: Sendable {
  struct Line: Sendable {
    var text: Range<Int>
    var brand: UInt64?
    var halilit: UInt64?
    var isReview: Bool
    /// Whether a person decided it: it holds only as long as the decision does.
    var isDecided: Bool
    /// Whether it is about no pair, or about one that is near certain.
    var isClear: Bool
  }

  private let bytes: [UInt8]
  private(set) var lines: [Line] = []

  init(file: String) throws {
    guard let bytes = try File.readIfPresent(file) else { throw RunFailure(.noInput, "there is no \(file)") }
    self.bytes = bytes
    var start = 0
    let text = bytes.span
    while start < text.count {
      let end = bytes.firstNewline(in: start..<text.count) ?? text.count
      if let line = Self.line(text, start..<end) { lines.append(line) }
      start = end + 1
    }
  }

  /// Lines that stand behind one another are one slice, with the newlines between them.
  func text(_ range: Range<Int>) -> ArraySlice<UInt8> { bytes[range] }

  func record(_ line: Line) throws -> Record { try RecordParser().parse(bytes, in: line.text) }

  private static func line(_ text: Span<UInt8>, _ range: Range<Int>) -> Line? {
    let review = #"{"type":"review","#
    let link = #"{"type":"link","#
    let length = Fingerprints.length
    guard range.count > review.utf8.count + length else { return nil }
    let isReview = text.isSpelled(review, at: range.lowerBound)
    guard isReview || text.isSpelled(link, at: range.lowerBound),
      let fingerprints = Fingerprints(text, at: range.upperBound - length)
    else { return nil }
    let decided = #""decided_by":"person""#
    return Line(
      text: range, brand: fingerprints.brand, halilit: fingerprints.halilit, isReview: isReview,
      isDecided: text.isSpelled(decided, at: range.upperBound - length - decided.utf8.count),
      isClear: fingerprints.brand == nil || fingerprints.halilit == nil || isClear(text, range))
  }

  /// Whether the first probability of a line is near certain; no string holds a quote that is not escaped.
  private static func isClear(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let name = #","probability":"#
    let digits = name.utf8.count
    for at in range where text[at] == UInt8(ascii: ",") && at + digits < range.upperBound {
      guard text[at + 2] == UInt8(ascii: "p"), text.isSpelled(name, at: at) else { continue }
      var number: [UInt8] = []
      for digit in at + digits..<range.upperBound {
        guard text[digit] != UInt8(ascii: ",") else { break }
        number.append(text[digit])
      }
      return Double(String(decoding: number, as: UTF8.self)).map { $0 >= Matcher.clearlyLinked } ?? false
    }
    return false
  }
}

/// `,"fingerprints":["0123456789abcdef","0000000000000000"]}`, the end of every line that `match` writes; 0 is no product.
struct Fingerprints {
  var brand: UInt64?
  var halilit: UInt64?

  private static let head = #","fingerprints":[""#
  private static let middle = #"",""#
  private static let tail = #""]}"#
  private static let digits = 16
  static let length = head.utf8.count + digits + middle.utf8.count + digits + tail.utf8.count

  init(brand: UInt64?, halilit: UInt64?) {
    self.brand = brand
    self.halilit = halilit
  }

  init?(_ text: Span<UInt8>, at start: Int) {
    let first = start + Self.head.utf8.count
    let second = first + Self.digits + Self.middle.utf8.count
    guard text.isSpelled(Self.head, at: start), text.isSpelled(Self.middle, at: first + Self.digits),
      text.isSpelled(Self.tail, at: second + Self.digits), let brand = Self.number(text, at: first),
      let halilit = Self.number(text, at: second)
    else { return nil }
    self.brand = brand == 0 ? nil : brand
    self.halilit = halilit == 0 ? nil : halilit
  }

  var json: JSON { .array([brand, halilit].map { .string(Self.spelling($0 ?? 0)) }) }

  private static func spelling(_ number: UInt64) -> String {
    let text = String(number, radix: 16)
    return String(repeating: "0", count: digits - text.utf8.count) + text
  }

  private static func number(_ text: Span<UInt8>, at start: Int) -> UInt64? {
    var number: UInt64 = 0
    for at in start..<start + digits {
      switch text[at] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): number = number << 4 | UInt64(text[at] - UInt8(ascii: "0"))
      case UInt8(ascii: "a")...UInt8(ascii: "f"): number = number << 4 | UInt64(text[at] - UInt8(ascii: "a") + 10)
      default: return nil
      }
    }
    return number
  }
}

extension Span<UInt8> {
  fileprivate func isSpelled(_ text: String, at start: Int) -> Bool {
    guard start >= 0, start + text.utf8.count <= count else { return false }
    var at = start
    for byte in text.utf8 {
      if self[at] != byte { return false }
      at += 1
    }
    return true
  }
}

/// Products by fingerprint: open addressing over a power of two.
struct FingerprintIndex {
  private var slots: [(fingerprint: UInt64, product: Int32)]

  init(_ fingerprints: [UInt64]) {
    slots = Array(repeating: (0, -1), count: 1 << (Int.bitWidth - (fingerprints.count * 2).leadingZeroBitCount))
    for (product, fingerprint) in fingerprints.enumerated() {
      let slot = slot(of: fingerprint)
      // Of two products alike in everything the first counts.
      if slots[slot].product < 0 { slots[slot] = (fingerprint, Int32(truncatingIfNeeded: product)) }
    }
  }

  subscript(fingerprint: UInt64) -> Int? {
    let product = slots[slot(of: fingerprint)].product
    return product < 0 ? nil : Int(product)
  }

  private func slot(of fingerprint: UInt64) -> Int {
    var slot = Int(truncatingIfNeeded: fingerprint) & (slots.count - 1)
    while slots[slot].product >= 0, slots[slot].fingerprint != fingerprint { slot = (slot + 1) & (slots.count - 1) }
    return slot
  }
}
