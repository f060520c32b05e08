import TestSupport
import Testing
import Text

@Suite struct WhitespaceTests {
  @Test(arguments: [
    ("  a \n\t b  ", "a b"), ("a\u{A0}\u{2003}b", "a b"), ("\u{FEFF}a\u{200B}b\u{200F}", "ab"), ("\r\n", ""),
    ("סינתיסייזרים  ", "סינתיסייזרים"), ("a \u{200E} b", "a b"), ("a\0b", "a b"),
  ])
  func `a run of white space is one space and marks without width vanish`(text: String, collapsed: String) {
    #expect(Whitespace.collapsed(text) == collapsed)
  }

  @Test(arguments: seeds(200))
  func `collapsing twice is collapsing once`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let once = Whitespace.collapsed(RandomText.bytes(using: &random))
    #expect(Whitespace.collapsed(once) == once)
  }
}
