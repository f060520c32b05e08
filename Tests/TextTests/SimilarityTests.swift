import TestSupport
import Testing
import Text

struct SimilarityTests {
  @Test(arguments: [
    ("", "", 0), ("", "fp", 2), ("RH-5", "RH-5", 0), ("RV-6", "RV-5", 1), ("stage", "strage", 1), ("תיק", "תיקים", 2),
  ])
  func `Levenshtein counts insertions, deletions and substitutions`(a: String, b: String, distance: Int) {
    #expect(Similarity.levenshtein(a, b) == distance)
    #expect(Similarity.levenshtein(b, a) == distance)
  }

  @Test(arguments: [(1, 2), (2, 2), (3, 2), (0, 1)])
  func `a distance above the limit is told as limit + 1`(limit: Int, told: Int) {
    #expect(Similarity.levenshtein("ab", "cd", limit: limit) == told)
  }

  @Test func `a substitution costs two where only insertions and deletions count`() {
    #expect(Similarity.indel("RV-6", "RV-5") == 2)
    #expect(Similarity.indelLikeness("RV-6", "RV-5") == 0.75)
    #expect(Similarity.indelLikeness("", "") == 1)
  }

  @Test func `a common beginning raises Jaro's likeness`() {
    #expect(abs(Similarity.jaro("keyboard", "keyboards") - 0.962963) < 1e-6)
    #expect(abs(Similarity.jaroWinkler("keyboard", "keyboards") - 0.977778) < 1e-6)
    #expect(Similarity.jaroWinkler("abc", "xyz") == 0)
  }

  @Test func `word order and repeated words do not count for token likeness`() {
    #expect(Similarity.tokenSort("Nord Stage 4", "4 Stage Nord") == 1)
    #expect(Similarity.tokenSet("Roland FP-30X piano", "FP-30X Roland") == 1)
    #expect(Similarity.tokenSet("", "Roland") == 0)
  }

  @Test(arguments: seeds(300))
  func `the fast forms equal the slow ones`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let (a, b) = (word(&random), word(&random))
    let (left, right) = (Similarity.scalars(a), Similarity.scalars(b))
    #expect(Similarity.levenshtein(a, b) == ReferenceSimilarity.levenshtein(left, right))
    #expect(Similarity.commonSubsequence(a, b) == ReferenceSimilarity.commonSubsequence(left, right))
    #expect(Similarity.jaro(a, b) == ReferenceSimilarity.jaro(left, right))
    for likeness in [Similarity.jaro, Similarity.indelLikeness, Similarity.tokenSort] {
      #expect(likeness(a, b) == likeness(b, a))
      #expect((0...1).contains(likeness(a, b)))
      #expect(likeness(a, a) == 1)
    }
  }

  /// Few letters and lengths around the word size, so that agreements, carries and block borders all occur.
  private func word(_ random: inout SplitMix64) -> String {
    let letters = Array("ab1é😀ש").prefix(Int.random(in: 2...6, using: &random))
    let length = [3, 10, 63, 64, 65, 127, 130, 200].randomElement(using: &random) ?? 3
    return String(
      (0..<Int.random(in: 0...length, using: &random)).map { _ in letters.randomElement(using: &random) ?? "a" })
  }
}
