import Testing

@testable import Matching

struct WordsTests {
  @Test(arguments: [
    ("Stage Piano", ["stage", "piano"]), ("FP-30X", ["fp", "30x"]), ("PX-1Plugout", ["px", "1", "plugout"]),
    ("Café Noir", ["cafe", "noir"]), ("v7.0 MKII", ["7", "mk2"]), ("Fantom 06", ["fantom", "6"]), ("2.50", ["2.5"]),
    ("Model III", ["model", "3"]), ("ש׳ג", ["שג"]), ("R&B+", ["r", "and", "b", "plus"]), ("USB.2", ["usb2"]), ("", []),
    ("0", ["0"]), ("v0", ["0"]),
  ])
  func `a title is cut into words`(title: String, words: [String]) {
    var vocabulary = Vocabulary()
    #expect(Words.words(Words.folded(title), &vocabulary).map(vocabulary.text) == words)
  }

  @Test(arguments: [
    ("FP-30X", ["fp30x"]), ("A-88MKII", ["a88mk2"]), ("EXX725S/C31", ["exx725sc31", "exx725s"]), ("Stage 4", []),
    ("GO:PIANO88", ["gopiano88", "piano88"]), ("12345", ["12345"]), ("123", []), ("(TR-8S), new", ["tr8s"]),
  ])
  func `codes are chunks of letters and digits`(title: String, codes: [String]) {
    var vocabulary = Vocabulary()
    #expect(Words.codes(Words.folded(title), &vocabulary).map(vocabulary.text) == codes)
  }

  @Test func `neighbours are joined where one has a digit`() {
    var vocabulary = Vocabulary()
    let words = Words.words(Words.folded("Go Keys 3 Red"), &vocabulary)
    #expect(Words.joins(words, &vocabulary).map(vocabulary.text) == ["keys3", "3red"])
  }

  @Test func `a word has one number however often it comes, and thousands have their own`() {
    var vocabulary = Vocabulary()
    let numbers = (0..<5000).map { vocabulary.number(of: Array("word\($0 % 2500)".utf8)) }
    #expect(vocabulary.count == 2500)
    #expect(Array(numbers.prefix(2500)) == Array(numbers.suffix(2500)))
    #expect(vocabulary.known("word2499") == 2499 && vocabulary.known("word2500") == nil)
  }
}
