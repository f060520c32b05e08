import TestSupport
import Testing
import Text

@Suite struct WebURLTests {
  @Test(arguments: [
    (
      "  /items/1234567-acme-zp1-monitors\n",
      "https://shop.example/items/1234567-acme-zp1-monitors"
    ),
    ("../g/77-Brand/7-Acme?page=2", "https://shop.example/g/77-Brand/7-Acme?page=2"),
    ("//cdn.example/a b.jpg", "https://cdn.example/a%20b.jpg"),
    ("?page=3", "https://shop.example/g/list?page=3"),
    ("#top", "https://shop.example/g/list?page=2#top"),
    ("\n\nhttps://cdn.example/logo.png\n", "https://cdn.example/logo.png"),
    ("HTTP://Shop.Example:80/%7Ea/./b/../c", "http://shop.example/%7Ea/c"),
    ("/items/תופים", "https://shop.example/items/%D7%AA%D7%95%D7%A4%D7%99%D7%9D"),
    ("https://חליל.example/", "https://xn--cebeib.example/"),
    ("", "https://shop.example/g/list?page=2"),
  ])
  func `a reference is resolved against its page`(reference: String, href: String) throws {
    let page = try WebURL("https://shop.example/g/list?page=2")
    #expect(try page.resolving(reference).href == href)
  }

  @Test(arguments: [
    ("javascript:void(0)", WebURL.Failure.scheme("javascript")), ("mailto:a@b.example", .scheme("mailto")),
    ("/items/1", .relativeWithoutBase), ("https://", .emptyHost), ("https://a b/", .host("a b")),
    ("https://a.\u{301}b/", .host("a.\u{301}b")), ("https://a:65536/", .port("65536")),
    ("https://[1::2::3]/", .host("[1::2::3]")),
  ])
  func `what is no web address says why`(text: String, failure: WebURL.Failure) {
    #expect(throws: failure) { try WebURL(text) }
    #expect(!failure.description.isEmpty)
  }

  @Test(arguments: [
    ("https://a.example/p?gad_source=1&gclid=x&fbclid=y#top", "https://a.example/p"),
    ("https://a.example/p?UTM_Source=n&page=2&utm_medium=m", "https://a.example/p?page=2"),
    ("https://a.example/p?q=gclid", "https://a.example/p?q=gclid"),
    ("https://a.example/p?", "https://a.example/p"),
  ])
  func `the identity of an address has no fragment and no tracking`(text: String, identity: String) throws {
    #expect(try WebURL(text).identity.href == identity)
  }

  @Test(arguments: [
    ("https://a.example/items/12-x_y.html", true), ("http://a-b.example/", true), ("https://a.example/%D7%90", true),
    ("https://a.example", false), ("https://A.example/", false), ("https://a.example/../b", false),
    ("https://a.example/?q", false), ("https://1.2.3.4/", false), ("https://xn--a.example/", false),
    ("https://a.example/%2e%2e", false), ("ftp://a.example/", false), ("https:///", false), ("https://a..b/", false),
    ("", false),
  ])
  func `a plain identity is recognised without reading it`(text: String, isPlain: Bool) throws {
    #expect(WebURL.isPlainIdentity(Array(text.utf8).span) == isPlain)
    if isPlain { #expect(try WebURL(text).identity.href == text) }
  }

  @Test func `the parts of an address can be read`() throws {
    let url = try WebURL("https://me:pw@a.example:8443/g/%D7%90/x?y=1#z")
    #expect(url.scheme == .https && url.host == "a.example" && url.port == 8443 && url.effectivePort == 8443)
    #expect(url.username == "me" && url.password == "pw" && url.query == "y=1" && url.fragment == "z")
    #expect(url.decodedSegments == ["g", "א", "x"])
    #expect(url.origin == "https://a.example:8443" && url.target == "/g/%D7%90/x?y=1")
    #expect(try WebURL("http://a.example").effectivePort == 80)
  }

  @Test(arguments: seeds(400))
  func `reading a spelled address gives the same address`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let page = try WebURL("https://shop.example/a/b?c")
    let text = RandomText.string(using: &random)
    for candidate in [text, "http://" + text, "https://h.example/" + text] {
      guard let url = try? page.resolving(candidate) else { continue }
      #expect(try WebURL(url.href) == url)
      #expect(url.identity.identity == url.identity)
      if WebURL.isPlainIdentity(Array(candidate.utf8).span) { #expect(url.identity.href == candidate) }
    }
  }
}
