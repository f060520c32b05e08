/// Edit distances and likenesses of short texts, measured in Unicode scalars.
///
/// Distances are symmetric and 0 for equal texts only; likenesses are symmetric, lie in 0…1 and are 1 for equal texts.
/// Fold case and marks first (`NormalForm`): these functions compare what they are given.
package enum Similarity {
  /// The least number of insertions, deletions and substitutions that turn `a` into `b` (Levenshtein 1966).
  ///
  /// A distance above `limit` is told as `limit + 1`. O(⌈|a| / 64⌉ · |b|).
  package static func levenshtein(_ a: String, _ b: String, limit: Int = .max) -> Int {
    levenshtein(scalars(a).span, scalars(b).span, limit: limit)
  }

  /// The length of the longest common subsequence. O(⌈|a| / 64⌉ · |b|).
  package static func commonSubsequence(_ a: String, _ b: String) -> Int {
    commonSubsequence(scalars(a).span, scalars(b).span)
  }

  /// The least number of insertions and deletions that turn `a` into `b`: |a| + |b| − 2 · LCS.
  package static func indel(_ a: String, _ b: String) -> Int { indel(scalars(a).span, scalars(b).span) }

  /// `1 − indel / (|a| + |b|)`; 1 for two empty texts. Others call it "ratio".
  package static func indelLikeness(_ a: String, _ b: String) -> Double {
    indelLikeness(scalars(a).span, scalars(b).span)
  }

  /// Jaro's likeness (1989): agreeing scalars within half the longer length, less half of those out of order.
  package static func jaro(_ a: String, _ b: String) -> Double { jaro(scalars(a).span, scalars(b).span) }

  /// Jaro's likeness raised by a common beginning of up to four scalars (Winkler 1990) where it is above 0.7.
  package static func jaroWinkler(_ a: String, _ b: String, prefixWeight: Double = 0.1) -> Double {
    jaroWinkler(scalars(a).span, scalars(b).span, prefixWeight: prefixWeight)
  }

  package static func scalars(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }
}

extension Similarity {
  package static func levenshtein(_ a: Span<UInt32>, _ b: Span<UInt32>, limit: Int = .max) -> Int {
    let (pattern, text) = a.count <= b.count ? (a, b) : (b, a)
    if text.count - pattern.count > limit { return limit + 1 }
    let distance =
      if pattern.isEmpty {
        text.count
      } else if pattern.count <= 64 {
        WordPattern(pattern).levenshtein(text)
      } else {
        BlockPattern(pattern).levenshtein(text)
      }
    return distance > limit ? limit + 1 : distance
  }

  package static func commonSubsequence(_ a: Span<UInt32>, _ b: Span<UInt32>) -> Int {
    let (pattern, text) = a.count <= b.count ? (a, b) : (b, a)
    if pattern.isEmpty { return 0 }
    return pattern.count <= 64
      ? WordPattern(pattern).commonSubsequence(text) : BlockPattern(pattern).commonSubsequence(text)
  }

  package static func indel(_ a: Span<UInt32>, _ b: Span<UInt32>) -> Int {
    a.count + b.count - 2 * commonSubsequence(a, b)
  }

  package static func indelLikeness(_ a: Span<UInt32>, _ b: Span<UInt32>) -> Double {
    let length = a.count + b.count
    return length == 0 ? 1 : 1 - Double(indel(a, b)) / Double(length)
  }
}
