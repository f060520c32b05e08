import JSON
import TestSupport
import Testing
import Text

struct SimilarityConformanceTests {
  static let path = "conformance/similarity/cases.jsonl"

  /// What the project has no use for: phonetic codes, partial and weighted forms, transpositions, cut-offs of others' APIs.
  static let notProvided: Set = [
    "soundex", "metaphone", "nysiis", "match_rating_codex", "hamming", "damerau_levenshtein",
    "rapidfuzz.OSA.distance", "rapidfuzz.DamerauLevenshtein.distance", "rapidfuzz.LCSseq.normalized_distance",
    "rapidfuzz.LCSseq.normalized_similarity", "rapidfuzz.fuzz.partial_ratio", "rapidfuzz.fuzz.partial_token_ratio",
    "rapidfuzz.fuzz.partial_token_sort_ratio", "rapidfuzz.fuzz.partial_token_set_ratio", "rapidfuzz.fuzz.QRatio",
    "rapidfuzz.fuzz.WRatio", "rapidfuzz.fuzz.token_ratio",
  ]

  @Test(.conformance(path)) func `the measures give the figures of other people's suites`() throws {
    var checked = 0
    var skipped = 0
    for row in try Conformance.rows(Self.path) {
      guard let function = row["fn"]?.string, let expected = row["expected"]?.double, let a = row["a"]?.string,
        let b = row["b"]?.string, let measured = measure(function, row, a, b)
      else {
        skipped += 1
        continue
      }
      checked += 1
      let tolerance = row["tolerance"]?.double ?? 0
      #expect(
        abs(measured - expected) <= tolerance + 1e-9,
        "\(row["id"]?.string ?? "?"): \(function)(\(a), \(b)) = \(measured), not \(expected)")
    }
    print("similarity: \(checked) rows checked, \(skipped) of functions that are not provided")
    #expect(checked > 0)
  }

  private func measure(_ function: String, _ row: JSON, _ a: String, _ b: String) -> Double? {
    let arguments = row["kw"]
    let prefixWeight = arguments?["prefix_weight"]?.double ?? 0.1
    let limit = arguments?["score_cutoff"]?.int ?? Int.max
    let (left, right) = row["processor"]?.string == nil ? (a, b) : (a.lowercased(), b.lowercased())
    switch function {
    case "jaro", "rapidfuzz.Jaro.similarity": return Similarity.jaro(left, right)
    case "jaro_winkler", "rapidfuzz.JaroWinkler.similarity":
      return Similarity.jaroWinkler(left, right, prefixWeight: prefixWeight)
    case "levenshtein": return Double(Similarity.levenshtein(left, right))
    case "rapidfuzz.Levenshtein.distance":
      switch arguments?["weights"]?.array?.compactMap(\.int) {
      case nil, [1, 1, 1]: return Double(Similarity.levenshtein(left, right, limit: limit))
      case [1, 1, 2]: return Double(Similarity.indel(left, right))
      default: return nil
      }
    case "rapidfuzz.Indel.distance":
      let distance = Similarity.indel(left, right)
      return Double(distance > limit ? limit + 1 : distance)
    case "rapidfuzz.LCSseq.distance":
      return Double(
        max(left.unicodeScalars.count, right.unicodeScalars.count) - Similarity.commonSubsequence(left, right))
    case "rapidfuzz.fuzz.ratio": return 100 * Similarity.indelLikeness(left, right)
    case "rapidfuzz.fuzz.token_sort_ratio": return 100 * Similarity.tokenSort(left, right)
    case "rapidfuzz.fuzz.token_set_ratio": return 100 * Similarity.tokenSet(left, right)
    default:
      #expect(Self.notProvided.contains(function), "\(function) is neither measured nor listed as not provided")
      return nil
    }
  }
}
