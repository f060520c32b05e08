import Testing
import Text

@testable import Transfer

struct RedirectRuleTests {
  private static func target(
    _ location: String, from url: String = "http://www.shop.co.il/a/b", after: [String] = [], offSite: Bool = false,
    isPublic: Bool = true
  ) throws -> String {
    let rule = RedirectRule(maximum: 10, followsOffSite: offSite)
    switch rule.target(of: location, from: try WebURL(url), after: after, isPublic: isPublic) {
    case .success(let url): return url.href
    case .failure(let failure): return failure.code
    }
  }

  @Test(arguments: [
    ("/c", "http://www.shop.co.il/c"), ("c d", "http://www.shop.co.il/a/c%20d"),
    ("../../../e", "http://www.shop.co.il/e"),
    ("https://shop.co.il/x", "https://shop.co.il/x"), ("//img.shop.co.il/", "http://img.shop.co.il/"),
    (" /trimmed ", "http://www.shop.co.il/trimmed"),
  ])
  func `redirects within a site are resolved and followed`(location: String, expected: String) throws {
    #expect(try Self.target(location) == expected)
  }

  @Test(arguments: [
    ("http://other.co.il/", "redirect-off-site"), ("https://shop.com/", "redirect-off-site"),
    ("file:///etc/passwd", "redirect-scheme"),
    ("javascript:alert(1)", "redirect-scheme"), ("ftp://www.shop.co.il/", "redirect-scheme"),
    ("http://", "redirect-bad"),
    ("http://127.0.0.1/", "private-address"), ("http://localhost/", "private-address"),
    ("http://169.254.169.254/latest", "private-address"),
    ("http://[::1]/", "private-address"), ("http://[::ffff:10.0.0.1]/", "private-address"),
    ("http://2130706433/", "private-address"),
    ("http://0x7f.1/", "private-address"), ("http://printer.local/", "private-address"),
  ])
  func `redirects elsewhere are refused with a reason`(location: String, code: String) throws {
    #expect(try Self.target(location) == code)
  }

  @Test
  func `off-site redirects are followed when asked for, private ones never`() throws {
    #expect(try Self.target("http://other.com/", offSite: true) == "http://other.com/")
    #expect(try Self.target("http://10.1.2.3/", offSite: true) == "private-address")
  }

  @Test
  func `among private addresses a redirect stays on its host`() throws {
    #expect(try Self.target("/x", from: "http://127.0.0.1:8000/", isPublic: false) == "http://127.0.0.1:8000/x")
    #expect(
      try Self.target("http://127.0.0.2:8000/", from: "http://127.0.0.1:8000/", isPublic: false) == "redirect-off-site")
  }

  @Test
  func `ten redirects are followed, and one back to where it was`() throws {
    let hops = (0..<10).map { "http://www.shop.co.il/\($0)" }
    #expect(try Self.target("/x", after: Array(hops.prefix(9))) == "http://www.shop.co.il/x")
    #expect(try Self.target("/x", after: hops) == "redirect-loop")
    #expect(try Self.target("/0", after: Array(hops.prefix(1))) == "http://www.shop.co.il/0")
    #expect(try Self.target("/0", after: [hops[0], hops[1], hops[0]]) == "redirect-loop")
  }

  @Test(arguments: [
    ("a.com", "a.com", true), ("www.a.com", "shop.a.com", true), ("a.co.il", "b.co.il", false),
    ("www.a.co.il", "a.co.il", true),
    ("a.com", "b.com", false), ("www.a.com.au", "b.com.au", false), ("a.de", "www.a.de", true),
    ("10.0.0.1", "11.0.0.1", false),
    ("co.il", "a.co.il", false), ("localhost", "localhost", true), ("a.com", "a.com.evil.net", false),
  ])
  func `a site is what somebody registered`(one: String, other: String, isSame: Bool) {
    #expect(Site.isSame(one, other) == isSame)
    #expect(Site.isSame(other, one) == isSame)
  }

  @Test(arguments: [
    ("8.8.8.8", true), ("127.0.0.1", false), ("10.0.0.1", false), ("172.15.0.1", true), ("172.16.0.1", false),
    ("172.32.0.1", true),
    ("192.168.1.1", false), ("169.254.0.1", false), ("100.64.0.1", false), ("100.128.0.1", true), ("0.0.0.0", false),
    ("224.0.0.1", false),
    ("255.255.255.255", false), ("::1", false), ("fe80::1", false), ("fc00::1", false), ("2606:4700::1111", true),
    ("::ffff:8.8.8.8", true),
    ("::ffff:127.0.0.1", false), ("2001:db8::1", false), ("64:ff9b::7f00:1", false), ("2002:7f00:1::", false),
    ("::", false),
  ])
  func `public addresses are told from private ones`(text: String, isPublic: Bool) {
    #expect(NetworkAddress(text)?.isPublic == isPublic)
  }
}
