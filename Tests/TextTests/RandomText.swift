import TestSupport

/// Text that looks a little like names, addresses and prices, and a little like nothing at all.
enum RandomText {
  private static let pieces = [
    " ", "  ", "\n", "\t", "\u{A0}", "\u{200F}", "-", "/", ".", ":", "?", "#", "%", "@", "[", "]", "\"", "\\", ",", "+",
    "FP-30X", "mk", "II", "2", "88", "0.5", "2,750", "₪", "ש\"ח", "$", "EUR", "מוניטור", "תיק ל", "שחור", "Black",
    "-BK",
    "e\u{301}", "ﬁ", "½", "İ", "ß", "\u{345}", "http://", "https:", "xn--", "%41", "%zz", "..", "2019", "inch", "🎹",
    "case", "with", "stand", "for", "x",
  ]

  /// Up to 24 pieces, one in eight of them a random byte.
  static func bytes(using random: inout SplitMix64) -> [UInt8] {
    (0..<Int.random(in: 0...24, using: &random)).flatMap { _ -> [UInt8] in
      if Int.random(in: 0..<8, using: &random) == 0 { return [UInt8.random(in: 0...255, using: &random)] }
      return Array((pieces.randomElement(using: &random) ?? "").utf8)
    }
  }

  static func string(using random: inout SplitMix64) -> String {
    String(decoding: bytes(using: &random), as: UTF8.self)
  }
}
