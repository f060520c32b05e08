import TestSupport
import Testing
import Text

@Suite struct SlugTests {
  @Test(arguments: [
    ("Über Synth 2", "uber-synth-2"), ("a_b  -- c", "a_b-c"), ("-Acme-Works-", "acme-works"), ("K.I.T. 7+", "kit-7"),
    ("צד ימין", ""), ("½ size", "size"), ("tab\tand\u{A0}space", "tab-and-space"), ("", ""),
  ])
  func `a slug is the one of the production site`(text: String, slug: String) {
    #expect(Slug.of(text) == slug)
  }

  @Test(arguments: [
    ("צד ימין", "xd-ymyn"), ("צד שמאל", "xd-wmal"), ("Left", "left"), ("и", "u438"), ("14 ס״מ", "14-sm"),
  ])
  func `a distinct slug keeps letters without an ASCII form`(text: String, slug: String) {
    #expect(Slug.distinct(text) == slug)
  }

  @Test(arguments: seeds(300))
  func `a slug is a slug of itself and of its own alphabet`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let text = RandomText.string(using: &random)
    for slug in [Slug.of(text), Slug.distinct(text)] {
      #expect(Slug.of(slug) == slug && Slug.distinct(slug) == slug)
      #expect(slug.utf8.allSatisfy { "abcdefghijklmnopqrstuvwxyz0123456789-_".utf8.contains($0) })
      #expect(!slug.hasPrefix("-") && !slug.hasSuffix("-") && !slug.contains("--"))
    }
  }
}
