import JSON
import TestSupport
import Testing

@testable import Markup

/// Pages and selectors that were made to break us: a result or a typed error, in bounded time and memory.
struct HostileInputTests {
  private static let mebibyte = 1 << 20

  private static func numbered(_ count: Int, _ part: (Int) -> String) -> String {
    (0..<count).map(part).joined()
  }

  @Test(arguments: [
    ("<div>", 100_000), ("<b>", 5_000_000), ("<ul><li>", 50_000), ("<table><tr><td>", 50_000), ("<a/b ", 100_000),
  ])
  func `nesting beyond every real page is an error`(tag: String, count: Int) throws {
    do {
      let page = try Document(html: String(repeating: tag, count: count))
      examine(page)
    } catch {
      #expect(error == .tooDeep(limit: Parser.maximumDepth))
    }
  }

  @Test func `nesting that unclosed tags may reach is read by everything`() throws {
    let depth = Parser.maximumDepth / 4
    let page = try Document(
      html: String(repeating: "<i itemscope itemprop=a property=b typeof=c>", count: depth) + "x")
    #expect(page.node.descendants(named: "i").count == depth)
    #expect(page.node.text == "x")
    examine(page)
  }

  @Test(arguments: [
    ("<p>", MarkupError.tooManyNodes(limit: Parser.maximumNodes)),
    ("<!---->", .tooManyNodes(limit: Parser.maximumNodes)),
    ("<br a=b>", .tooManyNodes(limit: Parser.maximumNodes)), ("<?x?>", .tooManyNodes(limit: Parser.maximumNodes)),
  ])
  func `sixteen mebibytes of nodes are an error`(tag: String, expected: MarkupError) {
    let page = String(repeating: tag, count: Document.maximumBytes / tag.utf8.count)
    #expect(throws: expected) { try Document(html: page) }
  }

  @Test(arguments: [
    "x", "&", "&#", "<", "</", "<!--", "<![CDATA[", "\u{0}", "\"", "<a b=\"", "<script>", "</p>", "א", "]]>",
  ])
  func `sixteen mebibytes of anything are read`(part: String) throws {
    let page = try Document(html: String(repeating: part, count: Document.maximumBytes / part.utf8.count))
    #expect(page.node.text.utf8.count <= Document.maximumBytes)
  }

