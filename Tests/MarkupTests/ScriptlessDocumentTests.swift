import Markup
import TestSupport
import Testing

/// Documents that leave out the text of scripts and styles.
struct ScriptlessDocumentTests {
  /// Names and attributes of all elements, and the texts outside scripts and styles, in document order.
  private func shape(_ html: String, keepsScripts: Bool) throws -> [String] {
    try Document(html: Array(html.utf8), keepsScripts: keepsScripts).node.descendants.compactMap { node in
      switch node.kind {
      case .element: return "<\(node.name) \(node.attributes.map { "\($0.name)=\($0.text)" })"
      case .text: return isRaw(node.parent) ? nil : node.text
      case .comment: return "!\(node.text)"
      default: return nil
      }
    }
  }

  private func isRaw(_ node: Node?) -> Bool { node?.isNamed("script") == true || node?.isNamed("style") == true }

  private static let parts = [
    "<script>var a = '</b><div>' + 1 < 2; /* </scrip */</script>", "<SCRIPT type=x>\n</ script></SCRIPT >",
    "<script src=a.js></script>", "<script src='a.js'/><b>after</b>", "<style>a > b { content: '</p>' }</STYLE>",
    "<!-- <script> --><i>x</i>", "<p title='<script>'>text <b>bold</b> </p>", "<a href=/x>link</a></script>",
    "<div><script></script></div>", "<style></style>", "<svg><style>x</style></svg>", "<table><tr><td>1</table>",
    "<script>שלום</script>", "<noscript><img src=a></noscript>", "<textarea><script></textarea>x</script>",
  ]

  @Test(arguments: seeds(40)) func `everything but the texts of scripts and styles is the same`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var html = "<title>t</title>"
    for _ in 0..<60 {
      let part = Self.parts.randomElement(using: &random) ?? ""
      let filling = String(repeating: "x < 1; ", count: Int.random(in: 0...900, using: &random))
      html +=
        part.contains(">var") || part.contains("a >")
        ? part.replacing("</", with: filling + "</", maxReplacements: 1) : part
    }
    if Bool.random(using: &random) { html += "<script>never closed " + String(repeating: "y</", count: 3_000) }
    #expect(try shape(html, keepsScripts: false) == shape(html, keepsScripts: true))
  }

  @Test func `a page of scripts is short without them, whatever stands at the edge of what was read`() throws {
    for padding in 3_900...4_200 {
      let script = "<script src=a.js>" + String(repeating: "z", count: 50_000) + "</ScRipt>"
      let html = String(repeating: "p", count: padding) + "<script src=b.js/>\(script)<b>end</b><style>" + script
      let page = try Document(html: Array(html.utf8), keepsScripts: false)
      #expect(page.node.text.utf8.count < 20_000)
      #expect(try shape(html, keepsScripts: false) == shape(html, keepsScripts: true))
    }
  }
}
