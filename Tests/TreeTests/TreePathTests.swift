import Testing

@testable import Tree

@Suite struct TreePathTests {
  @Test(arguments: [
    ("roland", true), ("adam-audio", true), ("_index", true), ("כלי-זמר", true), ("4ms", true), ("", false),
    (".", false),
    ("..", false), ("a/b", false), ("/etc", false), ("-a", false), ("a-", false), ("a b", false), ("a\nb", false),
    ("a\u{0}b", false), (String(repeating: "a", count: 100), true), (String(repeating: "a", count: 101), false),
  ])
  func `a brand id names files and nothing outside of them`(text: String, isID: Bool) {
    #expect(isBrandID(text) == isID)
  }

  @Test func `a trailing slash of the root does not matter`() {
    #expect(Tree(root: "data/").settings == Tree(root: "data").settings)
  }
}