  @Test func `a page over the limit is an error`() {
    let bytes = [UInt8](repeating: 0x20, count: Document.maximumBytes + 1)
    #expect(throws: MarkupError.tooLarge(bytes: bytes.count, limit: Document.maximumBytes)) {
      try Document(html: bytes)
    }
  }

  @Test(arguments: [Document.Syntax.html, .xml])
  func `a tag with thousands of attributes is an error`(syntax: Document.Syntax) {
    let tag = "<a" + Self.numbered(200_000) { " a\($0)='>'" } + "/>"
    let error = #expect(throws: MarkupError.self) { try Document(Array(tag.utf8), as: syntax) }
    guard case .tooManyAttributes = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func `end tags that fit nothing deep inside are an error`() {
    let page = String(repeating: "<b>", count: 9_000) + String(repeating: "</i>", count: 2 * Self.mebibyte)
    #expect(throws: MarkupError.self) { try Document(html: page) }
  }

  @Test func `entity bombs do not go off`() throws {
    let levels = Self.numbered(20) { "<!ENTITY e\($0 + 1) '\(String(repeating: "&e\($0);", count: 10))'>" }
    let bomb =
      "<!DOCTYPE a [<!ENTITY e0 'ha'>\(levels)<!ENTITY % p SYSTEM 'file:///etc/passwd'>%p;]><a b='&e20;'>&e20;</a>"
    let feed = try Document(xml: bomb)
    #expect(feed.root?.text == "")
    #expect(!feed.isWellFormed)
    let declarations = "<!DOCTYPE a [" + Self.numbered(100_000) { "<!ATTLIST a b\($0) CDATA 'x'>" } + "]><a/>"
    #expect(throws: MarkupError.self) { try Document(xml: declarations) }
    #expect(throws: MarkupError.self) {
      try Document(xml: "<a" + Self.numbered(100_000) { " xmlns:a\($0)='\($0)'" } + "/>")
    }
  }

  private static let page = """
    <!DOCTYPE html><html lang=he prefix="og: http://ogp.me/ns#"><head><meta charset=utf-8><title>א&amp;ב</title>
    <meta property=og:title content="Stage"><script type="application/ld+json">{"@type":"Product","name":"a\\"b"}</script>
    <script>window.__STATE__={a:[1,'x',{b:`y`}],c:!0};var d=JSON.parse("[1]")</script></head><body vocab=s>
    <div class="tile sale" itemscope itemtype=P itemref="x y" id=y><h3 itemprop=name>FP-30X</h3><span class=price>1,449 ₪
    </span><a href="/p?a=1&b=2" property=u typeof=t>go</a><ul><li>1<li>2</ul></div><p id=x itemprop=q>z<!-- c --></body></html>
    """

  private static let selectors = [
    ".tile:has(> h3) .price::text", "li:nth-child(2n+1 of :not([a|='b' i])), a[href*='p' i]::attr(href)",
    ":is(p, h3):contains('z') ~ :lang('he')", "//div[has-class('tile')]/a[contains(@href, 'x')]/@href",
  ]

  @Test(arguments: seeds(150)) func `a mutated page is a document or an error`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<5 {
      let bytes = mutated(Array(Self.page.utf8), &random)
      for syntax in [Document.Syntax.html, .xml] {
        guard let page = try? Document(bytes, as: syntax) else { continue }
        examine(page)
      }
    }
  }

  @Test(arguments: seeds(150)) func `a mutated selector is a selector or an error inside it`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let page = try Document(html: Self.page)
    for source in Self.selectors {
      let text = String(decoding: mutated(Array(source.utf8), &random), as: UTF8.self)
      do {
        let selector = try source.hasPrefix("//") ? Selector(xpath: text) : Selector(css: text)
        _ = try selector.evaluate(from: page.node)
      } catch {
        #expect((0...text.utf8.count).contains(error.offset), "\(error)")
      }
    }
  }

  /// Uses everything that reads a document.
  private func examine(_ page: Document) {
    _ = (page.node.text, page.node.markup, page.node.layoutText, page.node.collapsedText)
    _ = StructuredData.jsonLD(in: page) + StructuredData.microdata(in: page) + StructuredData.rdfa(in: page)
    _ = StructuredData.openGraph(in: page) + StructuredData.embedded(in: page)
    _ = page.root.map { (BrandName.find(in: $0), BreadcrumbTrail.crumbs(in: $0)) }
    for selector in Self.selectors where !selector.hasPrefix("//") {
      _ = try? page.node.select(Selector(css: selector, in: page.syntax))
    }
  }

  /// Deletes, doubles, replaces and swaps pieces; the bytes need not be UTF-8 any more.
  private func mutated(_ original: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
    let specials = Array("<>/=\"'&;#![]{}()-:\\,*|~+.^$ \n\u{0}אi0nof".utf8) + [0xFF, 0xC2, 0xE2]
    var bytes = original
    for _ in 0..<Int.random(in: 1...12, using: &random) where !bytes.isEmpty {
      let at = Int.random(in: 0..<bytes.count, using: &random)
      let length = Int.random(in: 0...min(20, bytes.count - at), using: &random)
      switch Int.random(in: 0..<5, using: &random) {
      case 0: bytes.removeSubrange(at..<at + length)
      case 1: bytes.insert(contentsOf: bytes[at..<at + length], at: at)
      case 2: bytes[at] = specials.randomElement(using: &random) ?? 0
      case 3: bytes.insert(specials.randomElement(using: &random) ?? 0, at: at)
      default: bytes = Array(bytes[at...] + bytes[..<at])
      }
    }
    return bytes
  }
}
