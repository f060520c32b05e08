import TestSupport
import Testing

@testable import Matching

struct RetrievalTests {
  /// Titles of few words, so that many share many.
  private func records(_ random: inout SplitMix64, _ count: Int) -> [MatchRecord] {
    let words = ["alpha", "beta", "gamma", "delta", "DX-40", "DX-41", "RB-2000", "2000", "40", "pro"]
    return (0..<count).map { index in
      let title = (0..<Int.random(in: 0...5, using: &random)).map { _ in
        words[Int.random(in: 0..<words.count, using: &random)]
      }
      return MatchRecord(id: "\(index)", title: title.joined(separator: " "))
    }
  }

  @Test(arguments: seeds(30))
  func `the inverted index finds what comparing every pair finds`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var vocabulary = Vocabulary()
    let left = Corpus(records(&random, 30), &vocabulary)
    let right = Corpus(records(&random, 60), &vocabulary)
    let terms = TermWeights(left, right, vocabulary, WordCounts(left, right, vocabulary, nil))
    var retrieval = Retrieval(terms.right, termCount: terms.termCount)
    for row in 0..<left.count {
      let found = retrieval.nearest(5, to: row, of: terms.left).map(\.likeness)
      let all = retrieval.likenesses(of: Array(0..<60), to: row, of: terms.left).filter { $0 > 0 }.sorted(by: >).prefix(
        5)
      #expect(found.count == all.count)
      #expect(zip(found, all).allSatisfy { abs($0 - $1) < 1e-5 })
    }
  }

  @Test func `a row is most like itself, with likeness 2`() {
    var vocabulary = Vocabulary()
    let corpus = Corpus(
      [MatchRecord(id: "1", title: "DX-40 Mixer"), MatchRecord(id: "2", title: "Piano")], &vocabulary)
    let terms = TermWeights(corpus, corpus, vocabulary, WordCounts(corpus, corpus, vocabulary, nil))
    var retrieval = Retrieval(terms.right, termCount: terms.termCount)
    let best = retrieval.nearest(1, to: 0, of: terms.left)
    #expect(best.first?.row == 0)
    #expect(abs((best.first?.likeness ?? 0) - 2) < 1e-5)
    #expect(retrieval.nearest(1, to: 0, of: terms.left, excludingItself: true).isEmpty)
  }

  @Test func `a flat text holds exactly the words that stand in it`() {
    var vocabulary = Vocabulary()
    var random = SplitMix64(seed: 3)
    for _ in 0..<200 {
      let text = (0..<Int.random(in: 0...60, using: &random)).map { _ in UInt8.random(in: 97...100, using: &random) }
      var texts = FlatTexts()
      texts.append(text)
      let word = (0..<Int.random(in: 3...6, using: &random)).map { _ in UInt8.random(in: 97...100, using: &random) }
      let number = vocabulary.number(of: word)
      let isHeld = (0...max(0, text.count)).contains { text.dropFirst($0).starts(with: word) }
      #expect(texts.contains(number, of: vocabulary, in: 0) == isHeld)
    }
  }
}
