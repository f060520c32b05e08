import TestSupport
import Testing
import Text

@Suite struct NormalFormTests {
  @Test(arguments: [
    ("FP-30X", "fp-30x"), ("Señor Café", "senor cafe"), ("ﬁn ½", "fin 1⁄2"), ("Straße", "strasse"),
    ("ＡＢＣ", "abc"), ("סִינְתִי", "סינתי"), ("שמאל ימין", "שמאל ימין"), ("a\u{200F}b", "ab"), ("Σίσυφος", "σισυφοσ"),
    ("", ""),
  ])
  func `folding drops marks, case and compatibility forms`(text: String, folded: String) {
    #expect(NormalForm.folded(text) == folded)
  }

  @Test(arguments: [("e\u{301}", "é"), ("abc", "abc"), ("ﬁ", "ﬁ")])
  func `composing joins marks and keeps compatibility forms`(text: String, composed: String) {
    #expect(NormalForm.composed(text).unicodeScalars.elementsEqual(composed.unicodeScalars))
  }

  @Test(arguments: [("é½", "e½"), ("Ç", "C")])
  func `taking marks off keeps case and compatibility forms`(text: String, bare: String) {
    #expect(NormalForm.withoutMarks(text).unicodeScalars.elementsEqual(bare.unicodeScalars))
  }

  @Test func `ill-formed bytes read as Swift's own decoder reads them`() {
    for first in UInt8.min...UInt8.max {
      for rest: [UInt8] in [[], [0x80], [0xBF, 0x41], [0x9F, 0x80], [0x90, 0x80, 0x80, 0x61]] {
        let bytes = [first] + rest
        let expected = NormalForm.folded(String(decoding: bytes, as: UTF8.self))
        #expect(String(decoding: NormalForm.folded(bytes), as: UTF8.self) == expected, "\(bytes)")
      }
    }
  }

  @Test(arguments: seeds(200))
  func `folding twice is folding once`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let once = NormalForm.folded(RandomText.bytes(using: &random))
    #expect(NormalForm.folded(once) == once)
  }
}
